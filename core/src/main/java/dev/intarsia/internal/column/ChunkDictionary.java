package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.encoding.BytesDictionary;
import dev.intarsia.internal.encoding.Dictionary;
import dev.intarsia.internal.encoding.Dictionary.Stop;
import dev.intarsia.internal.encoding.FixedDictionary;
import dev.intarsia.internal.encoding.IdGather;
import dev.intarsia.internal.encoding.IntDictionary;
import dev.intarsia.internal.encoding.LongDictionary;
import dev.intarsia.internal.encoding.Views;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;

/**
 * The dictionary of a column chunk with the memory that it grows in. Confined to the writer's thread.
 *
 * <p>A dictionary stops where its memory ends and goes on from there, so what it encodes does not
 * depend on when it grew.
 */
final class ChunkDictionary {
    private static final int LENGTH_BYTES = 4;
    private static final int ID_BYTES = 4;
    private static final int MIN_BYTES = 1024;

    /** What was captured of a dictionary: its entries, of which the others follow; immutable but for its end. */
    record State(Prefix entries, int size, boolean sealed) {
        int bytes() {
            return (int) entries.bytes();
        }
    }

    private final Dictionary dictionary;
    private final Reserve reserve;
    private final Area table = new Area();
    private final Area entries = new Area();
    private final int limitBytes;
    private final int leastEntryBytes;
    /** After the last id of a chunk: the hash table is gone, the entries stay until the chunk closes. */
    private boolean sealed;

    private int sealedSize;
    private int sealedBytes;

    ChunkDictionary(final Leaf leaf, final int limitBytes, final Reserve reserve) {
        this.limitBytes = limitBytes;
        this.reserve = reserve;
        this.dictionary = switch (leaf.physicalType()) {
            case INT32, FLOAT -> new IntDictionary(limitBytes);
            case INT64, DOUBLE -> new LongDictionary(limitBytes);
            case FIXED_LEN_BYTE_ARRAY -> new FixedDictionary(leaf.typeLength(), limitBytes);
            case BINARY -> new BytesDictionary(limitBytes);
            case BOOLEAN, INT96 -> throw new AssertionError(leaf.physicalType() + " has no dictionary");
        };
        this.leastEntryBytes = leaf.plainBytes() > 0 ? leaf.plainBytes() : LENGTH_BYTES;
    }

    int size() {
        return sealed ? sealedSize : dictionary.size();
    }

    int bitWidth() {
        return dictionary.bitWidth();
    }

    int entryBytes() {
        return sealed ? sealedBytes : (int) dictionary.valueBytes();
    }

    /** The entries in PLAIN form, {@link #entryBytes} long. */
    Area entries() {
        return entries;
    }

    boolean isFull() {
        return dictionary.stop() == Stop.LIMIT;
    }

    /**
     * Builds the dictionary of a page from its PLAIN values, and their ids.
     *
     * @param forced whether to build it even if it does not pay
     * @return whether it was built; if not, it is empty
     */
    boolean build(final Area plain, final OpenPage page, final Area ids, final boolean forced) {
        dictionary.reset();
        if (!forced) {
            dictionary.probe(page.values, page.valueBytes, Dictionary.sampleOf(page.values));
        }
        final int encoded = dictionary instanceof BytesDictionary bytes
                ? encodePlain(bytes, plain.address(), page, ids.address())
                : encode(plain.address(), page.values, ids.address());
        dictionary.endProbe();
        if (encoded == page.values) {
            return true;
        }
        dictionary.reset();
        return false;
    }

    private int encodePlain(final BytesDictionary bytes, final long plain, final OpenPage page, final long ids) {
        final long end = plain + page.valueBytes;
        long at = plain;
        int done = 0;
        do {
            done += bytes.encodePlain(at, end, page.values - done, ids + 4L * done);
            at += bytes.consumedBytes();
        } while (done < page.values && growAfterStop());
        return done;
    }

    /** Ids of dense PLAIN values of a fixed width; returns how many got one. */
    int encode(final long values, final int count, final long ids) {
        int done = 0;
        do {
            final long at = values + (long) done * leastEntryBytes;
            final long out = ids + 4L * done;
            done += encodeOnce(at, count - done, out);
        } while (done < count && growAfterStop());
        return done;
    }

    private int encodeOnce(final long values, final int count, final long ids) {
        if (dictionary instanceof LongDictionary longs) {
            return longs.encode(values, count, ids);
        }
        if (dictionary instanceof IntDictionary ints) {
            return ints.encode(values, count, ids);
        }
        return ((FixedDictionary) dictionary).encode(values, count, ids);
    }

    /** Ids of the rows of a vector of variable width; see {@link ColumnValues#encodeOf}. */
    int encodeRows(final LeafReader reader, final int from, final int rows, final Area ids, final OpenPage page) {
        final BytesDictionary bytes = (BytesDictionary) dictionary;
        final boolean wide = reader.wideOffsets();
        int done = 0;
        do {
            final int row = from + done;
            final long offsets = reader.offsets() + (wide ? 8L : 4L) * row;
            final long out = ids.address() + 4L * page.values;
            final int left = rows - done;
            final int taken = wide
                    ? bytes.encode64(reader.validity(), row, offsets, reader.dataAddress(), left, out)
                    : bytes.encode32(reader.validity(), row, offsets, reader.dataAddress(), left, out);
            page.values += bytes.idCount();
            done += taken;
        } while (done < rows && growAfterStop());
        return done;
    }

    /** Ids of the slots of a vector of views; see {@link ColumnValues#encodeOf}. */
    int encodeViews(final LeafReader reader, final int from, final int slots, final Area ids, final OpenPage page) {
        final long validity = reader.validity();
        for (int slot = from; slot < from + slots; slot++) {
            if (validity == 0 || Bitmaps.isSet(validity, slot)) {
                final long view = reader.slotAddress(slot);
                final long address = Views.address(view, reader.viewBuffers());
                final long out = ids.address() + (long) ID_BYTES * page.values;
                if (encodeBytes(address, NativeMemory.getInt(view), out) == 0) {
                    return slot - from;
                }
                page.values++;
            }
        }
        return slots;
    }

    /** The id of one byte array without its length; returns 1, or 0 where the dictionary has reached its limit. */
    int encodeBytes(final long address, final int length, final long id) {
        final BytesDictionary bytes = (BytesDictionary) dictionary;
        int done;
        do {
            done = bytes.encodeOne(address, length, address + length, id);
        } while (done == 0 && growAfterStop());
        return done;
    }

    /** Bytes that the dictionary and the ids of a page of so many values take, before compression. */
    long pageBytes(final int values) {
        return entryBytes() + (((long) values * bitWidth() + 7) >>> 3);
    }

    /** Writes the PLAIN values that ids stand for. */
    void valuesOf(final long ids, final int count, final ColumnWorkspace workspace, final long out) {
        final long first = entries.address();
        if (dictionary instanceof BytesDictionary) {
            final long offsets = workspace.scratch(IdGather.entryOffsetBytes(size()));
            IdGather.entryOffsets(first, size(), offsets);
            IdGather.byteArrays(first, offsets, ids, count, out);
        } else {
            IdGather.fixed(first, leastEntryBytes, ids, count, out);
        }
    }

    /** Units that are free once the chunk is closed. */
    int ownUnits() {
        return table.ownUnits() + entries.ownUnits();
    }

    /** Bytes of its entries at most, once values of so many PLAIN bytes have come. */
    int entryBytesWith(final long plainBytes) {
        return (int) Math.min(entryBytes() + plainBytes, limitBytes);
    }

    /** Entries that so many PLAIN bytes hold at most. */
    int entriesWithin(final long bytes) {
        return (int) (bytes / leastEntryBytes);
    }

    /** Lends the memory that was missing; false where that was not what stopped the dictionary. */
    private boolean growAfterStop() {
        switch (dictionary.stop()) {
            case TABLE_FULL -> {
                final var larger = reserve.take((int) dictionary.neededTableBytes());
                dictionary.useTable(larger.address(), larger.capacity());
                table.replace(larger, reserve);
                return true;
            }
            case VALUES_FULL -> {
                final long needed = Math.max(dictionary.neededValueBytes(), 2L * entries.capacity());
                final var larger = reserve.take((int) Math.max(MIN_BYTES, needed));
                dictionary.useValues(larger.address(), larger.capacity());
                entries.replace(larger, reserve);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /**
     * Adds to the demand what it takes to give ids to so many more values.
     *
     * @param values how many, all of them perhaps new
     * @param plainBytes their PLAIN bytes
     * @param restarts whether the dictionary may be emptied on the way
     * @return PLAIN bytes that the dictionary has then at most
     */
    int plan(final long values, final long plainBytes, final boolean restarts, final Demand demand) {
        if (values == 0 && !restarts) {
            return entryBytes();
        }
        final long entriesAfter = Math.min(dictionary.size() + values, (long) limitBytes / leastEntryBytes);
        final long bytesAfter = Math.min(dictionary.valueBytes() + plainBytes, limitBytes);
        final long tableAfter = dictionary.tableBytesFor((int) entriesAfter);
        final long valuesAfter = bytesAfter + ColumnValues.SLACK_BYTES;
        planGrowth(table.capacity(), tableAfter, entries.capacity(), valuesAfter, demand);
        if (restarts && entries.isShared()) {
            planGrowth(0, tableAfter, 0, valuesAfter, demand);
        }
        return (int) bytesAfter;
    }

    /** As {@link #plan}, but adds what a dictionary takes in addition that is begun without the memory of this one. */
    void planFresh(final long values, final long plainBytes, final Demand demand) {
        if (table.capacity() + entries.capacity() > 0) {
            final int entriesAfter = (int) Math.min(values, (long) limitBytes / leastEntryBytes);
            final long valuesAfter = Math.min(plainBytes, limitBytes) + ColumnValues.SLACK_BYTES;
            planGrowth(0, dictionary.tableBytesFor(entriesAfter), 0, valuesAfter, demand);
        }
    }

    /** Both grow by doubling, and the larger block is taken while the smaller is still held. */
    private static void planGrowth(
            final long table, final long tableAfter, final long values, final long valuesAfter, final Demand demand) {
        for (long bytes = Math.max(MIN_BYTES, 2 * table); bytes <= tableAfter; bytes *= 2) {
            demand.add(bytes, 1);
        }
        long bytes = values;
        while (bytes < valuesAfter) {
            bytes = Math.max(MIN_BYTES, 2 * bytes);
            demand.add(bytes, 1);
        }
    }

    State capture() {
        return new State(entries.capture(entryBytes()), size(), sealed);
    }

    /** Goes on from what was captured; nothing is held before. The hash table is built when an id is next asked for. */
    void resume(final State captured) {
        entries.share(captured.entries);
        sealed = captured.sealed;
        if (sealed) {
            sealedSize = captured.size;
            sealedBytes = captured.bytes();
        } else if (captured.size > 0) {
            dictionary.resume(entries.address(), captured.size, captured.bytes());
        }
    }

    private void seal() {
        sealedSize = dictionary.size();
        sealedBytes = (int) dictionary.valueBytes();
        sealed = true;
        dictionary.detach();
        table.giveBackTo(reserve);
    }

    /**
     * Drops what a chunk that gets no more ids does not need.
     *
     * @param keepEntries whether pages of the chunk name them
     */
    void release(final boolean keepEntries) {
        if (!keepEntries) {
            free();
        } else if (!sealed) {
            seal();
        }
    }

    /** Empties the dictionary for the next column chunk, and keeps its memory unless it was sealed or is shared. */
    void clear() {
        if (sealed || entries.isShared()) {
            free();
        } else {
            dictionary.reset();
        }
    }

    /** Drops all memory, which the operation in progress may use again. */
    void free() {
        sealed = false;
        dictionary.detach();
        table.giveBackTo(reserve);
        entries.giveBackTo(reserve);
    }
}
