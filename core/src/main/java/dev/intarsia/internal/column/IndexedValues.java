package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.encoding.Gather;
import dev.intarsia.internal.encoding.IdRemap;
import dev.intarsia.internal.encoding.Views;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Conversion;

/**
 * Values that slots name by index: of a vector with a dictionary, or with runs.
 *
 * <p>An entry is hashed when the first slot of a batch names it, and gets the id that the chunk's own dictionary
 * has for it; that is all the hashing there is. So entries that nobody names get no id, and entries that are equal
 * get the same. A batch may come with another dictionary, or with other values in the same one, hence the table of
 * ids lives no longer.
 */
final class IndexedValues extends ColumnValues {
    private static final int INDEX_BYTES = 4;
    private static final int LENGTH_BYTES = 4;

    private final Conversion conversion;
    private final int width;
    private final Area idsByIndex = new Area();
    private final Area converted = new Area();
    private boolean encodes;

    IndexedValues(final LeafReader reader) {
        super(reader);
        this.conversion = reader.leaf().conversion();
        this.width = reader.leaf().plainBytes();
    }

    private long indexes(final int slot) {
        return reader.indexes() + (long) INDEX_BYTES * slot;
    }

    /** Whether entries become PLAIN values by more than a copy. */
    private boolean converts() {
        return width > 0 && !reader.identity() && conversion != Conversion.NULLS;
    }

    /** Address of the entries of fixed width in PLAIN form. */
    private long plainEntries() {
        return converts() ? converted.address() : reader.dataAddress();
    }

    @Override
    void plan(final boolean asIds, final Demand demand) {
        encodes = asIds;
        if (asIds) {
            idsByIndex.plan((long) INDEX_BYTES * reader.valueSlots(), demand);
        }
        if (converts()) {
            converted.plan((long) width * reader.valueSlots() + SLACK_BYTES, demand);
        }
    }

    @Override
    void prepare(final Reserve reserve) {
        final int entries = reader.valueSlots();
        if (entries == 0) {
            return;
        }
        if (encodes) {
            idsByIndex.ensure((long) INDEX_BYTES * entries, 0, reserve);
            forgetIds();
        }
        if (converts()) {
            converted.ensure((long) width * entries + SLACK_BYTES, 0, reserve);
            reader.convert(0, entries, converted.address());
        }
    }

    @Override
    void forgetIds() {
        if (idsByIndex.capacity() > 0) {
            IdRemap.clear(idsByIndex.address(), reader.valueSlots());
        }
    }

    @Override
    void release(final Reserve reserve) {
        idsByIndex.giveBackTo(reserve);
        converted.giveBackTo(reserve);
        encodes = false;
    }

    @Override
    long plainBytesOf(final int slot, final int slots) {
        final long validity = reader.validity();
        return switch (conversion) {
            case BITS -> slots;
            case BYTES -> Gather.bytes32(validity, slot, indexes(slot), slots, reader.offsets());
            case LARGE_BYTES -> Gather.bytes64(validity, slot, indexes(slot), slots, reader.offsets());
            case VIEWS -> Views.bytesIndexed(validity, slot, indexes(slot), reader.dataAddress(), slots);
            default -> (long) width * RowRuns.values(validity, slot, slots);
        };
    }

    @Override
    int longestOf(final int slot, final int slots) {
        return switch (conversion) {
            case BITS -> 1;
            case VIEWS ->
                LENGTH_BYTES
                        + Views.longestIndexed(reader.validity(), slot, indexes(slot), reader.dataAddress(), slots);
            case BYTES, LARGE_BYTES -> longest(slot, slots);
            default -> width;
        };
    }

    private int longest(final int slot, final int slots) {
        final long validity = reader.validity();
        long longest = 0;
        for (int i = slot; i < slot + slots; i++) {
            if (validity == 0 || Bitmaps.isSet(validity, i)) {
                final int index = NativeMemory.getInt(indexes(i));
                longest = Math.max(longest, offset(index + 1L) - offset(index));
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, LENGTH_BYTES + longest);
    }

    private long offset(final long index) {
        return reader.wideOffsets()
                ? NativeMemory.getLong(reader.offsets() + Long.BYTES * index)
                : NativeMemory.getInt(reader.offsets() + Integer.BYTES * index);
    }

    @Override
    int fitOf(final int slot, final int slots, final long usedBytes, final int usedValues, final int limitBytes) {
        final long validity = reader.validity();
        final long room = Math.max(0, limitBytes - usedBytes);
        return switch (conversion) {
            case BITS -> RowRuns.prefixWithin(validity, slot, slots, Math.max(0, 8L * limitBytes - usedValues));
            case BYTES -> Gather.fit32(validity, slot, indexes(slot), slots, reader.offsets(), room);
            case LARGE_BYTES -> Gather.fit64(validity, slot, indexes(slot), slots, reader.offsets(), room);
            case VIEWS -> Views.fitIndexed(validity, slot, indexes(slot), reader.dataAddress(), slots, room);
            default -> RowRuns.prefixWithin(validity, slot, slots, room / width);
        };
    }

    @Override
    long appendOf(final int slot, final int slots, final int values, final Area area, final OpenPage page) {
        final long validity = values == slots ? 0 : reader.validity();
        final long out = area.address() + page.valueBytes;
        final long indexes = indexes(slot);
        final long data = reader.dataAddress();
        final long end =
                switch (conversion) {
                    case BITS -> {
                        Gather.bits(validity, slot, indexes, slots, data, 0, area.address(), page.values);
                        yield area.address() + Bitmaps.bytesFor((long) page.values + values);
                    }
                    case BYTES -> Gather.byteArrays32(validity, slot, indexes, slots, reader.offsets(), data, out);
                    case LARGE_BYTES ->
                        Gather.byteArrays64(validity, slot, indexes, slots, reader.offsets(), data, out);
                    case VIEWS -> Views.appendIndexed(validity, slot, indexes, data, reader.viewBuffers(), slots, out);
                    default -> Gather.fixed(width, validity, slot, indexes, slots, plainEntries(), out);
                };
        return end - area.address();
    }

    @Override
    int encodeOf(
            final int slot, final int slots, final ChunkDictionary dictionary, final Area ids, final OpenPage page) {
        int done = 0;
        while (done < slots) {
            final long out = ids.address() + (long) INDEX_BYTES * page.values;
            final long remapped = IdRemap.remap(
                    idsByIndex.address(), reader.validity(), slot + done, indexes(slot + done), slots - done, out);
            done += IdRemap.rows(remapped);
            page.values += IdRemap.idCount(remapped);
            if (done < slots && !giveId(NativeMemory.getInt(indexes(slot + done)), dictionary, ids, page)) {
                return done;
            }
        }
        return done;
    }

    /** Gives an entry its id; false where the dictionary has reached its limit. */
    private boolean giveId(final int index, final ChunkDictionary dictionary, final Area ids, final OpenPage page) {
        // The id is put where that of the next value will stand, and read from there.
        final long at = ids.address() + (long) INDEX_BYTES * page.values;
        final int encoded =
                switch (conversion) {
                    case BYTES, LARGE_BYTES ->
                        dictionary.encodeBytes(
                                reader.dataAddress() + offset(index), (int) (offset(index + 1L) - offset(index)), at);
                    case VIEWS -> {
                        final long view = reader.slotAddress(index);
                        yield dictionary.encodeBytes(
                                Views.address(view, reader.viewBuffers()), NativeMemory.getInt(view), at);
                    }
                    default -> dictionary.encode(plainEntries() + (long) width * index, 1, at);
                };
        if (encoded == 1) {
            NativeMemory.putInt(idsByIndex.address() + (long) INDEX_BYTES * index, NativeMemory.getInt(at));
        }
        return encoded == 1;
    }
}
