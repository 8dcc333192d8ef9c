package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.PartialWords;

/** Kernels over two bitmaps of a space, either of them 0 where all its bits are set. */
final class LiveSlots {
    private LiveSlots() {}

    /** Bits of {@code count} (1 to 64) slots that are set in both; the others are zero. */
    static long word(final long one, final long other, final long slot, final int count) {
        final long all = count == Long.SIZE ? -1L : PartialWords.mask(count);
        final long first = one == 0 ? all : Bitmaps.word(one, slot, count);
        return other == 0 ? first : first & Bitmaps.word(other, slot, count);
    }

    /** The first of {@code count} slots that is set in {@code above} and not in {@code own}; -1 if there is none. */
    static int firstOnlyAbove(final long above, final long own, final int from, final int count) {
        for (int done = 0; done < count; done += Long.SIZE) {
            final int part = Math.min(Long.SIZE, count - done);
            final long slot = (long) from + done;
            final long lost = word(above, 0, slot, part) & ~word(own, 0, slot, part);
            if (lost != 0) {
                return from + done + Long.numberOfTrailingZeros(lost);
            }
        }
        return -1;
    }

    /** The ordinal of the first slot of a space that is set in {@code above} and not in {@code own}; -1 if none is. */
    static int firstNull(final SlotSpace space, final long above, final long own) {
        for (int run = 0; own != 0 && run < space.runs(); run++) {
            final int slot = firstOnlyAbove(above, own, space.runSlot(run), space.runLength(run));
            if (slot >= 0) {
                return space.runOrdinal(run) + slot - space.runSlot(run);
            }
        }
        return -1;
    }
}
