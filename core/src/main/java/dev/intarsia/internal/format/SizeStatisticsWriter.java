package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_LIST_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.STOP_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_I64;
import static dev.intarsia.internal.format.CompactProtocol.i64;
import static dev.intarsia.internal.format.CompactProtocol.i64Field;
import static dev.intarsia.internal.format.CompactProtocol.listField;
import static dev.intarsia.internal.format.CompactProtocol.stop;

/** Writes the struct {@code SizeStatistics}. Thread-safe: there is no state. */
final class SizeStatisticsWriter {
    private SizeStatisticsWriter() {}

    static long maxBytes(final SizeStatistics sizes) {
        final long counts = (long) sizes.repetitionHistogram().length + sizes.definitionHistogram().length;
        return MAX_I64_FIELD_BYTES + 2 * MAX_LIST_FIELD_BYTES + counts * MAX_I64_BYTES + STOP_BYTES;
    }

    static long write(final long at, final SizeStatistics sizes) {
        long out = at;
        int previous = FIRST;
        if (sizes.unencodedBytes() != SizeStatistics.NO_UNENCODED_BYTES) {
            out = i64Field(out, previous, 1, sizes.unencodedBytes()); // 1: unencoded_byte_array_data_bytes
            previous = 1;
        }
        if (sizes.repetitionHistogram().length > 0) {
            out = writeHistogram(out, previous, 2, sizes.repetitionHistogram()); // 2: repetition_level_histogram
            previous = 2;
        }
        if (sizes.definitionHistogram().length > 0) {
            out = writeHistogram(out, previous, 3, sizes.definitionHistogram()); // 3: definition_level_histogram
        }
        return stop(out);
    }

    private static long writeHistogram(final long at, final int previous, final int id, final long[] histogram) {
        long out = listField(at, previous, id, histogram.length, TYPE_I64);
        for (final long count : histogram) {
            out = i64(out, count);
        }
        return out;
    }
}
