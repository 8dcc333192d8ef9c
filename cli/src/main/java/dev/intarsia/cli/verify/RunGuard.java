package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.MalformedException;

/**
 * Walks over the run headers of the RLE and bit-packing hybrid before parquet-column's decoder does, because that
 * decoder allocates as many integers as a header announces.
 */
final class RunGuard {
    /** Some writers fill a bit-packed run up to 63 groups, whatever is left in them. */
    private static final int LENIENT_PADDING = 63 * 8;

    private static final int MAX_VARINT_BYTES = 5;

    private RunGuard() {}

    /**
     * @param bitWidth bits of a value, 0 to 32
     * @param count values that the runs must hold
     * @return index behind the last run that is needed
     * @throws MalformedException if the runs end before, or announce what cannot be
     */
    static int end(final byte[] bytes, final int from, final int to, final int bitWidth, final int count)
            throws MalformedException {
        int at = from;
        long left = count;
        while (left > 0) {
            long header = 0;
            int shift = 0;
            int next;
            do {
                if (at >= to) {
                    throw new MalformedException("its runs end after " + (count - left) + " of " + count + " values");
                }
                next = bytes[at++] & 0xFF;
                header |= (long) (next & 0x7F) << shift;
                shift += 7;
            } while (next >= 0x80 && shift < 7 * MAX_VARINT_BYTES);
            final long length = header >>> 1;
            if (length == 0 || length > Integer.MAX_VALUE) {
                throw new MalformedException("a run announces " + length + " values");
            }
            if ((header & 1) == 0) {
                left -= length;
                at += (bitWidth + 7) / 8;
            } else {
                final long values = length * 8;
                if (values - left > LENIENT_PADDING) {
                    throw new MalformedException(
                            "a bit-packed run announces " + values + " values where " + left + " are left");
                }
                final long needed = (Math.min(left, values) * bitWidth + 7) / 8;
                if (needed > to - at) {
                    throw new MalformedException(
                            "a bit-packed run needs " + needed + " bytes where " + (to - at) + " are left");
                }
                left -= values;
                at = (int) Math.min(to, at + length * bitWidth);
            }
            if (at > to) {
                throw new MalformedException("a run ends behind the last byte");
            }
        }
        return at;
    }
}
