package dev.intarsia;

import dev.intarsia.MemoryListener.Relief;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * The writers of one thread, and what they do for each other when memory is short. Confined to the thread of its
 * writers: whatever may be done with one of them may be done with their group.
 *
 * <p>A write that does not fit is refused only after this, step by step, until it fits:
 *
 * <ol>
 *   <li>the owner is given what is ready to leave ({@link MemoryRelief#handOut});
 *   <li>row groups are closed that yield a part, the largest first, and handed out;
 *   <li>the other groups of the context are asked to do the same with their next write: a thread never closes a
 *       row group of another;
 *   <li>the owner is asked to finish the file that has been written to least recently ({@link MemoryRelief#finish}).
 * </ol>
 *
 * <p>A writer that is opened without a group is alone in one without an owner. When its own write is refused nothing is
 * changed; when others ask, its row group is closed if it has 5 MiB or an eighth of the budget, and waits to be split.
 */
public final class WriterGroup {
    private static final long USUAL_PART_BYTES = 5L << 20;

    private final WriterContext context;
    private final long partBytes;
    private final MemoryRelief owner;
    private final List<ParquetWriter> writers = new ArrayList<>();
    private long lastUse;
    private long honoured;
    private boolean relieving;

    private WriterGroup(final WriterContext context, final long partBytes, final MemoryRelief owner) {
        this.context = context;
        this.partBytes = partBytes;
        this.owner = owner;
        this.honoured = context.reliefRequests().last();
    }

    /**
     * A group without writers, which needs no closing.
     *
     * @param context of all its writers; borrowed until the last of them is closed
     * @param partBytes bytes below which it does not pay to hand out a part, or to close a row
     *     group for one; at least 1
     * @param owner what helps; retained
     * @throws IllegalArgumentException if {@code partBytes} is less than 1
     */
    public static WriterGroup of(final WriterContext context, final long partBytes, final MemoryRelief owner) {
        if (partBytes < 1) {
            throw new IllegalArgumentException("partBytes is " + partBytes + ", a part has at least 1 byte");
        }
        return new WriterGroup(context, partBytes, Objects.requireNonNull(owner, "owner"));
    }

    static WriterGroup ofOne(final WriterContext context) {
        final long part = Math.max(1, Math.min(USUAL_PART_BYTES, context.budgetBytes() / 8));
        return new WriterGroup(context, part, null);
    }

    /** The context of its writers. */
    public WriterContext context() {
        return context;
    }

    /**
     * Does what other groups have asked for since the last write or call: hands out parts and closes row groups until
     * memory is no longer short. Writes do this by themselves; this is for a thread that has nothing to write.
     *
     * @return whether anything was asked for
     */
    public boolean relieve() {
        final long asked = context.reliefRequests().last();
        if (asked == honoured) {
            return false;
        }
        honoured = asked; // first, so that what is asked for meanwhile is seen by the next call
        if (!relieving && context.memory().isShort()) {
            relieving = true;
            try {
                final BooleanSupplier enough = () -> !context.memory().isShort();
                if (!handOut(enough)) {
                    closeRowGroups(enough);
                }
            } finally {
                relieving = false;
            }
        }
        return true;
    }

    void add(final ParquetWriter writer) {
        writer.indexInGroup = writers.size();
        writers.add(writer);
        use(writer);
    }

    void remove(final ParquetWriter writer) {
        final ParquetWriter last = writers.remove(writers.size() - 1);
        if (last != writer) {
            writers.set(writer.indexInGroup, last);
            last.indexInGroup = writer.indexInGroup;
        }
    }

    void use(final ParquetWriter writer) {
        writer.lastUse = ++lastUse;
    }

    /**
     * Goes down the ladder until what was refused fits.
     *
     * @param asking who was refused; null where it is yet to be opened
     * @param again asks once more
     * @return whether it fits now
     */
    boolean relieve(final ParquetWriter asking, final BooleanSupplier again) {
        if (relieving) {
            return false;
        }
        relieving = true;
        try {
            return owner != null && (handOut(again) || closeRowGroups(again))
                    || askOthers()
                    || owner != null && finishFiles(asking, again);
        } finally {
            relieving = false;
        }
    }

    private boolean handOut(final BooleanSupplier enough) {
        boolean any = false;
        final long before = context.usedBytes();
        for (final ParquetWriter writer : writers.toArray(ParquetWriter[]::new)) {
            any |= handOut(writer);
        }
        if (any) {
            context.relieved(Relief.HAND_OUT_PARTS, before);
        }
        return any && enough.getAsBoolean();
    }

    private boolean handOut(final ParquetWriter writer) {
        final boolean ready = owner != null && writer.bufferedBytes() >= partBytes;
        if (ready) {
            owner.handOut(writer);
        }
        return ready;
    }

    private boolean closeRowGroups(final BooleanSupplier enough) {
        for (final Yield yield : yields()) {
            final long before = context.usedBytes();
            if (closeRowGroup(yield.writer())) {
                context.relieved(Relief.CLOSE_ROW_GROUP, before);
                handOut(yield.writer());
                if (enough.getAsBoolean()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A failure is that writer's, not that of the one that asks for memory: it says so when it is called next. */
    private static boolean closeRowGroup(final ParquetWriter writer) {
        try {
            writer.flushRowGroup();
            return true;
        } catch (final RuntimeException refusedOrFailed) {
            return false;
        }
    }

    /** What closing the row group of a writer would bring, in bytes of the file. */
    private record Yield(ParquetWriter writer, long bytes) {}

    private List<Yield> yields() {
        final List<Yield> yields = new ArrayList<>();
        for (final ParquetWriter writer : writers) {
            final long bytes = writer.unflushedBytes();
            if (bytes > 0 && bytes + writer.bufferedBytes() >= partBytes) {
                yields.add(new Yield(writer, bytes));
            }
        }
        yields.sort(Comparator.comparingLong(Yield::bytes).reversed());
        return yields;
    }

    private boolean askOthers() {
        if (context.openWriters() > writers.size()) {
            final long request = context.reliefRequests().ask();
            // All that this group can do it has just done; what others asked for before is still to be looked at.
            honoured = honoured == request - 1 ? request : honoured;
            context.relieved(Relief.ASK_OTHERS, context.usedBytes());
        }
        return false;
    }

    private boolean finishFiles(final ParquetWriter asking, final BooleanSupplier enough) {
        while (true) {
            final ParquetWriter oldest = leastRecentlyUsed(asking);
            final long before = context.usedBytes();
            if (oldest == null || !owner.finish(oldest) || oldest.isOpen()) {
                return false;
            }
            context.relieved(Relief.FINISH_FILE, before);
            if (enough.getAsBoolean()) {
                return true;
            }
        }
    }

    private ParquetWriter leastRecentlyUsed(final ParquetWriter asking) {
        ParquetWriter oldest = null;
        for (final ParquetWriter writer : writers) {
            if (writer != asking && writer.isOpen() && (oldest == null || writer.lastUse < oldest.lastUse)) {
                oldest = writer;
            }
        }
        return oldest;
    }

    @Override
    public String toString() {
        return "WriterGroup[" + writers.size() + " writers]";
    }
}
