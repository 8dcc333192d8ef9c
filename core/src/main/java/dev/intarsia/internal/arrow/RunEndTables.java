package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Kernels over run ends: ascending numbers of 2, 4 or 8 bytes, each the slot behind its run. The run of a slot is the
 * first whose end is beyond it.
 */
final class RunEndTables {
    private RunEndTables() {}

    /** The first of {@code runs} runs that does not end behind the one before it; -1 if all do. */
    static int firstNotAscending(final long ends, final int bytes, final int runs) {
        long previous = 0;
        for (int run = 0; run < runs; run++) {
            final long end = end(ends, bytes, run);
            if (end <= previous) {
                return run;
            }
            previous = end;
        }
        return -1;
    }

    static long end(final long ends, final int bytes, final int run) {
        return Indexes.at(ends, bytes, true, run);
    }

    /** The run of a slot; there must be one. */
    static int runOf(final long ends, final int bytes, final int runs, final long slot) {
        int low = 0;
        int high = runs - 1;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (end(ends, bytes, middle) > slot) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Writes the run of every slot from {@code from} on into a table. */
    static void expand(
            final long ends, final int bytes, final int runs, final int from, final int count, final long out) {
        if (count == 0) {
            return;
        }
        final long stop = (long) from + count;
        int run = runOf(ends, bytes, runs, from);
        for (long slot = from; slot < stop; run++) {
            final long end = Math.min(stop, end(ends, bytes, run));
            for (; slot < end; slot++) {
                NativeMemory.putInt(out + slot * Integer.BYTES, run);
            }
        }
    }

    /** As {@link #expand}, of the slot that each index of a table names; 0 for slots that are dead. */
    static void compose(
            final long table,
            final long ends,
            final int bytes,
            final int runs,
            final long one,
            final long other,
            final int from,
            final int count,
            final long out) {
        for (int done = 0; done < count; done += Long.SIZE) {
            final int part = Math.min(Long.SIZE, count - done);
            long live = LiveSlots.word(one, other, (long) from + done, part);
            for (long slot = (long) from + done; slot < (long) from + done + part; slot++, live >>>= 1) {
                final int run = (live & 1) == 0 ? 0 : runOf(ends, bytes, runs, Indexes.get(table, slot));
                NativeMemory.putInt(out + slot * Integer.BYTES, run);
            }
        }
    }
}
