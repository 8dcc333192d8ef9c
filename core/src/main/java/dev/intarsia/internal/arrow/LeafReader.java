package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.schema.Conversion;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.options.InvalidBatchException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/**
 * The slots of one column's vector, by address. Confined.
 *
 * <p>The order of calls is {@link #bind}, {@link #validate}, any of the accessors, {@link #unbind}. A vector is
 * borrowed from bind to unbind: the caller keeps it open and unchanged, and every address ends with it. A reader that
 * is not bound answers every address with 0. Rows are counted from the start of the vector, whose own buffers already
 * begin where a slice does: Arrow's vectors have no offset beside their addresses.
 */
public final class LeafReader {
    private final Leaf leaf;
    private final int slotBytes;
    private final int plainBytes;
    private final boolean wideOffsets;
    private final BatchValidation validation;

    /** Kept only so that it is reachable, and its memory with it, for as long as the addresses are used. */
    @SuppressWarnings("UnusedVariable")
    private FieldVector vector;

    private int rows;
    private long validity;
    private long offsets;
    private long data;
    private long dataBytes;

    public LeafReader(final Leaf leaf) {
        this.leaf = leaf;
        slotBytes = leaf.slotBytes();
        plainBytes = leaf.plainBytes();
        wideOffsets = leaf.conversion() == Conversion.LARGE_BYTES;
        validation = new BatchValidation(leaf);
    }

    /**
     * Binds to the first {@code rowCount} slots of a vector, which is borrowed until {@link #unbind}.
     *
     * @throws InvalidBatchException if its type is not that of the schema, if it has fewer slots, or if a buffer is
     *     closed or shorter than its slots need; the reader is then not bound
     */
    public void bind(final FieldVector source, final int rowCount) {
        unbind();
        VectorMatch.require(leaf, source);
        if (source.getValueCount() < rowCount) {
            throw new InvalidBatchException(column() + ": the vector has " + source.getValueCount()
                    + " values, the batch has " + rowCount + " rows; set the value count of the vector, or the row"
                    + " count of the batch, to what it holds");
        }
        if (rowCount > 0) {
            bindBuffers(source, rowCount);
        }
        rows = rowCount;
        vector = source;
    }

    /** Forgets the vector and every address of it. */
    public void unbind() {
        vector = null;
        rows = 0;
        validity = 0;
        offsets = 0;
        data = 0;
        dataBytes = 0;
    }

    /**
     * Examines every row that is bound, so that nothing of it can fail while it is written: nulls where the field has
     * none, values that Parquet's type does not hold, offsets that lead astray, values that are too long. What lies
     * under a null is no error, whatever it is, except an offset.
     *
     * @param maxValueBytes bytes that a value of variable length may have at most, 0 or more
     * @throws InvalidBatchException naming the column, the row, the value and the limit
     */
    public void validate(final int maxValueBytes) {
        if (rows > 0) {
            validation.requireNoNulls(validity, rows);
            if (leaf.conversion().variableWidth()) {
                validation.requireOffsets(validity, offsets, dataBytes, rows, maxValueBytes);
            } else {
                validation.requireValues(validity, data, rows);
            }
        }
    }

    public Leaf leaf() {
        return leaf;
    }

    /** Rows that are bound. */
    public int rows() {
        return rows;
    }

    /**
     * Address of the bitmap that has a bit set for every row that is not null; 0 if no row is, be it because the vector
     * has no bitmap or because the field is required, which {@link #validate} has made sure of.
     */
    public long validity() {
        return leaf.required() ? 0 : validity;
    }

    /** Address of the first slot, of the bitmap of booleans, or of the byte that offset 0 means. */
    public long dataAddress() {
        return data;
    }

    /** Address of the slot of a row, of a column whose slots take whole bytes. */
    public long slotAddress(final int row) {
        return data + (long) row * slotBytes;
    }

    /** Bytes of a slot; 0 where slots have no bytes of their own. */
    public int slotBytes() {
        return slotBytes;
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
        return offsets;
    }

    /** Whether offsets have 64 bits and not 32. */
    public boolean wideOffsets() {
        return wideOffsets;
    }

    /** Turns the slots of a run, nulls included, into PLAIN values at {@code out}; see {@link SlotConversion}. */
    public void convert(final int from, final int count, final long out) {
        SlotConversion.convert(leaf.conversion(), plainBytes, slotAddress(from), count, out);
    }

    /**
     * Bytes that the PLAIN values of a run take at most; exact where no row is null. Trusts the offsets, so it comes
     * after {@link #validate}.
     */
    public long plainBytesUpperBound(final int from, final int count) {
        return switch (leaf.conversion()) {
            case BITS -> Bitmaps.bytesFor(count);
            case BYTES, LARGE_BYTES ->
                count == 0
                        ? 0
                        : Offsets.at(offsets, wideOffsets, (long) from + count)
                                - Offsets.at(offsets, wideOffsets, from)
                                + (long) Integer.BYTES * count;
            default -> SlotConversion.maxBytes(plainBytes, count);
        };
    }

    private void bindBuffers(final FieldVector source, final int rowCount) {
        final ArrowBuf bitmap = source.getValidityBuffer();
        // Producers may leave the bitmap out where nothing is null.
        final long validityAddress =
                bitmap.capacity() == 0 ? 0 : address("validity", bitmap, Bitmaps.bytesFor(rowCount), rowCount);
        final ArrowBuf values = source.getDataBuffer();
        if (leaf.conversion().variableWidth()) {
            final long needed = ((long) rowCount + 1) * Offsets.width(wideOffsets);
            offsets = address("offset", source.getOffsetBuffer(), needed, rowCount);
            data = address("data", values, 0, rowCount); // how much there must be, only the offsets know
        } else {
            final long needed =
                    leaf.conversion() == Conversion.BITS ? Bitmaps.bytesFor(rowCount) : (long) rowCount * slotBytes;
            data = address("data", values, needed, rowCount);
        }
        dataBytes = values.capacity();
        validity = validityAddress;
    }

    private long address(final String name, final ArrowBuf buffer, final long neededBytes, final int rowCount) {
        if (buffer.capacity() < neededBytes) {
            unbind();
            throw new InvalidBatchException(column() + ": the " + name + " buffer of the vector has "
                    + buffer.capacity() + " bytes, " + rowCount + " rows need " + neededBytes
                    + "; the vector is damaged or its value count is too high");
        }
        if (buffer.capacity() > 0 && buffer.refCnt() < 1) {
            unbind();
            throw new InvalidBatchException(column() + ": the " + name
                    + " buffer of the vector is closed; keep a batch open until it is written");
        }
        return buffer.memoryAddress();
    }

    private String column() {
        return "column '" + leaf.path() + "'";
    }
}
