package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;

/** The three DELTA encodings; it remembers whether a miniblock without values had a bit width. Confined to one page. */
final class DeltaDecoder {
    private static final int BLOCK_STEP = 128;
    private static final int MINIBLOCK_STEP = 32;

    private final Cursor in;
    private boolean paddingIsWide;

    DeltaDecoder(final Cursor in) {
        this.in = in;
    }

    /** Whether a miniblock that holds no value claims a bit width above 0. */
    boolean paddingIsWide() {
        return paddingIsWide;
    }

    /**
     * DELTA_BINARY_PACKED.
     *
     * @param bits of the type: sums wrap around at it, and no miniblock is wider
     * @param expected how many values there must be
     */
    long[] binaryPacked(final int bits, final int expected) {
        final long blockSize = in.varint();
        final long miniblocks = in.varint();
        final long count = in.varint();
        if (blockSize <= 0
                || blockSize % BLOCK_STEP != 0
                || miniblocks <= 0
                || blockSize % miniblocks != 0
                || blockSize / miniblocks % MINIBLOCK_STEP != 0) {
            throw new Malformed("blocks of " + blockSize + " values in " + miniblocks
                    + " miniblocks: blocks must be of a multiple of 128, miniblocks of a multiple of 32");
        } else if (count != expected) {
            throw new Malformed("the delta header claims " + count + " values, and there must be " + expected);
        }
        final int miniblockSize = (int) (blockSize / miniblocks);
        final long[] values = new long[expected];
        long last = wrapped(in.zigzag(), bits);
        int at = 0;
        if (expected > 0) {
            values[at++] = last;
        }
        while (at < expected) {
            final long minDelta = in.zigzag();
            final byte[] widths = in.take(miniblocks);
            for (final byte width : widths) {
                if (at == expected) {
                    paddingIsWide |= width != 0;
                    continue;
                } else if ((width & 0xFF) > bits) {
                    throw new Malformed("a miniblock of " + (width & 0xFF) + " bits a value, and the type has " + bits);
                }
                final long[] deltas =
                        RleDecoder.unpack(in.take((long) miniblockSize / Byte.SIZE * width), width, miniblockSize);
                for (int i = 0; i < miniblockSize && at < expected; i++) {
                    last = wrapped(last + minDelta + deltas[i], bits);
                    values[at++] = last;
                }
            }
        }
        return values;
    }

    List<byte[]> lengthByteArray(final int expected) {
        final long[] lengths = binaryPacked(Integer.SIZE, expected);
        final List<byte[]> values = new ArrayList<>(expected);
        for (final long length : lengths) {
            values.add(in.take(length));
        }
        return values;
    }

    List<byte[]> byteArray(final int expected) {
        final long[] prefixes = binaryPacked(Integer.SIZE, expected);
        final List<byte[]> suffixes = lengthByteArray(expected);
        final List<byte[]> values = new ArrayList<>(expected);
        byte[] last = {};
        for (int i = 0; i < expected; i++) {
            final byte[] suffix = suffixes.get(i);
            if (prefixes[i] < 0 || prefixes[i] > last.length) {
                throw new Malformed("value " + i + " shares " + prefixes[i] + " bytes with the one before, which has "
                        + last.length);
            }
            final byte[] value = new byte[(int) prefixes[i] + suffix.length];
            System.arraycopy(last, 0, value, 0, (int) prefixes[i]);
            System.arraycopy(suffix, 0, value, (int) prefixes[i], suffix.length);
            values.add(value);
            last = value;
        }
        return values;
    }

    private static long wrapped(final long value, final int bits) {
        return bits == Integer.SIZE ? (int) value : value;
    }
}
