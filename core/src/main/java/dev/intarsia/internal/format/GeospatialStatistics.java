package dev.intarsia.internal.format;

import java.util.Objects;

/**
 * What a column chunk of geometries holds. Immutable; the array is retained.
 *
 * @param box around all of them
 * @param types codes of their types in ISO WKB, each once, ascending; empty if they are not known, which is not written
 */
public record GeospatialStatistics(BoundingBox box, int[] types) {
    /** Nothing is known, and nothing is written. */
    public static final GeospatialStatistics NONE = new GeospatialStatistics(BoundingBox.NONE, new int[0]);

    /** Bytes that they add to the metadata of a chunk at most: seven types, each with and without Z and M. */
    public static final int MAX_WRITTEN_BYTES = GeospatialStatisticsWriter.maxFieldBytes(7 * 4);

    public GeospatialStatistics {
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(types, "types");
    }

    boolean isEmpty() {
        return !box.isPresent() && types.length == 0;
    }
}
