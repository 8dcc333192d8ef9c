package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.stats.ValueOrder;

/** Counts the ids of a page whose dictionary entry is a NaN. */
final class NanIds {
    private static final int HALF_EXPONENT_AND_FRACTION = 0x7FFF;
    private static final int HALF_INFINITY = 0x7C00;

    private NanIds() {}

    static int count(final ValueOrder order, final long ids, final int count, final long entries) {
        int nans = 0;
        for (int i = 0; i < count; i++) {
            final long id = NativeMemory.getInt(ids + 4L * i) & 0xFFFFFFFFL;
            if (isNan(order, entries, id)) {
                nans++;
            }
        }
        return nans;
    }

    private static boolean isNan(final ValueOrder order, final long entries, final long id) {
        return switch (order) {
            case FLOAT, FLOAT_TOTAL -> Float.isNaN(NativeMemory.getFloat(entries + 4 * id));
            case DOUBLE, DOUBLE_TOTAL -> Double.isNaN(NativeMemory.getDouble(entries + 8 * id));
            case FLOAT16, FLOAT16_TOTAL ->
                (NativeMemory.getShort(entries + 2 * id) & HALF_EXPONENT_AND_FRACTION) > HALF_INFINITY;
            default -> false;
        };
    }
}
