package dev.intarsia.internal.format;

/**
 * What was counted in one data page. Immutable.
 *
 * @param rows rows, each of which begins and ends in the page
 * @param levels values with their nulls
 * @param nulls nulls at the leaf, those inherited from null or empty ancestors included
 * @param nans NaNs of a floating-point column, 0 for others
 * @param unencodedBytes bytes of the values of a BYTE_ARRAY column without their lengths, as if each were written out;
 *     0 for other types
 */
public record PageCounts(int rows, int levels, int nulls, int nans, long unencodedBytes) {
    /**
     * @throws IllegalArgumentException if a count is negative or there are more nulls and NaNs than values
     */
    public PageCounts {
        if ((rows | levels | nulls | nans | unencodedBytes) < 0 || (long) nulls + nans > levels) {
            throw new IllegalArgumentException("a page cannot have " + levels + " values in " + rows + " rows, " + nulls
                    + " of them null and " + nans + " NaN, in " + unencodedBytes + " bytes: none may be negative, and"
                    + " nulls and NaNs are among the values");
        }
    }
}
