package dev.intarsia.internal.stats;

/** From keys, in which bounds are held and compared, back to the PLAIN bytes that Parquet writes. */
final class KeyBytes {
    private static final long KEY_OF_NEGATIVE_ZERO = -1; // of every float kind
    private static final long KEY_OF_POSITIVE_ZERO = 0;

    private KeyBytes() {}

    /**
     * A minimum. Zero is written as -0.0, as the column may hold either, and readers may tell them apart; but not in
     * total order, where they are two values.
     */
    static byte[] min(final ValueOrder order, final int width, final long key, final long low) {
        final boolean zero = order.countsNans() && !order.isTotal() && key == KEY_OF_POSITIVE_ZERO;
        return plain(order, width, zero ? KEY_OF_NEGATIVE_ZERO : key, low);
    }

    /** A maximum. Zero is written as +0.0, see {@link #min}. */
    static byte[] max(final ValueOrder order, final int width, final long key, final long low) {
        final boolean zero = order.countsNans() && !order.isTotal() && key == KEY_OF_NEGATIVE_ZERO;
        return plain(order, width, zero ? KEY_OF_POSITIVE_ZERO : key, low);
    }

    private static byte[] plain(final ValueOrder order, final int width, final long key, final long low) {
        return switch (order) {
            case BOOLEAN -> new byte[] {(byte) key};
            case INT32, UINT32 -> littleEndian(key, Integer.BYTES);
            case INT64 -> littleEndian(key, Long.BYTES);
            case UINT64 -> littleEndian(key ^ Long.MIN_VALUE, Long.BYTES);
            case FLOAT, FLOAT_TOTAL -> littleEndian(FloatRuns.floatKey((int) key), Float.BYTES);
            case DOUBLE, DOUBLE_TOTAL -> littleEndian(FloatRuns.doubleKey(key), Double.BYTES);
            case FLOAT16, FLOAT16_TOTAL -> littleEndian(FloatRuns.halfKey((short) key), Short.BYTES);
            case FIXED_DECIMAL -> bigEndian(key, low, width);
            case FIXED_BINARY -> bigEndian(key ^ Long.MIN_VALUE, low, width);
            case BYTE_ARRAY, NONE -> throw new AssertionError("values in the order " + order + " have no keys");
        };
    }

    private static byte[] littleEndian(final long value, final int bytes) {
        final byte[] plain = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            plain[i] = (byte) (value >>> i * Byte.SIZE);
        }
        return plain;
    }

    private static byte[] bigEndian(final long high, final long low, final int width) {
        final byte[] plain = new byte[width];
        for (int i = 0; i < width; i++) {
            final long word = i < Long.BYTES ? high : low;
            plain[i] = (byte) (word >>> (Long.BYTES - 1 - i % Long.BYTES) * Byte.SIZE);
        }
        return plain;
    }
}
