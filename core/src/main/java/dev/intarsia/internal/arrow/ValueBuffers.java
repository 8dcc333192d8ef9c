package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Conversion;
import dev.intarsia.internal.schema.Leaf;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;

/** The buffers of the vector that holds a column's values, by address; 0 where there are none. Confined. */
final class ValueBuffers {
    private final Conversion conversion;
    private final int slotBytes;
    private final boolean wideOffsets;
    private final Area viewArea = new Area();

    private int slots;
    private long validity;
    private long offsets;
    private long data;
    private long dataBytes;
    private int viewBuffers;

    ValueBuffers(final Leaf leaf) {
        conversion = leaf.conversion();
        slotBytes = leaf.slotBytes();
        wideOffsets = conversion == Conversion.LARGE_BYTES;
    }

    /** Binds to the first {@code slotCount} slots; the vector may be empty where that is 0. */
    void bind(final String subject, final FieldVector vector, final int slotCount, final Scratch scratch) {
        slots = slotCount;
        if (slotCount == 0 || conversion == Conversion.NULLS) {
            return;
        }
        final ArrowBuf values = vector.getDataBuffer();
        final ArrowBuf bitmap = vector.getValidityBuffer();
        final long dataAddress;
        if (conversion == Conversion.BYTES || conversion == Conversion.LARGE_BYTES) {
            final long needed = (slotCount + 1L) * Offsets.width(wideOffsets);
            offsets = VectorBuffers.address(subject, "offset", vector.getOffsetBuffer(), slotCount, needed);
            // how much there must be, only the offsets know
            dataAddress = VectorBuffers.address(subject, "data", values, slotCount, 0);
        } else {
            final long needed =
                    conversion == Conversion.BITS ? Bitmaps.bytesFor(slotCount) : (long) slotCount * slotBytes;
            dataAddress = VectorBuffers.address(subject, "data", values, slotCount, needed);
        }
        if (conversion == Conversion.VIEWS) {
            bindViews(subject, ((BaseVariableWidthViewVector) vector).getDataBuffers(), scratch);
        }
        data = dataAddress;
        dataBytes = values.capacity();
        validity = bitmap.capacity() == 0
                ? 0
                : VectorBuffers.address(subject, "validity", bitmap, slotCount, Bitmaps.bytesFor(slotCount));
    }

    void unbind(final Scratch scratch) {
        slots = 0;
        validity = 0;
        offsets = 0;
        data = 0;
        dataBytes = 0;
        viewBuffers = 0;
        if (viewArea.capacity() > 0) {
            scratch.giveBack(viewArea);
        }
    }

    /** First the addresses of all data buffers, then their lengths. */
    private void bindViews(final String subject, final List<ArrowBuf> buffers, final Scratch scratch) {
        final int count = buffers.size();
        final long table = scratch.take(viewArea, 2L * Long.BYTES * count);
        for (int i = 0; i < count; i++) {
            final ArrowBuf buffer = buffers.get(i);
            NativeMemory.putLong(
                    table + (long) i * Long.BYTES, VectorBuffers.address(subject, "view data", buffer, slots, 0));
            NativeMemory.putLong(table + (long) (count + i) * Long.BYTES, buffer.capacity());
        }
        viewBuffers = count;
    }

    /** Slots that may be read. */
    int slots() {
        return slots;
    }

    /** Address of the vector's own bitmap, bit by slot of the vector; 0 if it has none. */
    long validity() {
        return validity;
    }

    long offsets() {
        return offsets;
    }

    boolean wideOffsets() {
        return wideOffsets;
    }

    /** Offset number {@code index}, of as many as there are slots and one. */
    long offset(final long index) {
        return Offsets.at(offsets, wideOffsets, index);
    }

    long data() {
        return data;
    }

    /** Bytes of the buffer that offsets point into. */
    long dataBytes() {
        return dataBytes;
    }

    int slotBytes() {
        return slotBytes;
    }

    long slotAddress(final int slot) {
        return data + (long) slot * slotBytes;
    }

    /** How many data buffers views may point into. */
    int viewBuffers() {
        return viewBuffers;
    }

    /** Address of the table of their addresses. */
    long viewAddresses() {
        return viewArea.address();
    }

    /** Bytes of one of them. */
    long viewBufferBytes(final int buffer) {
        return NativeMemory.getLong(viewArea.address() + (long) (viewBuffers + buffer) * Long.BYTES);
    }
}
