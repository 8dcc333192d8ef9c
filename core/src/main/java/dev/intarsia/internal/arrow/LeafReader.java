package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Conversion;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.Node;
import dev.intarsia.options.InvalidBatchException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * One column of a batch: its entries and their levels, the slots that they refer to, and the values, by address.
 * Confined.
 *
 * <p>An <em>entry</em> is a pair of a repetition and a definition level. A <em>slot</em> is a position in the column's
 * vector. The n-th entry that has a slot has <em>ordinal</em> n; ordinals and slots go together in runs. In a column
 * that is not repeated all of these are the row.
 *
 * <p>A {@link BatchReader} binds and unbinds it. A vector is borrowed in between: the caller keeps it open and
 * unchanged, and every address ends with it. A reader that is not bound answers every address with 0. Slots are counted
 * from the start of the vector, whose own buffers already begin where a slice does: Arrow's vectors have no offset
 * beside their addresses.
 */
public final class LeafReader extends NodeReader {
    private final Leaf leaf;
    private final int plainBytes;
    private final ValueBuffers values;
    private final BatchValidation validation;

    /** Kept only so that it is reachable, and its memory with it, for as long as the addresses are used. */
    @SuppressWarnings("UnusedVariable")
    private FieldVector vector;

    /** Where the last levels ended: the next ones mostly begin there. */
    private int nextEntry;

    private int nextOrdinal;

    LeafReader(
            final Leaf leaf,
            final Node node,
            final SlotSpace space,
            final NodeReader around,
            final DictionaryProvider dictionaries) {
        super(node, "column '" + leaf.path() + "'", space, around, dictionaries);
        this.leaf = leaf;
        plainBytes = leaf.plainBytes();
        values = new ValueBuffers(leaf);
        validation = new BatchValidation(leaf);
    }

    @Override
    void match(final FieldVector source) {
        VectorMatch.requireLeaf(leaf, source);
    }

    @Override
    void bindValues(final FieldVector source, final Scratch scratch) {
        values.bind(subject(), source, path().valueSlots(), scratch);
        vector = source;
    }

    @Override
    void unbind(final Scratch scratch) {
        super.unbind(scratch);
        values.unbind(scratch);
        vector = null;
        nextEntry = 0;
        nextOrdinal = 0;
    }

    /**
     * Examines every entry that is bound, so that nothing of it can fail while it is written: nulls where the field has
     * none, values that Parquet's type does not hold, offsets and views that lead astray, values that are too long.
     * What lies under a null is no error, whatever it is, except an offset.
     *
     * @param maxValueBytes bytes that a value of variable length may have at most, 0 or more
     * @throws InvalidBatchException naming the column, the row, the value and the limit
     */
    public void validate(final int maxValueBytes) {
        requireNoNulls();
        if (space().ordinals() > 0) {
            validation.requireValues(space(), presence().bits(), path().table(), values, maxValueBytes);
        }
    }

    public Leaf leaf() {
        return leaf;
    }

    /** Rows that are bound. */
    public int rows() {
        return space().rows();
    }

    /** Entries that are bound: rows, where the column is not repeated. */
    public int entries() {
        return space().entries();
    }

    /** The first entry of a row; of the row behind the last one, the number of entries. */
    public int entryOfRow(final int row) {
        return space().entryOfRow(row);
    }

    /** Address of the repetition levels, one byte an entry; 0 where the column is not repeated. */
    public long repetitionLevels() {
        return space().repetitionLevels();
    }

    /**
     * Writes the definition levels of {@code count} entries, one byte each.
     *
     * @param fromEntry the first of them; fastest if it is where the call before ended, or the first of a row
     */
    public void definitionLevels(final int fromEntry, final int count, final long out) {
        final int ordinal = fromEntry == nextEntry ? nextOrdinal : ordinalOfEntry(fromEntry);
        nextOrdinal = DefinitionLevels.fill(space(), presence(), fromEntry, ordinal, count, out);
        nextEntry = fromEntry + count;
    }

    /** The ordinal of an entry that has a slot; of another one, that of the next that has. */
    private int ordinalOfEntry(final int entry) {
        final SlotSpace space = space();
        if (!space.repeated() || entry == space.entries()) {
            return space.repeated() ? space.ordinals() : entry;
        }
        final int row = space.rowOfEntry(entry);
        int ordinal = space.ordinalOfRow(row);
        for (int before = space.entryOfRow(row); before < entry; before++) {
            final int base = NativeMemory.getByte(space.baseLevels() + before) & 0xFF;
            ordinal += base == space.elementLevel() ? 1 : 0;
        }
        return ordinal;
    }

    /** One more than the highest slot that an entry refers to. */
    public int slots() {
        return space().slots();
    }

    /** The ordinal of the first entry, of those from a row on, that has a slot. */
    public int ordinalOfRow(final int row) {
        return space().ordinalOfRow(row);
    }

    /** Runs of ordinals whose slots follow each other; none where nothing has a slot. */
    public int runs() {
        return space().runs();
    }

    /** The run of an ordinal. */
    public int runOf(final int ordinal) {
        return space().runOf(ordinal);
    }

    /** The first ordinal of a run; of the run behind the last one, the number of ordinals. */
    public int runOrdinal(final int run) {
        return space().runOrdinal(run);
    }

    /** The slot of the first ordinal of a run. */
    public int runSlot(final int run) {
        return space().runSlot(run);
    }

    /**
     * Address of the bitmap that has a bit set for every slot that has a value: in the column, in the structs around it
     * up to the list, and behind an index. Bits of slots that no entry refers to mean nothing. 0 if nothing is null,
     * for which {@link #validate} has made sure where the field is required.
     */
    public long validity() {
        return presence().bits();
    }

    /**
     * Whether slots hold indexes of values, and not values, the same in every batch: {@link #dataAddress},
     * {@link #slotAddress}, {@link #offsets}, {@link #viewBuffers} and {@link #convert} then speak of
     * {@link #valueSlots} values, everything else of slots.
     */
    public boolean indexed() {
        return path().indexed();
    }

    /**
     * Address of an int32 for every slot, the index of its value; 0 where slots are not indexed. It means something
     * only where an entry refers to the slot and {@link #validity} has its bit, and is then from 0 to below
     * {@link #valueSlots}.
     */
    public long indexes() {
        return path().table();
    }

    /** Values that indexes may lead to, and their buffers hold; where slots are not indexed, {@link #slots}. */
    public int valueSlots() {
        return path().valueSlots();
    }

    /**
     * Address of the bitmap of the values that indexes lead to, which says which of all {@link #valueSlots} are there,
     * used or not; 0 if none is null.
     */
    public long valueValidity() {
        return values.validity();
    }

    /** Whether values are behind views, of which slots hold 16 bytes each. */
    public boolean views() {
        return leaf.conversion() == Conversion.VIEWS;
    }

    /** Address of the int64 addresses of the data buffers that views point into. */
    public long viewBuffers() {
        return values.viewAddresses();
    }

    /** Address of the first slot, of the bitmap of booleans, or of the byte that offset 0 means. */
    public long dataAddress() {
        return values.data();
    }

    /** Address of a slot, of a column whose slots take whole bytes. */
    public long slotAddress(final int slot) {
        return values.slotAddress(slot);
    }

    /** Bytes of a slot; 0 where slots have no bytes of their own. */
    public int slotBytes() {
        return values.slotBytes();
    }

    /** Bytes of a PLAIN value; 0 for booleans and for values whose lengths differ. */
    public int plainBytes() {
        return plainBytes;
    }

    /** Whether the bytes of slots are those of PLAIN values, so that a run is copied and not converted. */
    public boolean identity() {
        return leaf.conversion() == Conversion.IDENTITY;
    }

    /** Address of offset 0 of the vector. */
    public long offsets() {
        return values.offsets();
    }

    /** Whether offsets have 64 bits and not 32. */
    public boolean wideOffsets() {
        return values.wideOffsets();
    }

    /** Turns a run of values, nulls included, into PLAIN values at {@code out}; see {@link SlotConversion}. */
    public void convert(final int from, final int count, final long out) {
        SlotConversion.convert(leaf.conversion(), plainBytes, slotAddress(from), count, out);
    }
}
