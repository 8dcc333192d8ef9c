package dev.intarsia.internal.file;

import dev.intarsia.internal.format.RowGroupFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The checkpoints of a file that a later one may build upon: how far each had come, and which envelopes it takes. Holds no
 * memory of the budget. Thread-safe, by a lock that is held for moments.
 *
 * <p>A host confirms a checkpoint when it is safe; what came before it is forgotten then, since nothing may build upon it
 * any more. A host that never confirms builds upon nothing, so only the latest few are kept for it.
 */
public final class CheckpointLedger {
    /** Checkpoints that are kept until one of them is confirmed. */
    static final int MAX_UNCONFIRMED = 16;

    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private long confirmed;
    private long last;

    /**
     * An envelope that a state may need.
     *
     * @param id its checkpoint
     * @param rowGroup the row group that was open then
     * @param lasting whether it has what stays of use until the file ends: the schema, or metadata
     */
    record Envelope(long id, int rowGroup, boolean lasting) {}

    private record Entry(FileMarks marks, List<Envelope> envelopes) {}

    /**
     * Notes a capture that may be built upon.
     *
     * @return its number, above that of every earlier one
     */
    public synchronized long note(final FileState state) {
        final long id = ++last;
        entries.put(id, new Entry(state.open.marks, List.of()));
        while (entries.headMap(id).size() - (confirmed == 0 ? 0 : 1) >= MAX_UNCONFIRMED) {
            entries.remove(confirmed == 0 ? entries.firstKey() : entries.higherKey(confirmed));
        }
        return id;
    }

    /** Notes a checkpoint that was restored, which is safe. */
    synchronized void noteRestored(final long id, final FileMarks marks, final List<Envelope> envelopes) {
        entries.put(id, new Entry(marks, List.copyOf(envelopes)));
        confirmed = id;
        last = id;
    }

    /**
     * Says that a checkpoint is safe, and that none before it will be built upon.
     *
     * @throws IllegalArgumentException if it is not known
     */
    public synchronized void confirm(final long id) {
        require(id);
        entries.headMap(id).clear();
        confirmed = id;
    }

    /**
     * How far a checkpoint had come.
     *
     * @param id 0 for the beginning of the file
     * @return null for the beginning
     * @throws IllegalArgumentException if it is not known
     */
    synchronized FileMarks marks(final long id) {
        return id == 0 ? null : require(id).marks;
    }

    private Entry require(final long id) {
        final Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "checkpoint " + id + " is not known, or one after it was confirmed; those" + " that are known are "
                            + entries.keySet() + ", and 0 stands for the beginning of the file");
        }
        return entry;
    }

    /**
     * The envelopes that a checkpoint needs which builds upon another; remembered for those that will build upon it.
     *
     * @return their ids, ascending, its own the last
     * @throws IllegalArgumentException if the one that it shall build upon is not known, or has no envelope
     */
    synchronized List<Long> needs(final long id, final FileState state, final long since) {
        final FileMarks marks = state.open.marks;
        final List<Envelope> envelopes = new ArrayList<>();
        boolean lasting = since == 0;
        if (since != 0) {
            final Entry base = require(since);
            if (base.envelopes.isEmpty()) {
                throw new IllegalArgumentException(
                        "of checkpoint " + since + " there is no increment, so none can build"
                                + " upon it: build upon an earlier one, or upon 0, the beginning of the file");
            }
            for (final Envelope envelope : base.envelopes) {
                if (envelope.lasting
                        || envelope.rowGroup == marks.rowGroups()
                        || end(state, envelope.rowGroup) > state.tailOffset()) {
                    envelopes.add(envelope);
                }
            }
            lasting = marks.hasLastingNews(base.marks);
        }
        envelopes.add(new Envelope(id, marks.rowGroups(), lasting));
        if (entries.containsKey(id)) {
            entries.put(id, new Entry(marks, List.copyOf(envelopes)));
        }
        return envelopes.stream().map(Envelope::id).toList();
    }

    /** File offset behind a row group and its Bloom filters, or behind it at least. */
    private static long end(final FileState state, final int rowGroup) {
        final List<RowGroupFacts> facts = state.open.footer.facts();
        return rowGroup + 1 < facts.size() ? facts.get(rowGroup + 1).fileOffset() : state.open.marks.length();
    }
}
