package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.MalformedException;

/**
 * Walks over a DELTA_BINARY_PACKED stream before parquet-column's decoder does, because that decoder allocates as many
 * values as the stream's header announces.
 */
final class DeltaGuard {
    private static final int MAX_BLOCK_VALUES = 1 << 20;
    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private final int to;
    private int at;

    private DeltaGuard(final byte[] bytes, final int from, final int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /**
     * @param count values that the stream must hold
     * @return index behind the stream
     * @throws MalformedException if it holds another number of values or ends before they do
     */
    static int end(final byte[] bytes, final int from, final int to, final int count) throws MalformedException {
        final DeltaGuard guard = new DeltaGuard(bytes, from, to);
        guard.skip(count);
        return guard.at;
    }

    private void skip(final int count) throws MalformedException {
        final long blockValues = varint();
        final long miniblocks = varint();
        final long total = varint();
        varint();
        if (blockValues <= 0
                || blockValues > MAX_BLOCK_VALUES
                || miniblocks <= 0
                || blockValues % miniblocks != 0
                || blockValues / miniblocks % 8 != 0) {
            throw new MalformedException(
                    "its delta blocks are of " + blockValues + " values in " + miniblocks + " miniblocks");
        }
        if (total != count) {
            throw new MalformedException(
                    "its delta header announces " + total + " values, the page has " + count + " that are not null");
        }
        final int miniblockValues = (int) (blockValues / miniblocks);
        long left = total - 1;
        while (left > 0) {
            varint();
            final int widths = at;
            advance(miniblocks);
            for (int i = 0; i < miniblocks && left > 0; i++) {
                final int bitWidth = bytes[widths + i] & 0xFF;
                if (bitWidth > Long.SIZE) {
                    throw new MalformedException("a miniblock has values of " + bitWidth + " bits");
                }
                advance((long) bitWidth * miniblockValues / 8);
                left -= miniblockValues;
            }
        }
    }

    private void advance(final long count) throws MalformedException {
        if (count > to - at) {
            throw new MalformedException("its delta blocks go on behind the last byte");
        }
        at += (int) count;
    }

    private long varint() throws MalformedException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            advance(1);
            final int next = bytes[at - 1] & 0xFF;
            value |= (long) (next & 0x7F) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedException("a number takes more than " + MAX_VARINT_BYTES + " bytes");
    }
}
