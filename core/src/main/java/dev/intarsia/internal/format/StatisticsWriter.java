package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.SHORT_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.STOP_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.binaryBytes;
import static dev.intarsia.internal.format.CompactProtocol.binaryField;
import static dev.intarsia.internal.format.CompactProtocol.boolField;
import static dev.intarsia.internal.format.CompactProtocol.i64Bytes;
import static dev.intarsia.internal.format.CompactProtocol.i64Field;
import static dev.intarsia.internal.format.CompactProtocol.maxBinaryBytes;
import static dev.intarsia.internal.format.CompactProtocol.stop;

/**
 * Writes the struct {@code Statistics}.
 *
 * <p>Its fields 1 and 2, the old {@code max} and {@code min}, are never written: their order is not defined for
 * unsigned and binary values, and readers that know only them would prune wrongly. Thread-safe: there is no state.
 */
final class StatisticsWriter {
    private StatisticsWriter() {}

    /** Most bytes that statistics with bounds of so many bytes take, 0 if there will be none. */
    static long maxBytes(final int minBytes, final int maxBytes) {
        return 3 * MAX_I64_FIELD_BYTES
                + 2L * (SHORT_FIELD_BYTES + CompactProtocol.MAX_I32_BYTES + SHORT_FIELD_BYTES)
                + minBytes
                + maxBytes
                + STOP_BYTES;
    }

    static long maxBytes(final ChunkStatistics statistics) {
        return 3 * MAX_I64_FIELD_BYTES + maxBoundBytes(statistics.max()) + maxBoundBytes(statistics.min()) + STOP_BYTES;
    }

    /** Exact length in bytes of what {@link #write} writes. */
    static int bytes(final ChunkStatistics statistics) {
        int bytes = SHORT_FIELD_BYTES + i64Bytes(statistics.nullCount()) + STOP_BYTES;
        if (statistics.distinctCount() != ChunkStatistics.NO_DISTINCT_COUNT) {
            bytes += SHORT_FIELD_BYTES + i64Bytes(statistics.distinctCount());
        }
        if (statistics.nanCount() != ChunkStatistics.NO_NAN_COUNT) {
            bytes += SHORT_FIELD_BYTES + i64Bytes(statistics.nanCount());
        }
        return Math.addExact(bytes, Math.addExact(boundBytes(statistics.max()), boundBytes(statistics.min())));
    }

    static long write(final long at, final ChunkStatistics statistics) {
        final byte[] max = statistics.max();
        final byte[] min = statistics.min();
        long out = i64Field(at, FIRST, 3, statistics.nullCount()); // 3: null_count
        int previous = 3;
        if (statistics.distinctCount() != ChunkStatistics.NO_DISTINCT_COUNT) {
            out = i64Field(out, previous, 4, statistics.distinctCount()); // 4: distinct_count
            previous = 4;
        }
        if (max != null) {
            out = binaryField(out, previous, 5, max); // 5: max_value
            previous = 5;
        }
        if (min != null) {
            out = binaryField(out, previous, 6, min); // 6: min_value
            previous = 6;
        }
        if (max != null) {
            out = boolField(out, previous, 7, statistics.maxExact()); // 7: is_max_value_exact
            previous = 7;
        }
        if (min != null) {
            out = boolField(out, previous, 8, statistics.minExact()); // 8: is_min_value_exact
            previous = 8;
        }
        if (statistics.nanCount() != ChunkStatistics.NO_NAN_COUNT) {
            out = i64Field(out, previous, 9, statistics.nanCount()); // 9: nan_count
        }
        return stop(out);
    }

    /** The bound and its exact flag. */
    private static int boundBytes(final byte[] bound) {
        return bound == null ? 0 : SHORT_FIELD_BYTES + binaryBytes(bound) + SHORT_FIELD_BYTES;
    }

    /** At most, the bound and its exact flag. */
    private static long maxBoundBytes(final byte[] bound) {
        return bound == null ? 0 : SHORT_FIELD_BYTES + maxBinaryBytes(bound) + SHORT_FIELD_BYTES;
    }
}
