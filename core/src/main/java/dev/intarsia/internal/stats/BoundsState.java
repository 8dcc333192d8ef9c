package dev.intarsia.internal.stats;

import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;

/**
 * Everything that changes about {@link Bounds}, but for the block. Immutable.
 *
 * @param present whether there is a smallest and a largest value
 * @param min key of the smallest, its high 8 bytes; of no meaning where bounds lie in a block
 * @param minRest its low 8 bytes; where bounds lie in a block, the length of the smallest, which lies at its start
 * @param max likewise of the largest
 * @param maxRest likewise; the largest lies at the end of the block
 * @param nanCount number of NaNs
 * @param nanMin key of the smallest NaN
 * @param nanMax key of the largest NaN
 * @param heldBytes bytes that both take in a block
 */
public record BoundsState(
        boolean present,
        long min,
        long minRest,
        long max,
        long maxRest,
        long nanCount,
        long nanMin,
        long nanMax,
        long heldBytes) {
    /** Bounds of no values. */
    public static final BoundsState NONE = new BoundsState(false, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Writes all but the bytes that lie in a block. */
    public void write(final StateOutput out) {
        out.putBoolean(present);
        out.putVarint(heldBytes);
        if (present && heldBytes == 0) {
            out.putFixedLong(min);
            out.putFixedLong(max);
        }
        out.putVarint(minRest);
        out.putVarint(maxRest);
        out.putVarint(nanCount);
        if (nanCount > 0) {
            out.putFixedLong(nanMin);
            out.putFixedLong(nanMax);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static BoundsState read(final StateInput in) throws StateFormatException {
        final boolean present = in.getBoolean();
        final long heldBytes = in.getVarint();
        final boolean keys = present && heldBytes == 0;
        final long min = keys ? in.getFixedLong() : 0;
        final long max = keys ? in.getFixedLong() : 0;
        final long minRest = in.getVarint();
        final long maxRest = in.getVarint();
        if (heldBytes != 0 && (minRest < 0 || maxRest < 0 || minRest + maxRest != heldBytes)) {
            throw in.malformed("bounds of " + minRest + " and " + maxRest + " bytes are said to take " + heldBytes);
        }
        final long nanCount = in.getVarint();
        final long nanMin = nanCount > 0 ? in.getFixedLong() : 0;
        final long nanMax = nanCount > 0 ? in.getFixedLong() : 0;
        return new BoundsState(present, min, minRest, max, maxRest, nanCount, nanMin, nanMax, heldBytes);
    }
}
