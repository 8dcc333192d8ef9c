package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.MAX_DOUBLE_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I32_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_LIST_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.SHORT_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.STOP_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_I32;
import static dev.intarsia.internal.format.CompactProtocol.doubleField;
import static dev.intarsia.internal.format.CompactProtocol.i32;
import static dev.intarsia.internal.format.CompactProtocol.listField;
import static dev.intarsia.internal.format.CompactProtocol.stop;
import static dev.intarsia.internal.format.CompactProtocol.structField;

/** Writes the structs {@code GeospatialStatistics} and {@code BoundingBox}. Thread-safe: there is no state. */
final class GeospatialStatisticsWriter {
    private static final int MAX_BOX_BYTES = SHORT_FIELD_BYTES + 8 * MAX_DOUBLE_FIELD_BYTES + STOP_BYTES;

    private GeospatialStatisticsWriter() {}

    static int maxBytes(final GeospatialStatistics statistics) {
        return maxBytes(statistics.types().length);
    }

    /** With the header of the field, for so many types. */
    static int maxFieldBytes(final int types) {
        return SHORT_FIELD_BYTES + maxBytes(types);
    }

    private static int maxBytes(final int types) {
        return MAX_BOX_BYTES + MAX_LIST_FIELD_BYTES + types * MAX_I32_BYTES + STOP_BYTES;
    }

    static long write(final long at, final GeospatialStatistics statistics) {
        long out = at;
        int previous = FIRST;
        if (statistics.box().isPresent()) {
            out = writeBox(structField(out, previous, 1), statistics.box()); // 1: bbox
            previous = 1;
        }
        final int[] types = statistics.types();
        if (types.length > 0) {
            out = listField(out, previous, 2, types.length, TYPE_I32); // 2: geospatial_types
            for (final int type : types) {
                out = i32(out, type);
            }
        }
        return stop(out);
    }

    /** Struct {@code BoundingBox}. */
    private static long writeBox(final long at, final BoundingBox box) {
        long out = doubleField(at, FIRST, 1, box.xMin()); // 1: xmin
        out = doubleField(out, 1, 2, box.xMax()); // 2: xmax
        out = doubleField(out, 2, 3, box.yMin()); // 3: ymin
        out = doubleField(out, 3, 4, box.yMax()); // 4: ymax
        int previous = 4;
        if (box.hasZ()) {
            out = doubleField(out, previous, 5, box.zMin()); // 5: zmin
            out = doubleField(out, 5, 6, box.zMax()); // 6: zmax
            previous = 6;
        }
        if (box.hasM()) {
            out = doubleField(out, previous, 7, box.mMin()); // 7: mmin
            out = doubleField(out, 7, 8, box.mMax()); // 8: mmax
        }
        return stop(out);
    }
}
