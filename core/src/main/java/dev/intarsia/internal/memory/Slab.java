package dev.intarsia.internal.memory;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** A large direct buffer, taken from Netty once and given back when its pool closes. */
final class Slab {
    private final ByteBuf buffer;
    private final ByteBuffer bytes;
    final long address;
    /** Guarded by the pool. */
    final BuddyTree blocks;

    Slab(final ByteBuf buffer, final int slabBytes, final int maxOrder) {
        this.buffer = buffer;
        this.bytes = buffer.nioBuffer(0, slabBytes);
        this.address = NativeMemory.addressOf(bytes);
        this.blocks = new BuddyTree(maxOrder);
    }

    /** A new view of a range of this slab, big-endian as Java makes them; its life is the caller's business. */
    ByteBuffer view(final int offset, final int length) {
        return bytes.slice(offset, length);
    }

    void release() {
        buffer.release();
    }
}
