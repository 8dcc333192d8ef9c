package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.PartialWords;
import dev.intarsia.internal.schema.Conversion;

/**
 * Kernels that turn a run of fixed-width Arrow slots into as many PLAIN values.
 *
 * <p>They convert every slot, those under a null too, whose content is arbitrary: no content makes them fail, and what
 * becomes of a null is for the caller to drop. Of slots that {@link LeafReader#validate} let pass, no value is harmed.
 */
public final class SlotConversion {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int DECIMAL_BYTES = 16;
    private static final int DECIMAL256_BYTES = 32;
    private static final int INTERVAL_BYTES = 12;

    private SlotConversion() {}

    /** Bytes that {@code convert} writes for {@code count} slots. */
    public static long maxBytes(final int plainBytes, final int count) {
        return (long) plainBytes * count;
    }

    /**
     * Converts {@code count} slots.
     *
     * @param conversion a conversion of fixed width
     * @param plainBytes bytes of a PLAIN value
     * @param slots address of the first slot, borrowed
     * @param count slots
     * @param out address of the values, with room for {@link #maxBytes}; must not overlap the slots
     */
    public static void convert(
            final Conversion conversion, final int plainBytes, final long slots, final int count, final long out) {
        switch (conversion) {
            case IDENTITY -> NativeMemory.copy(slots, out, maxBytes(plainBytes, count));
            case INT8 -> signedBytes(slots, count, out);
            case UINT8 -> unsignedBytes(slots, count, out);
            case INT16 -> signedShorts(slots, count, out);
            case UINT16 -> unsignedShorts(slots, count, out);
            case MILLIS_TO_DAYS -> millisToDays(slots, count, out);
            case TIME_SECONDS_TO_MILLIS -> timeSecondsToMillis(slots, count, out);
            case TIMESTAMP_SECONDS_TO_MILLIS -> timestampSecondsToMillis(slots, count, out);
            case DECIMAL_TO_INT32 -> decimalToInt32(slots, count, out);
            case DECIMAL_TO_INT64 -> decimalToInt64(slots, count, out);
            case DECIMAL_TO_FIXED -> decimalToFixed(plainBytes, slots, count, out);
            case DECIMAL256_TO_INT32 -> decimal256ToInt32(slots, count, out);
            case DECIMAL256_TO_INT64 -> decimal256ToInt64(slots, count, out);
            case DECIMAL256_TO_FIXED -> decimal256ToFixed(plainBytes, slots, count, out);
            case INTERVAL_MONTHS -> monthsToInterval(slots, count, out);
            case INTERVAL_DAYS -> daysToInterval(slots, count, out);
            case BITS, BYTES, LARGE_BYTES, VIEWS, NULLS ->
                throw new AssertionError(conversion + " has no slots of fixed width");
        }
    }

    private static void signedBytes(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            NativeMemory.putInt(out + (long) i * Integer.BYTES, NativeMemory.getByte(slots + i));
        }
    }

    private static void unsignedBytes(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            NativeMemory.putInt(out + (long) i * Integer.BYTES, NativeMemory.getByte(slots + i) & 0xFF);
        }
    }

    private static void signedShorts(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            NativeMemory.putInt(out + (long) i * Integer.BYTES, NativeMemory.getShort(slots + (long) i * Short.BYTES));
        }
    }

    private static void unsignedShorts(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            NativeMemory.putInt(
                    out + (long) i * Integer.BYTES, NativeMemory.getShort(slots + (long) i * Short.BYTES) & 0xFFFF);
        }
    }

    private static void millisToDays(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            final long millis = NativeMemory.getLong(slots + (long) i * Long.BYTES);
            NativeMemory.putInt(out + (long) i * Integer.BYTES, (int) (millis / MILLIS_PER_DAY));
        }
    }

    private static void timeSecondsToMillis(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            final long at = (long) i * Integer.BYTES;
            NativeMemory.putInt(out + at, NativeMemory.getInt(slots + at) * MILLIS_PER_SECOND);
        }
    }

    private static void timestampSecondsToMillis(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            final long at = (long) i * Long.BYTES;
            NativeMemory.putLong(out + at, NativeMemory.getLong(slots + at) * MILLIS_PER_SECOND);
        }
    }

    private static void decimalToInt32(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            NativeMemory.putInt(out + (long) i * Integer.BYTES, NativeMemory.getInt(slots + (long) i * DECIMAL_BYTES));
        }
    }

    private static void decimalToInt64(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            NativeMemory.putLong(out + (long) i * Long.BYTES, NativeMemory.getLong(slots + (long) i * DECIMAL_BYTES));
        }
    }

    /**
     * Stores twice a value, eight bytes each: the upper half moved up so that its first byte that counts comes first,
     * then the lower half, which ends with the value and covers what the first store left behind it. As 9 to 16 bytes
     * are kept, neither store leaves the value's own bytes.
     */
    private static void decimalToFixed(final int plainBytes, final long slots, final int count, final long out) {
        final int dropped = Byte.SIZE * (DECIMAL_BYTES - plainBytes);
        final int lowOffset = plainBytes - Long.BYTES;
        for (int i = 0; i < count; i++) {
            final long slot = slots + (long) i * DECIMAL_BYTES;
            final long value = out + (long) i * plainBytes;
            final long high = NativeMemory.getLong(slot + Long.BYTES) << dropped;
            NativeMemory.putLong(value, Long.reverseBytes(high));
            NativeMemory.putLong(value + lowOffset, Long.reverseBytes(NativeMemory.getLong(slot)));
        }
    }

    private static void decimal256ToInt32(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            NativeMemory.putInt(
                    out + (long) i * Integer.BYTES, NativeMemory.getInt(slots + (long) i * DECIMAL256_BYTES));
        }
    }

    private static void decimal256ToInt64(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            NativeMemory.putLong(
                    out + (long) i * Long.BYTES, NativeMemory.getLong(slots + (long) i * DECIMAL256_BYTES));
        }
    }

    /**
     * Whole words from the value's end to its beginning, then what is kept of the next one: exactly the value's bytes.
     */
    private static void decimal256ToFixed(final int plainBytes, final long slots, final int count, final long out) {
        final int first = plainBytes % Long.BYTES;
        for (int i = 0; i < count; i++) {
            final long value = out + (long) i * plainBytes;
            long word = slots + (long) i * DECIMAL256_BYTES;
            for (long at = value + plainBytes - Long.BYTES; at >= value; at -= Long.BYTES, word += Long.BYTES) {
                NativeMemory.putLong(at, Long.reverseBytes(NativeMemory.getLong(word)));
            }
            if (first > 0) {
                final long kept = NativeMemory.getLong(word) << (Long.SIZE - first * Byte.SIZE);
                PartialWords.write(value, first, Long.reverseBytes(kept));
            }
        }
    }

    private static void monthsToInterval(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            final long value = out + (long) i * INTERVAL_BYTES;
            NativeMemory.putInt(value, NativeMemory.getInt(slots + (long) i * Integer.BYTES));
            NativeMemory.putLong(value + Integer.BYTES, 0);
        }
    }

    private static void daysToInterval(final long slots, final int count, final long out) {
        for (int i = 0; i < count; i++) {
            final long value = out + (long) i * INTERVAL_BYTES;
            NativeMemory.putInt(value, 0);
            NativeMemory.putLong(value + Integer.BYTES, NativeMemory.getLong(slots + (long) i * Long.BYTES));
        }
    }
}
