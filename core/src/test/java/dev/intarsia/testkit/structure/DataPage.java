package dev.intarsia.testkit.structure;

import java.util.Arrays;
import java.util.List;

/**
 * A data page decoded. Immutable.
 *
 * @param page as stored
 * @param repetition a level a value, zeros where the column has none
 * @param definition a level a value, zeros where the column has none
 * @param truth what is true of its values
 */
record DataPage(StoredPage page, int[] repetition, int[] definition, Truth truth) {
    int rows() {
        int rows = 0;
        for (final int level : repetition) {
            rows += level == 0 ? 1 : 0;
        }
        return rows;
    }

    /** How many levels there are of each height, as a list of longs. */
    static List<Long> histogram(final int[] levels, final int max) {
        final Long[] counts = new Long[max + 1];
        Arrays.fill(counts, 0L);
        for (final int level : levels) {
            counts[level]++;
        }
        return List.of(counts);
    }
}
