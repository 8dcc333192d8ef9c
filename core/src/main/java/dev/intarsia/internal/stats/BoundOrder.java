package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Compares two values of a column by address, as its statistics hold them: PLAIN form, byte arrays without their
 * length, a boolean as a byte. Thread-safe: there is no state.
 *
 * <p>In the order of a type, -0.0 and +0.0 are equal and all NaNs are equal and larger than any number: what a sort by
 * SQL's rules has, so that it also tells whether rows are in order. In total order, bits that differ are never equal.
 */
public final class BoundOrder {
    private static final int HALF_MAGNITUDE = 0x7FFF;
    private static final int HALF_INFINITY = 0x7C00;

    private BoundOrder() {}

    /**
     * Compares two values.
     *
     * @param order how values compare; not {@link ValueOrder#NONE}
     * @param left borrowed; address of a value
     * @param leftBytes its bytes, looked at only where the order leaves the size to the column or the value
     * @param right borrowed; address of the other
     * @param rightBytes its bytes
     * @return below 0 if {@code left} comes first, 0 if both are equal, above 0 if {@code right} comes first
     */
    public static int compare(
            final ValueOrder order, final long left, final int leftBytes, final long right, final int rightBytes) {
        return switch (order) {
            case INT32 -> Integer.compare(NativeMemory.getInt(left), NativeMemory.getInt(right));
            case UINT32 -> Integer.compareUnsigned(NativeMemory.getInt(left), NativeMemory.getInt(right));
            case INT64 -> Long.compare(NativeMemory.getLong(left), NativeMemory.getLong(right));
            case UINT64 -> Long.compareUnsigned(NativeMemory.getLong(left), NativeMemory.getLong(right));
            case FLOAT -> compareNumbers(NativeMemory.getFloat(left), NativeMemory.getFloat(right));
            case DOUBLE -> compareNumbers(NativeMemory.getDouble(left), NativeMemory.getDouble(right));
            case FLOAT16 -> Integer.compare(half(NativeMemory.getShort(left)), half(NativeMemory.getShort(right)));
            case FLOAT_TOTAL ->
                Integer.compare(
                        FloatRuns.floatKey(NativeMemory.getInt(left)), FloatRuns.floatKey(NativeMemory.getInt(right)));
            case DOUBLE_TOTAL ->
                Long.compare(
                        FloatRuns.doubleKey(NativeMemory.getLong(left)),
                        FloatRuns.doubleKey(NativeMemory.getLong(right)));
            case FLOAT16_TOTAL ->
                Integer.compare(
                        FloatRuns.halfKey(NativeMemory.getShort(left)),
                        FloatRuns.halfKey(NativeMemory.getShort(right)));
            case BOOLEAN -> Byte.compare(NativeMemory.getByte(left), NativeMemory.getByte(right));
            case FIXED_DECIMAL -> BinaryOrder.compareSigned(left, right, leftBytes);
            case FIXED_BINARY, BYTE_ARRAY -> BinaryOrder.compare(left, leftBytes, right, rightBytes);
            case NONE -> throw new AssertionError("values without an order were compared");
        };
    }

    /** A float is the same number as a double. */
    private static int compareNumbers(final double left, final double right) {
        if (left < right) {
            return -1;
        }
        if (left > right) {
            return 1;
        }
        return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }

    /** A number that orders half floats, the same for both zeros, and for all NaNs. */
    private static int half(final short bits) {
        final int magnitude = bits & HALF_MAGNITUDE;
        if (magnitude > HALF_INFINITY) {
            return HALF_INFINITY + 1;
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
