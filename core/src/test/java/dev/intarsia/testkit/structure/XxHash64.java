package dev.intarsia.testkit.structure;

/** xxHash, 64 bits, seed 0: the hash behind Parquet's bloom filters. */
final class XxHash64 {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final long P1_PLUS_P2 = 0x60EA27EEADC0B5D6L;
    private static final int STRIPE = 32;

    private XxHash64() {}

    static long hash(final byte[] bytes) {
        final Cursor in = new Cursor(bytes);
        long hash = P5;
        if (bytes.length >= STRIPE) {
            final long[] lanes = {P1_PLUS_P2, P2, 0, -P1};
            while (in.remaining() >= STRIPE) {
                for (int lane = 0; lane < lanes.length; lane++) {
                    lanes[lane] = round(lanes[lane], in.littleEndian(Long.BYTES));
                }
            }
            hash = Long.rotateLeft(lanes[0], 1)
                    + Long.rotateLeft(lanes[1], 7)
                    + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (final long lane : lanes) {
                hash = (hash ^ round(0, lane)) * P1 + P4;
            }
        }
        hash += bytes.length;
        while (in.remaining() >= Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, in.littleEndian(Long.BYTES)), 27) * P1 + P4;
        }
        if (in.remaining() >= Integer.BYTES) {
            hash = Long.rotateLeft(hash ^ in.littleEndian(Integer.BYTES) * P1, 23) * P2 + P3;
        }
        while (in.remaining() > 0) {
            hash = Long.rotateLeft(hash ^ in.u8() * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }

    private static long round(final long lane, final long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }
}
