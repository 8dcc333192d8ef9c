package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.encoding.Compaction;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;

/** Booleans: bits in the vector, bits in the page, and never a dictionary. */
final class BooleanValues extends ColumnValues {
    BooleanValues(final LeafReader reader) {
        super(reader);
    }

    @Override
    long plainBytes(final int from, final int rows) {
        return rows;
    }

    @Override
    int longestPlainBytes(final int from, final int rows) {
        return 1;
    }

    @Override
    int fit(final int from, final int rows, final OpenPage page, final int limitBytes) {
        return RowRuns.prefixWithin(reader.validity(), from, rows, 8L * limitBytes - page.values);
    }

    @Override
    long append(final int from, final int rows, final int values, final Area area, final OpenPage page) {
        final long validity = values == rows ? 0 : reader.validity();
        Compaction.appendBooleans(validity, from, reader.dataAddress(), from, rows, area.address(), page.values);
        return Bitmaps.bytesFor((long) page.values + values);
    }

    @Override
    int encode(final int from, final int rows, final ChunkDictionary dictionary, final Area ids, final OpenPage page) {
        throw new AssertionError("booleans have no dictionary");
    }
}
