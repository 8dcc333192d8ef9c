package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.stats.BloomFilter;

/**
 * The hashes that were entered into a Bloom filter last: as many as take the bytes of its bitset, at least, since an
 * increment for which more are new tells the bitset. Confined to the writer's thread.
 *
 * <p>Hashes are appended, so that what was captured stays as it was. When there are twice as many as are of use, the
 * later half moves to the front, of other memory where this one is shared. Nothing is kept, and no memory taken, before
 * the file is captured for the first time.
 */
final class BloomHashes {
    /**
     * What was captured; immutable but for its end.
     *
     * @param first how many values were entered before the first of them
     */
    record State(Prefix hashes, long first) {
        /** Bytes of those that came when so many values had been entered, or -1 if some of them are gone. */
        long bytesSince(final long values) {
            return values < first ? -1 : hashes.bytes() - (values - first) * BloomFilter.HASH_BYTES;
        }
    }

    private static final int MIN_BYTES = 1024;

    private final Area hashes = new Area();
    private int usedBytes;
    private long first;
    private boolean kept;
    private boolean ends;

    /** Whether a run of so many values is kept. */
    boolean keeps(final int count, final int bitsetBytes) {
        return kept && !ends && (long) count * BloomFilter.HASH_BYTES < bitsetBytes;
    }

    /**
     * Adds to the demand what so many more values take.
     *
     * @param bitsetBytes of the filter at its largest
     */
    void plan(final long more, final int bitsetBytes, final Demand demand) {
        if (!kept || more == 0) {
            return;
        }
        final long limit = 2L * bitsetBytes;
        planGrowth(hashes.capacity(), Math.min(limit, usedBytes + more * BloomFilter.HASH_BYTES), demand);
        if (hashes.isShared()) {
            demand.add(limit, 1);
            planGrowth(0, Math.min(limit, more * BloomFilter.HASH_BYTES), demand);
        }
    }

    private static void planGrowth(final long from, final long most, final Demand demand) {
        long held = from;
        while (held < most) {
            held = Math.max(MIN_BYTES, 2 * held);
            demand.add(held, 1);
        }
    }

    /** Until {@link #restart} nothing is kept: the chunk ends, and takes no memory for what nobody will ask for. */
    void end() {
        ends = true;
    }

    /** Room for a run that is kept; what is written there counts from now on. */
    long append(final int count, final int bitsetBytes, final Reserve reserve) {
        final int bytes = count * BloomFilter.HASH_BYTES;
        if (usedBytes + bytes > 2 * bitsetBytes) {
            moveToFront(bitsetBytes - bytes, 2 * bitsetBytes, reserve);
        }
        int capacity = hashes.capacity();
        while (capacity < usedBytes + bytes) {
            capacity = Math.max(MIN_BYTES, 2 * capacity);
        }
        hashes.ensure(capacity, usedBytes, reserve);
        final long at = hashes.address() + usedBytes;
        usedBytes += bytes;
        return at;
    }

    private void moveToFront(final int keptBytes, final int capacity, final Reserve reserve) {
        final long from = hashes.address() + usedBytes - keptBytes;
        if (hashes.isShared()) {
            final Segment fresh = reserve.take(capacity);
            NativeMemory.copy(from, fresh.address(), keptBytes);
            hashes.replace(fresh, reserve);
        } else {
            NativeMemory.copy(from, hashes.address(), keptBytes); // the two do not touch
        }
        first += (usedBytes - keptBytes) / BloomFilter.HASH_BYTES;
        usedBytes = keptBytes;
    }

    /** Forgets all, since values come that are not kept, or another chunk begins. */
    void restart(final long values, final Reserve reserve) {
        if (hashes.isShared()) {
            hashes.giveBackTo(reserve);
        }
        usedBytes = 0;
        first = values;
        ends = false;
    }

    /** From now on hashes are kept: increments may build upon what the file is now. */
    void keep(final long values) {
        if (!kept) {
            kept = true;
            first = values;
        }
    }

    State capture() {
        return new State(hashes.capture(usedBytes), first);
    }

    void giveBackTo(final Reserve reserve) {
        hashes.giveBackTo(reserve);
        usedBytes = 0;
    }
}
