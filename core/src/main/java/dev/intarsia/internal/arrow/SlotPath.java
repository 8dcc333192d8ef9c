package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Indirection;
import dev.intarsia.internal.schema.Node;
import dev.intarsia.options.InvalidBatchException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * The way from the slots of a space to those of the vector that holds a node's values, through dictionaries and run
 * ends, its own and those of the structs around it. Confined.
 *
 * <p>Mostly there is no such thing: slots of the space are slots of the vector, and nothing is kept. Else there is a
 * table with an int32 index for every slot, made anew with every batch, because the dictionary may be another one.
 * Bitmaps always speak of the slots of the space, so that levels do not depend on what is behind an index.
 */
final class SlotPath {
    private final Node node;
    private final String subject;
    private final SlotSpace space;
    private final SlotPath above;
    private final Presence presenceAbove;
    private final DictionaryProvider dictionaries;
    private final Area[] tables;
    private final Area nullArea = new Area();

    private FieldVector values;
    private long table;
    private int valueSlots;
    private long own;
    private boolean ownIsScratch;

    /**
     * @param subject column or field, with its path, for messages
     * @param space whose slots lead to the node's
     * @param above that of the struct around the node; null where there is none below the list or the row
     * @param presenceAbove of that struct; null likewise
     */
    SlotPath(
            final Node node,
            final String subject,
            final SlotSpace space,
            final SlotPath above,
            final Presence presenceAbove,
            final DictionaryProvider dictionaries) {
        this.node = node;
        this.subject = subject;
        this.space = space;
        this.above = above;
        this.presenceAbove = presenceAbove;
        this.dictionaries = dictionaries;
        tables = new Area[node.indirections().size()];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new Area();
        }
    }

    /** The vector that holds the values, an extension's storage. */
    FieldVector values() {
        return values;
    }

    /** Whether there is a table of indexes in every batch that has slots. */
    boolean indexed() {
        return tables.length > 0 || above != null && above.indexed();
    }

    /** Address of the table of indexes; 0 where there is none. */
    long table() {
        return table;
    }

    /** Slots of the values' vector that may be read: all of a dictionary or of run ends, else those of the space. */
    int valueSlots() {
        return valueSlots;
    }

    /** Address of the bitmap of the node alone, bit by slot of the space; 0 if nothing is null. */
    long own() {
        return own;
    }

    /**
     * Goes the way to {@link #values()}, whose own nulls are for {@link #readNulls} once it is known what they are.
     *
     * @throws InvalidBatchException if an index leads nowhere, or the way is not that of the schema
     */
    void bind(final FieldVector carrier, final Scratch scratch) {
        own = 0;
        ownIsScratch = false;
        values = VectorBuffers.storage(carrier);
        table = above == null ? 0 : above.table;
        valueSlots = table == 0 ? space.slots() : above.valueSlots;
        requireSlots();
        for (int i = 0; i < tables.length; i++) {
            final Indirection indirection = node.indirections().get(i);
            if (indirection instanceof Indirection.Dictionary dictionary) {
                followIndexes(dictionary, tables[i], scratch);
            } else if (indirection instanceof Indirection.RunEnds runEnds) {
                followRunEnds(runEnds, tables[i], scratch);
            }
        }
    }

    void unbind(final Scratch scratch) {
        values = null;
        table = 0;
        valueSlots = 0;
        own = 0;
        for (final Area area : tables) {
            if (area.capacity() > 0) {
                scratch.giveBack(area);
            }
        }
        if (nullArea.capacity() > 0) {
            scratch.giveBack(nullArea);
        }
    }

    private void requireSlots() {
        if (values.getValueCount() < valueSlots) {
            throw new InvalidBatchException(
                    above == null && !space.repeated()
                            ? subject + ": the vector has " + values.getValueCount() + " values, the batch has "
                                    + valueSlots + " rows; set the value count of the vector, or the row count of the"
                                    + " batch, to what it holds"
                            : subject + ": the vector has " + values.getValueCount() + " values, the one around it"
                                    + " refers to " + valueSlots + "; set the value counts of both to what they hold");
        }
    }

    private long bitsAbove() {
        return presenceAbove == null ? 0 : presenceAbove.bits();
    }

    /** Takes the nulls of the vector where the way has come to into the node's own bitmap. */
    void readNulls(final Scratch scratch) {
        if (values instanceof NullVector) {
            final long bytes = Bitmaps.bytesFor(space.slots());
            own = scratch.take(nullArea, bytes);
            NativeMemory.fill(own, bytes, (byte) 0);
            ownIsScratch = true;
            return;
        }
        if (valueSlots == 0 || !VectorBuffers.hasValidity(values)) {
            return;
        }
        final ArrowBuf buffer = values.getValidityBuffer();
        if (buffer.capacity() == 0) { // producers may leave the bitmap out where nothing is null
            return;
        }
        final long bitmap =
                VectorBuffers.address(subject, "validity", buffer, valueSlots, Bitmaps.bytesFor(valueSlots));
        if (table == 0) {
            own = bitmap;
        } else if (Bitmaps.leadingOnes(bitmap, 0, valueSlots) < valueSlots) {
            ownBits(scratch);
            for (int run = 0; run < space.runs(); run++) {
                Indexes.clearNulls(table, bitmap, bitsAbove(), own, space.runSlot(run), space.runLength(run), own);
            }
        }
    }

    /** Moves the node's bitmap to where it may be changed. */
    private void ownBits(final Scratch scratch) {
        if (!ownIsScratch) {
            final long bitmap = scratch.take(nullArea, Bitmaps.bytesFor(space.slots()));
            if (own == 0) {
                Bitmaps.fillOnes(bitmap, 0, space.slots());
            } else {
                NativeMemory.copy(own, bitmap, Bitmaps.bytesFor(space.slots()));
            }
            own = bitmap;
            ownIsScratch = true;
        }
    }

    private void followIndexes(final Indirection.Dictionary encoding, final Area area, final Scratch scratch) {
        VectorMatch.requireIndexes(subject, encoding, values);
        readNulls(scratch);
        final Dictionary dictionary = dictionaries == null ? null : dictionaries.lookup(encoding.id());
        if (dictionary == null) {
            throw new InvalidBatchException(subject + ": the dictionary provider does not know dictionary "
                    + encoding.id() + ", which its indexes are for; give it the dictionary before the batch");
        }
        final int bytes = encoding.indexBytes();
        final long indexes = valueSlots == 0
                ? 0
                : VectorBuffers.address(subject, "data", values.getDataBuffer(), valueSlots, (long) valueSlots * bytes);
        final FieldVector entries = VectorBuffers.storage(dictionary.getVector());
        final int limit = entries.getValueCount();
        final long previous = table;
        if (previous == 0 && bytes == Integer.BYTES && indexes != 0) {
            table = indexes;
        } else {
            table = newTable(area, scratch);
        }
        for (int run = 0; run < space.runs(); run++) {
            final int from = space.runSlot(run);
            final int count = space.runLength(run);
            if (previous != 0) {
                Indexes.compose(previous, indexes, bytes, encoding.signed(), bitsAbove(), own, from, count, table);
            } else if (table != indexes) {
                Indexes.normalise(indexes, bytes, encoding.signed(), from, count, table);
            }
            final int outside = Indexes.firstOutside(table, limit, bitsAbove(), own, from, count);
            if (outside >= 0) {
                final long position = previous == 0 ? outside : Indexes.get(previous, outside);
                final long index = Indexes.at(indexes, bytes, encoding.signed(), position);
                throw new InvalidBatchException(subject + ": "
                        + space.place(space.runOrdinal(run) + outside - from) + " has the index "
                        + (encoding.signed() ? Long.toString(index) : Long.toUnsignedString(index))
                        + " into dictionary " + encoding.id() + ", which has " + limit
                        + " entries; correct it, or give the dictionary that belongs to the batch");
            }
        }
        values = entries;
        valueSlots = limit;
    }

    private void followRunEnds(final Indirection.RunEnds encoding, final Area area, final Scratch scratch) {
        final RunEndEncodedVector vector = VectorMatch.requireRunEnds(subject, encoding, values);
        final FieldVector ends = vector.getRunEndsVector();
        final FieldVector runValues = VectorBuffers.storage(vector.getValuesVector());
        final int runs = ends.getValueCount();
        final int bytes = encoding.endBytes();
        final long previous = table;
        table = newTable(area, scratch);
        if (valueSlots > 0) {
            final long address =
                    VectorBuffers.address(subject, "run end", ends.getDataBuffer(), runs, (long) runs * bytes);
            requireRuns(address, bytes, runs, runValues.getValueCount());
            for (int run = 0; run < space.runs(); run++) {
                final int from = space.runSlot(run);
                final int count = space.runLength(run);
                if (previous == 0) {
                    RunEndTables.expand(address, bytes, runs, from, count, table);
                } else {
                    RunEndTables.compose(previous, address, bytes, runs, bitsAbove(), own, from, count, table);
                }
            }
        } else if (space.slots() > 0) {
            NativeMemory.fill(table, (long) space.slots() * Integer.BYTES, (byte) 0);
        }
        values = runValues;
        valueSlots = runValues.getValueCount();
    }

    private void requireRuns(final long ends, final int bytes, final int runs, final int runValues) {
        if (runValues < runs) {
            throw new InvalidBatchException(subject + ": the vector has " + runs + " run ends and " + runValues
                    + " values; give every run a value");
        }
        final int bad = RunEndTables.firstNotAscending(ends, bytes, runs);
        if (bad >= 0) {
            throw new InvalidBatchException(subject + ": run " + bad + " (counted from 0) ends at "
                    + RunEndTables.end(ends, bytes, bad) + ", the one before it at "
                    + (bad == 0 ? 0 : RunEndTables.end(ends, bytes, bad - 1))
                    + "; run ends must ascend from 1, the vector is damaged");
        }
        final long covered = runs == 0 ? 0 : RunEndTables.end(ends, bytes, runs - 1);
        if (covered < valueSlots) {
            throw new InvalidBatchException(subject + ": the runs end at " + covered + ", " + valueSlots
                    + " values need more; the vector is damaged or its value count is too high");
        }
    }

    /** Never at address 0, which would say that there is no table. */
    private long newTable(final Area area, final Scratch scratch) {
        return scratch.take(area, Math.max(1L, space.slots()) * Integer.BYTES);
    }
}
