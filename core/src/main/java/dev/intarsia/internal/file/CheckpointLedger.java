package dev.intarsia.internal.file;

import dev.intarsia.internal.format.RowGroupFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The checkpoints of a file that a later one may build upon: how far each had come, and which envelopes it takes. Holds
 * no memory of the budget. Thread-safe, by a lock that is held for moments.
 *
 * <p>A host confirms a checkpoint when it is safe; what came before it is forgotten then, since nothing may build upon
 * it any more. A host that never confirms builds upon nothing, so only the latest few are kept for it.
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

    /**
     * @param since what the increment builds upon that was made of it; 0 where none was, or one that is complete
     */
    private record Entry(FileMarks marks, List<Envelope> envelopes, long since) {}

    /**
     * What an increment builds upon.
     *
     * @param marks how far the base had come; null for the beginning of the file
     * @param envelopes those that it takes, in ascending order of their ids, its own the last
     */
    record Base(FileMarks marks, List<Envelope> envelopes) {
        List<Long> needs() {
            return envelopes.stream().map(Envelope::id).toList();
        }
    }

    /**
     * Notes a capture that may be built upon.
     *
     * @return its number, above that of every earlier one
     */
    public synchronized long note(final FileState state) {
        final long id = ++last;
        entries.put(id, new Entry(state.open.marks, List.of(), 0));
        while (entries.headMap(id).size() - (confirmed == 0 ? 0 : 1) >= MAX_UNCONFIRMED) {
            entries.remove(confirmed == 0 ? entries.firstKey() : entries.higherKey(confirmed));
        }
        return id;
    }

    /** Notes a checkpoint that was restored, which is safe. */
    synchronized void noteRestored(final long id, final FileMarks marks, final List<Envelope> envelopes) {
        entries.put(id, new Entry(marks, List.copyOf(envelopes), 0));
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
     * What an increment would build upon.
     *
     * @param since 0 for the beginning of the file
     * @param id of the checkpoint that builds upon it
     * @throws IllegalArgumentException if it is not known, not before the other, or was never saved as an increment; or
     *     the other was saved as one that builds upon another
     */
    synchronized Base base(final long since, final long id, final FileState state) {
        final Entry asking = entries.get(id);
        if (asking != null && since > 0 && asking.since > 0 && asking.since != since) {
            throw new IllegalArgumentException(
                    "checkpoint " + id + " was asked for as an increment since " + asking.since
                            + " already, and later ones may build upon that, so there is none since " + since
                            + ": ask for the same once more, or capture again");
        }
        if (since == 0) {
            return new Base(null, List.of(new Envelope(id, state.open.marks.rowGroups(), true)));
        }
        final Entry base = require(since);
        if (since >= id) {
            throw new IllegalArgumentException("checkpoint " + id + " cannot build upon checkpoint " + since
                    + ", which was captured " + (since == id ? "with it" : "after it")
                    + ": build upon an earlier one, or upon 0 for the beginning of the file");
        }
        if (base.envelopes.isEmpty()) {
            throw new IllegalArgumentException("checkpoint " + since
                    + " was never asked for as an increment, so none can build upon it: build upon one that was, or"
                    + " upon 0 for the beginning of the file");
        }
        return new Base(base.marks, envelopes(id, state, base));
    }

    /**
     * The envelopes that checkpoints need which are known: the confirmed one, and those after it. In ascending order.
     */
    public synchronized List<Long> needs() {
        final TreeSet<Long> needed = new TreeSet<>();
        for (final Entry entry : entries.values()) {
            entry.envelopes.forEach(envelope -> needed.add(envelope.id));
        }
        return List.copyOf(needed);
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

    private static List<Envelope> envelopes(final long id, final FileState state, final Entry base) {
        final FileMarks marks = state.open.marks;
        final List<Envelope> envelopes = new ArrayList<>();
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
        envelopes.add(new Envelope(id, marks.rowGroups(), marks.hasLastingNews(base.marks)));
        return envelopes;
    }

    /**
     * Remembers an increment that was made, for those that will build upon it. One that is complete does not take the
     * place of one that is not: it stands for all that the other takes, and whoever builds upon it names those.
     */
    synchronized void remember(final long id, final FileState state, final long since, final Base base) {
        final Entry before = entries.get(id);
        if (before != null && (since > 0 || before.since == 0)) {
            entries.put(id, new Entry(state.open.marks, List.copyOf(base.envelopes), since));
        }
    }

    /** File offset behind a row group and its Bloom filters, or behind it at least. */
    private static long end(final FileState state, final int rowGroup) {
        final List<RowGroupFacts> facts = state.open.footer.facts();
        return rowGroup + 1 < facts.size() ? facts.get(rowGroup + 1).fileOffset() : state.open.marks.length();
    }
}
