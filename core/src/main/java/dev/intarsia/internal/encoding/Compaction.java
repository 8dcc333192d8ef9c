package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.PartialWords;

/**
 * Copies the valid values of a run densely: PLAIN has no slots for nulls. Thread-safe as far as the memory is.
 *
 * <p>Runs of valid values are copied, not values: that costs the least at the few per cent of nulls that data has. The
 * kernels write exactly the valid values and read exactly their slots.
 */
public final class Compaction {
    private Compaction() {}

    /** Most bytes that a run of {@code n} slots can take: all of them valid. */
    public static long maxBytes(final int n, final int width) {
        return (long) n * width;
    }

    /**
     * Copies the valid ones of {@code n} values of any fixed {@code width} in bytes.
     *
     * @param validity address of the bitmap, or 0 when all values are valid
     * @param validityBit the bit of the run's first slot
     * @param data address of the run's first slot
     * @return the address behind the last value written
     */
    public static long compact(
            final int width,
            final long validity,
            final long validityBit,
            final long data,
            final int n,
            final long out) {
        if (validity == 0) {
            final long bytes = (long) n * width;
            NativeMemory.copy(data, out, bytes);
            return out + bytes;
        }
        long at = out;
        for (int i = 0; i < n; i += 64) {
            final long source = data + (long) i * width;
            final int count = Math.min(64, n - i);
            final long valid = Bitmaps.word(validity, validityBit + i, count);
            if (valid == -1L) {
                NativeMemory.copy(source, at, (long) width << 6);
                at += (long) width << 6;
            } else {
                at = switch (width) {
                    case 8 -> compactWord8(valid, source, at);
                    case 4 -> compactWord4(valid, source, at);
                    default -> compactWord(width, valid, source, at);
                };
            }
        }
        return at;
    }

    /**
     * Appends the valid ones of {@code n} booleans of a bitmap as dense bits, by the contract of
     * {@link Bitmaps#append}.
     *
     * @param validity address of the validity bitmap, or 0 when all values are valid
     * @return how many bits were appended
     */
    public static int appendBooleans(
            final long validity,
            final long validityBit,
            final long values,
            final long valuesBit,
            final int n,
            final long target,
            final long targetBit) {
        if (validity == 0) {
            Bitmaps.append(values, valuesBit, target, targetBit, n);
            return n;
        }
        long bit = targetBit;
        for (int i = 0; i < n; i += 64) {
            final int count = Math.min(64, n - i);
            final long valid = Bitmaps.word(validity, validityBit + i, count);
            final long word = Bitmaps.word(values, valuesBit + i, count);
            final int ones = Long.bitCount(valid);
            Bitmaps.appendWord(ones == count ? word : gather(word, valid), ones, target, bit);
            bit += ones;
        }
        return (int) (bit - targetBit);
    }

    /**
     * The bits of {@code word} under the ones of {@code mask}, moved together at the low end, a run of ones at a time.
     */
    private static long gather(final long word, final long mask) {
        long left = mask;
        long gathered = 0;
        int count = 0;
        while (left != 0) {
            final long carried = Words.carry(left);
            final int from = Long.numberOfTrailingZeros(left);
            final int ones = Long.numberOfTrailingZeros(carried) - from; // 1 to 63: 64 ones never come here
            gathered |= ((word >>> from) & PartialWords.mask(ones)) << count;
            count += ones;
            left &= carried;
        }
        return gathered;
    }

    private static long compactWord8(final long valid, final long slots, final long out) {
        long left = valid;
        long at = out;
        while (left != 0) {
            final long carried = Words.carry(left);
            final long end = slots + ((long) Long.numberOfTrailingZeros(carried) << 3);
            for (long p = slots + ((long) Long.numberOfTrailingZeros(left) << 3); p < end; p += 8, at += 8) {
                NativeMemory.putLong(at, NativeMemory.getLong(p));
            }
            left &= carried;
        }
        return at;
    }

    private static long compactWord4(final long valid, final long slots, final long out) {
        long left = valid;
        long at = out;
        while (left != 0) {
            final long carried = Words.carry(left);
            final long end = slots + ((long) Long.numberOfTrailingZeros(carried) << 2);
            for (long p = slots + ((long) Long.numberOfTrailingZeros(left) << 2); p < end; p += 4, at += 4) {
                NativeMemory.putInt(at, NativeMemory.getInt(p));
            }
            left &= carried;
        }
        return at;
    }

    /** Any width: a run of values is a string of bytes. */
    private static long compactWord(final int width, final long valid, final long slots, final long out) {
        long left = valid;
        long at = out;
        while (left != 0) {
            final long carried = Words.carry(left);
            final int from = Long.numberOfTrailingZeros(left);
            final long bytes = (long) (Long.numberOfTrailingZeros(carried) - from) * width;
            Words.copy(slots + (long) from * width, at, bytes);
            at += bytes;
            left &= carried;
        }
        return at;
    }
}
