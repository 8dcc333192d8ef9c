package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Segment;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;

/**
 * A Netty view of a slice with a count of its own: while it is above zero the view holds a reference to the segment,
 * and releasing it once too often throws and takes nothing from the part beside it. A Netty slice of the slab would
 * count on the slab, which says nothing of the segment inside, and memory could be recycled under a reader.
 */
final class SliceByteBuf extends UnpooledDirectByteBuf {
    private final Segment segment;

    private SliceByteBuf(final Segment segment, final ByteBuffer bytes) {
        super(UnpooledByteBufAllocator.DEFAULT, bytes, bytes.remaining());
        this.segment = segment;
    }

    static SliceByteBuf of(final Part.Slice slice) {
        slice.segment().retain();
        return new SliceByteBuf(slice.segment(), slice.segment().view(slice.offset(), slice.length()));
    }

    /** The memory is the segment's: nothing to free but the hold on it. */
    @Override
    protected void deallocate() {
        super.deallocate();
        segment.release();
    }
}
