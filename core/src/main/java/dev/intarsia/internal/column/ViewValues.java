package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.encoding.Views;
import dev.intarsia.internal.memory.Area;

/** Strings and binaries as Arrow's views: short ones inside their slots, long ones in any of several buffers. */
final class ViewValues extends ColumnValues {
    private static final int LENGTH_BYTES = 4;

    ViewValues(final LeafReader reader) {
        super(reader);
    }

    @Override
    long plainBytesOf(final int slot, final int slots) {
        return Views.bytes(reader.validity(), slot, reader.slotAddress(slot), slots);
    }

    @Override
    int longestOf(final int slot, final int slots) {
        return LENGTH_BYTES + Views.longest(reader.validity(), slot, reader.slotAddress(slot), slots);
    }

    @Override
    int fitOf(final int slot, final int slots, final long usedBytes, final int usedValues, final int limitBytes) {
        final long room = Math.max(0, limitBytes - usedBytes);
        return Views.fit(reader.validity(), slot, reader.slotAddress(slot), slots, room);
    }

    @Override
    long appendOf(final int slot, final int slots, final int values, final Area area, final OpenPage page) {
        final long validity = values == slots ? 0 : reader.validity();
        final long out = area.address() + page.valueBytes;
        return Views.append(validity, slot, reader.slotAddress(slot), reader.viewBuffers(), slots, out)
                - area.address();
    }

    @Override
    int encodeOf(
            final int slot, final int slots, final ChunkDictionary dictionary, final Area ids, final OpenPage page) {
        return dictionary.encodeViews(reader, slot, slots, ids, page);
    }
}
