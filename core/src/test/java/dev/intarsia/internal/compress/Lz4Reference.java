package dev.intarsia.internal.compress;

/** A slow reader of the LZ4 block format, written from its specification, that refuses what the format forbids. */
final class Lz4Reference {
    private final byte[] block;
    private final byte[] page;
    private int from;
    private int to;

    private Lz4Reference(final byte[] block, final int size) {
        this.block = block;
        this.page = new byte[size];
    }

    static byte[] decode(final byte[] block, final int size) {
        return new Lz4Reference(block, size).decode();
    }

    private byte[] decode() {
        while (true) {
            final int token = next();
            final int literals = length(token >>> 4);
            for (int i = 0; i < literals; i++) {
                page[to++] = (byte) next();
            }
            if (from == block.length) { // the last sequence has no match
                if (to != page.length) {
                    throw new AssertionError("the block ends after " + to + " bytes of " + page.length);
                }
                return page;
            }
            final int offset = next() | next() << 8;
            if (offset == 0 || offset > to) {
                throw new AssertionError("offset " + offset + " at byte " + to);
            }
            final int match = length(token & 15) + 4;
            for (int i = 0; i < match; i++) {
                page[to] = page[to - offset];
                to++;
            }
        }
    }

    private int length(final int nibble) {
        int length = nibble;
        if (nibble == 15) {
            int more;
            do {
                more = next();
                length += more;
            } while (more == 255);
        }
        return length;
    }

    private int next() {
        return block[from++] & 0xFF;
    }
}
