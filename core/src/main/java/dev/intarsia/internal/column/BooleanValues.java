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
    long plainBytesOf(final int slot, final int slots) {
        return slots;
    }

    @Override
    int longestOf(final int slot, final int slots) {
        return 1;
    }

    @Override
    int fitOf(final int slot, final int slots, final long usedBytes, final int usedValues, final int limitBytes) {
        return RowRuns.prefixWithin(reader.validity(), slot, slots, Math.max(0, 8L * limitBytes - usedValues));
    }

    @Override
    long appendOf(final int slot, final int slots, final int values, final Area area, final OpenPage page) {
        final long validity = values == slots ? 0 : reader.validity();
        Compaction.appendBooleans(validity, slot, reader.dataAddress(), slot, slots, area.address(), page.values);
        return Bitmaps.bytesFor((long) page.values + values);
    }

    @Override
    int encodeOf(
            final int slot, final int slots, final ChunkDictionary dictionary, final Area ids, final OpenPage page) {
        throw new AssertionError("booleans have no dictionary");
    }
}
