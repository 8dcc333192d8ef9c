package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Conversion;
import java.math.BigInteger;

/**
 * Which slots of a column have a PLAIN value. Immutable.
 *
 * <p>A run is examined without a branch a slot: what each does wrong is collected in the sign, or in any bit, of one
 * accumulator. A 64-bit {@code x} lies between {@code -max} and {@code max} exactly if neither {@code max - x} nor
 * {@code max + x} is negative. Where one of them wraps around it becomes negative, and rightly so: the maxima here are
 * below a quarter of the range, so that no {@code x} within them can make it wrap.
 */
final class SlotLimits {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final long MAX_TIME_SECONDS = Integer.MAX_VALUE / 1000;
    private static final long MAX_TIMESTAMP_SECONDS = Long.MAX_VALUE / 1000;
    private static final int DECIMAL_BYTES = 16;
    private static final int DECIMAL256_BYTES = 32;

    private final Conversion conversion;
    private final long maxLow;
    private final long maxHigh;
    private final long maxThird;
    private final long maxFourth;

    /**
     * @param conversion a conversion of fixed width
     * @param precision decimal digits; of no meaning where the conversion is not one of decimals
     */
    SlotLimits(final Conversion conversion, final int precision) {
        this.conversion = conversion;
        final BigInteger max = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        maxLow = max.longValue();
        maxHigh = max.shiftRight(Long.SIZE).longValue();
        maxThird = max.shiftRight(2 * Long.SIZE).longValue();
        maxFourth = max.shiftRight(3 * Long.SIZE).longValue();
    }

    /** Whether there are slots without a PLAIN value at all. */
    boolean exist() {
        return switch (conversion) {
            case MILLIS_TO_DAYS,
                    TIME_SECONDS_TO_MILLIS,
                    TIMESTAMP_SECONDS_TO_MILLIS,
                    DECIMAL_TO_INT32,
                    DECIMAL_TO_INT64,
                    DECIMAL_TO_FIXED,
                    DECIMAL256_TO_INT32,
                    DECIMAL256_TO_INT64,
                    DECIMAL256_TO_FIXED,
                    INTERVAL_MONTHS,
                    INTERVAL_DAYS -> true;
            case BITS, IDENTITY, INT8, UINT8, INT16, UINT16, BYTES, LARGE_BYTES, VIEWS, NULLS -> false;
        };
    }

    /** Whether each of {@code count} slots, nulls included, has a PLAIN value. */
    boolean hold(final long slots, final int count) {
        return switch (conversion) {
            case MILLIS_TO_DAYS -> daysAreWhole(slots, count);
            case TIME_SECONDS_TO_MILLIS -> timesFit(slots, count);
            case TIMESTAMP_SECONDS_TO_MILLIS -> timestampsFit(slots, count);
            case DECIMAL_TO_INT32, DECIMAL_TO_INT64, DECIMAL_TO_FIXED -> decimalsFit(slots, count);
            case DECIMAL256_TO_INT32, DECIMAL256_TO_INT64, DECIMAL256_TO_FIXED -> decimals256Fit(slots, count);
            case INTERVAL_MONTHS -> notNegative(slots, count);
            case INTERVAL_DAYS -> notNegative(slots, 2 * count);
            case BITS, IDENTITY, INT8, UINT8, INT16, UINT16, BYTES, LARGE_BYTES, VIEWS, NULLS -> true;
        };
    }

    private static boolean daysAreWhole(final long slots, final int count) {
        long bad = 0;
        for (int i = 0; i < count; i++) {
            final long millis = NativeMemory.getLong(slots + (long) i * Long.BYTES);
            final long days = millis / MILLIS_PER_DAY;
            bad |= (millis - days * MILLIS_PER_DAY) | (days ^ (int) days);
        }
        return bad == 0;
    }

    private static boolean timesFit(final long slots, final int count) {
        long bad = 0;
        for (int i = 0; i < count; i++) {
            final long seconds = NativeMemory.getInt(slots + (long) i * Integer.BYTES);
            bad |= (MAX_TIME_SECONDS - seconds) | (MAX_TIME_SECONDS + seconds);
        }
        return bad >= 0;
    }

    private static boolean timestampsFit(final long slots, final int count) {
        long bad = 0;
        for (int i = 0; i < count; i++) {
            final long seconds = NativeMemory.getLong(slots + (long) i * Long.BYTES);
            bad |= (MAX_TIMESTAMP_SECONDS - seconds) | (MAX_TIMESTAMP_SECONDS + seconds);
        }
        return bad >= 0;
    }

    /**
     * Takes {@code x} for a number that is not negative, {@code -1 - x} if {@code x} is, and then compares it with
     * {@code max} or {@code max - 1}: the difference of two such numbers never wraps around, whereas {@code max + x}
     * does at 38 digits. As {@code max} is odd, taking 1 from it leaves its upper half alone.
     */
    private boolean decimalsFit(final long slots, final int count) {
        final long maxLow = this.maxLow;
        final long maxHigh = this.maxHigh;
        long bad = 0;
        for (int i = 0; i < count; i++) {
            final long slot = slots + (long) i * DECIMAL_BYTES;
            final long high = NativeMemory.getLong(slot + Long.BYTES);
            final long sign = high >> (Long.SIZE - 1); // 0 or -1
            final long low = NativeMemory.getLong(slot) ^ sign;
            final long borrow = (long) Long.compareUnsigned(maxLow + sign, low) >>> (Long.SIZE - 1);
            bad |= maxHigh - (high ^ sign) - borrow;
        }
        return bad >= 0;
    }

    /** As {@link #decimalsFit}, the borrow handed on over three words. */
    private boolean decimals256Fit(final long slots, final int count) {
        long bad = 0;
        for (int i = 0; i < count; i++) {
            final long slot = slots + (long) i * DECIMAL256_BYTES;
            final long fourth = NativeMemory.getLong(slot + 3 * Long.BYTES);
            final long sign = fourth >> (Long.SIZE - 1); // 0 or -1
            final long first = NativeMemory.getLong(slot) ^ sign;
            final long second = NativeMemory.getLong(slot + Long.BYTES) ^ sign;
            final long third = NativeMemory.getLong(slot + 2 * Long.BYTES) ^ sign;
            long borrow = (long) Long.compareUnsigned(maxLow + sign, first) >>> (Long.SIZE - 1);
            borrow = borrow(maxHigh, second, borrow);
            borrow = borrow(maxThird, third, borrow);
            bad |= maxFourth - (fourth ^ sign) - borrow;
        }
        return bad >= 0;
    }

    /** Whether {@code minuend - subtrahend - borrow}, unsigned, has to borrow: 1 if so, else 0. */
    private static long borrow(final long minuend, final long subtrahend, final long borrow) {
        final long difference = minuend - subtrahend - borrow;
        return ((~minuend & subtrahend) | ((~minuend | subtrahend) & difference)) >>> (Long.SIZE - 1);
    }

    private static boolean notNegative(final long ints, final int count) {
        int bad = 0;
        for (int i = 0; i < count; i++) {
            bad |= NativeMemory.getInt(ints + (long) i * Integer.BYTES);
        }
        return bad >= 0;
    }
}
