package dev.intarsia.testkit.structure;

/** The hybrid of run lengths and bit packing, number by number. */
final class RleDecoder {
    private static final int GROUP = 8;
    private static final int MAX_WIDTH = 32;

    private RleDecoder() {}

    /** Reads {@code count} numbers; a run that goes on behind the last is malformed, but for the padding of a group. */
    static int[] decode(final Cursor in, final int bitWidth, final int count) {
        if (bitWidth > MAX_WIDTH) {
            throw new Malformed("a bit width of " + bitWidth + " is above 32");
        }
        final int[] numbers = new int[count];
        int at = 0;
        while (at < count) {
            final long head = in.varint();
            final long run = (head & 1) == 0 ? head >>> 1 : (head >>> 1) * GROUP;
            final long padding = (head & 1) == 0 ? 0 : GROUP - 1;
            if (run == 0 || run - padding > count - at) {
                throw new Malformed("a run of " + run + " numbers stands where " + (count - at) + " of " + count
                        + " are still to come");
            }
            if ((head & 1) == 0) {
                final int number = (int) in.littleEndian((bitWidth + 7) / Byte.SIZE);
                if (bitWidth < MAX_WIDTH && number >>> bitWidth != 0) {
                    throw new Malformed("a run of the number " + number + " needs more than " + bitWidth + " bits");
                }
                for (int i = 0; i < run; i++) {
                    numbers[at++] = number;
                }
            } else {
                final long[] unpacked = unpack(in.take(run / GROUP * bitWidth), bitWidth, (int) run);
                for (int i = 0; i < run && at < count; i++) {
                    numbers[at++] = (int) unpacked[i];
                }
            }
        }
        return numbers;
    }

    /** Numbers packed from the least significant bit on. */
    static long[] unpack(final byte[] packed, final int bitWidth, final int count) {
        final long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            for (int bit = 0; bit < bitWidth; bit++) {
                final long place = (long) i * bitWidth + bit;
                numbers[i] |= (packed[(int) (place >>> 3)] >>> (place & 7) & 1L) << bit;
            }
        }
        return numbers;
    }

    /** The old BIT_PACKED levels, from the most significant bit on. */
    static int[] oldLevels(final Cursor in, final int bitWidth, final int count) {
        final byte[] packed = in.take(((long) count * bitWidth + 7) / Byte.SIZE);
        final int[] numbers = new int[count];
        for (int i = 0; i < count * bitWidth; i++) {
            final int bit = packed[i >>> 3] >>> 7 - (i & 7) & 1;
            numbers[i / bitWidth] = numbers[i / bitWidth] << 1 | bit;
        }
        return numbers;
    }

    /** Bits that the numbers from 0 to {@code max} need. */
    static int bitWidth(final int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }
}
