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
     * How far a checkpoint had come that another builds upon.
     *
     * @param since 0 for the beginning of the file
     * @param id of the checkpoint that builds upon it
     * @return null for the beginning
     * @throws IllegalArgumentException if it is not known, not before the other, or was never saved as an increment
     */
    synchronized FileMarks marks(final long since, final long id) {
        if (since == 0) {
            return null;
        }
        final Entry base = require(since);
        if (since >= id) {
            throw new IllegalArgumentException("checkpoint " + id + " cannot build upon checkpoint " + since
                    + ", which was captured " + (since == id ? "with it" : "after it")
                    + ": build upon an earlier one, or upon 0 for the beginning of the file");
        }
        if (base.envelopes.isEmpty()) {
            throw new IllegalArgumentException("checkpoint " + since
                    + " was never asked for as an increment, so none can build upon it: build upon one that was, or upon"
                    + " 0 for the beginning of the file");
        }
        return base.marks;
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
     * The envelopes that a checkpoint needs which builds upon another, in ascending order of their ids, its own the last.
     *
     * @throws IllegalArgumentException if the other is not known
     */
    synchronized List<Envelope> needs(final long id, final FileState state, final long since) {
        final FileMarks marks = state.open.marks;
        final List<Envelope> envelopes = new ArrayList<>();
        boolean lasting = since == 0;
        if (since != 0) {
            final Entry base = require(since);
            // Backwards: one that stays goes on from those before it in the same row group, so they stay with it.
            int rowGroup = marks.rowGroups();
            for (int i = base.envelopes.size() - 1; i >= 0; i--) {
                final Envelope envelope = base.envelopes.get(i);
                if (envelope.lasting
                        || envelope.rowGroup == rowGroup
                        || end(state, envelope.rowGroup) > state.tailOffset()) {
                    rowGroup = envelope.rowGroup;
                    envelopes.add(0, envelope);
                }
            }
            lasting = marks.hasLastingNews(base.marks);
        }
        envelopes.add(new Envelope(id, marks.rowGroups(), lasting));
        return envelopes;
    }

    /** Remembers the envelopes of an increment that was made, for those that will build upon it. */
    synchronized void remember(final long id, final FileState state, final List<Envelope> envelopes) {
        if (entries.containsKey(id)) {
            entries.put(id, new Entry(state.open.marks, List.copyOf(envelopes)));
        }
    }

    /** File offset behind a row group and its Bloom filters, or behind it at least. */
    private static long end(final FileState state, final int rowGroup) {
        final List<RowGroupFacts> facts = state.open.footer.facts();
        return rowGroup + 1 < facts.size() ? facts.get(rowGroup + 1).fileOffset() : state.open.marks.length();
    }
}
