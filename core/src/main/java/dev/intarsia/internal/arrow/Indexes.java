package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;

/**
 * Kernels over tables that have an int32 index for every slot of a space.
 *
 * <p>An index counts only where its slot is alive, which is where two bitmaps ({@link LiveSlots}) have a bit. All
 * functions take a run of slots, and the address of a whole table.
 */
final class Indexes {
    private Indexes() {}

    static int get(final long table, final long slot) {
        return NativeMemory.getInt(table + slot * Integer.BYTES);
    }

    /** An index as a vector of so wide numbers holds it; an unsigned one of 64 bits is negative if it is too large. */
    static long at(final long source, final int bytes, final boolean signed, final long position) {
        return switch (bytes) {
            case Byte.BYTES -> {
                final byte index = NativeMemory.getByte(source + position);
                yield signed ? index : index & 0xFF;
            }
            case Short.BYTES -> {
                final short index = NativeMemory.getShort(source + position * Short.BYTES);
                yield signed ? index : index & 0xFFFF;
            }
            case Integer.BYTES -> {
                final int index = NativeMemory.getInt(source + position * Integer.BYTES);
                yield signed ? index : index & 0xFFFFFFFFL;
            }
            default -> NativeMemory.getLong(source + position * Long.BYTES);
        };
    }

    /** Widens or narrows to int32, -1 for what does not fit, whatever is alive. */
    static void normalise(
            final long source, final int bytes, final boolean signed, final int from, final int count, final long out) {
        for (long slot = from; slot < (long) from + count; slot++) {
            NativeMemory.putInt(out + slot * Integer.BYTES, narrow(at(source, bytes, signed, slot)));
        }
    }

    /** Looks the index of each slot's index up: {@code out[slot] = source[table[slot]]}, 0 for slots that are dead. */
    static void compose(
            final long table,
            final long source,
            final int bytes,
            final boolean signed,
            final long one,
            final long other,
            final int from,
            final int count,
            final long out) {
        for (int done = 0; done < count; done += Long.SIZE) {
            final int part = Math.min(Long.SIZE, count - done);
            long live = LiveSlots.word(one, other, (long) from + done, part);
            for (long slot = (long) from + done; slot < (long) from + done + part; slot++, live >>>= 1) {
                final int index = (live & 1) == 0 ? 0 : narrow(at(source, bytes, signed, get(table, slot)));
                NativeMemory.putInt(out + slot * Integer.BYTES, index);
            }
        }
    }

    /** The first slot that is alive and whose index is not from 0 to below {@code limit}; -1 if there is none. */
    static int firstOutside(
            final long table, final int limit, final long one, final long other, final int from, final int count) {
        for (int done = 0; done < count; done += Long.SIZE) {
            final int part = Math.min(Long.SIZE, count - done);
            final long first = (long) from + done;
            if (!allWithin(table, limit, first, part)) {
                long live = LiveSlots.word(one, other, first, part);
                for (; live != 0; live &= live - 1) {
                    final long slot = first + Long.numberOfTrailingZeros(live);
                    final int index = get(table, slot);
                    if (index < 0 || index >= limit) {
                        return (int) slot;
                    }
                }
            }
        }
        return -1;
    }

    /** Whether every index, of a dead slot too, is within the limit: neither it nor the room behind it is negative. */
    private static boolean allWithin(final long table, final int limit, final long from, final int count) {
        int bad = 0;
        for (long slot = from; slot < from + count; slot++) {
            final int index = get(table, slot);
            bad |= index | (limit - 1 - index);
        }
        return bad >= 0;
    }

    /** Clears the bit of every slot that is alive and whose index leads to a cleared bit of {@code values}. */
    static void clearNulls(
            final long table,
            final long values,
            final long one,
            final long other,
            final int from,
            final int count,
            final long out) {
        for (int done = 0; done < count; done += Long.SIZE) {
            final int part = Math.min(Long.SIZE, count - done);
            final long first = (long) from + done;
            for (long live = LiveSlots.word(one, other, first, part); live != 0; live &= live - 1) {
                final long slot = first + Long.numberOfTrailingZeros(live);
                if (!Bitmaps.isSet(values, get(table, slot))) {
                    final long at = out + (slot >>> 3);
                    NativeMemory.putByte(at, (byte) (NativeMemory.getByte(at) & ~(1 << (slot & 7))));
                }
            }
        }
    }

    private static int narrow(final long index) {
        return index == (int) index ? (int) index : -1;
    }
}
