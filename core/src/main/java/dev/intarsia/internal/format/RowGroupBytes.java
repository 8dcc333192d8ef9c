package dev.intarsia.internal.format;

import java.util.List;

/**
 * The metadata of row groups as a writer keeps it until its file ends: without the places of page indexes, which are
 * known at the end. Immutable; the arrays are not copied.
 *
 * @param bytes of all row groups, one behind the other
 * @param starts where each of them begins
 * @param holes of each row group where in it the place of each column's indexes belongs
 */
public record RowGroupBytes(byte[] bytes, List<Long> starts, List<int[]> holes) {
    public RowGroupBytes {
        starts = List.copyOf(starts);
        holes = List.copyOf(holes);
    }
}
