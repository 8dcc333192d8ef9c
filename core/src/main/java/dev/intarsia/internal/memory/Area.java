package dev.intarsia.internal.memory;

import java.nio.ByteBuffer;

/**
 * Memory that grows and stays one piece: the values of an open page, a dictionary, a staged page. It has no memory
 * until it first needs some. Confined to the writer's thread.
 *
 * <p>Growing moves the bytes to a segment of at least twice the size and drops the old one, which lives on as long as
 * somebody else (a capture) holds a reference. What an area held up to a count when it was captured is never changed:
 * bytes are appended behind it, and whoever would overwrite some calls {@link #own} before, which moves the area away
 * from memory that is shared.
 */
public final class Area {
    private Segment segment;
    private long address;
    private int capacity;

    /** Address of the first byte; zero while there is no memory. Changes when the area grows. */
    public long address() {
        return address;
    }

    /** Bytes that fit without growing. */
    public int capacity() {
        return capacity;
    }

    /** Makes room for {@code bytes} in all, keeping the first {@code usedBytes}. */
    public void ensure(final long bytes, final long usedBytes, final Reserve reserve) {
        if (bytes > capacity) {
            grow(bytes, usedBytes, reserve);
        }
    }

    private void grow(final long bytes, final long usedBytes, final Reserve reserve) {
        final Segment larger = reserve.take(Math.toIntExact(bytes));
        if (usedBytes > 0) {
            NativeMemory.copy(address, larger.address(), usedBytes);
        }
        giveBackTo(reserve);
        segment = larger;
        address = larger.address();
        capacity = larger.capacity();
    }

    /**
     * Takes over a segment, with its reference, in the place of the area's own, which is dropped. What was in it is
     * lost to the area: whoever swaps has moved what it needs.
     */
    public void replace(final Segment successor, final Reserve reserve) {
        giveBackTo(reserve);
        segment = successor;
        address = successor.address();
        capacity = successor.capacity();
    }

    /** Adds to the demand what {@link #ensure} would take for so many bytes. */
    public void plan(final long bytes, final Demand demand) {
        if (bytes > capacity) {
            demand.add(bytes, 1);
        }
    }

    /**
     * Adds to the demand what {@link #ensure} takes for so many bytes, with {@link #own} behind it.
     *
     * @param overwrites whether {@link #own} may be called
     */
    public void plan(final long bytes, final boolean overwrites, final Demand demand) {
        if (bytes > capacity) {
            demand.add(bytes, 1);
        } else if (overwrites && bytes > 0) {
            planOwn(demand);
        }
    }

    /** Adds to the demand what {@link #own} takes. */
    public void planOwn(final Demand demand) {
        if (isShared()) {
            demand.add(capacity, 1);
        }
    }

    /** Whether a capture, or the area that was captured, holds this memory, too. */
    public boolean isShared() {
        return segment != null && segment.isShared();
    }

    /** Before bytes are overwritten: moves away from memory that is shared, with the first {@code usedBytes}. */
    public void own(final long usedBytes, final Reserve reserve) {
        if (isShared()) {
            grow(capacity, usedBytes, reserve);
        }
    }

    /** Captures the first {@code usedBytes}; the reference is the caller's. */
    public Prefix capture(final long usedBytes) {
        if (segment == null || usedBytes == 0) {
            return Prefix.NONE;
        }
        segment.retain();
        return new Prefix(segment, usedBytes);
    }

    /**
     * Holds what was captured, too; the area is empty before. It has no room for more then: what lies behind belongs to
     * whoever was captured.
     */
    public void share(final Prefix captured) {
        if (captured.segment() != null) {
            captured.retain();
            segment = captured.segment();
            address = segment.address();
            capacity = Math.toIntExact(captured.bytes());
        }
    }

    /** Units of memory that are the area's alone, so that they serve others once it is given back. */
    public int ownUnits() {
        return segment != null && segment.isWholeAndUnshared() ? segment.capacity() / SlabPool.UNIT_BYTES : 0;
    }

    /** As {@link #ownUnits}, once it has grown as {@link #plan} foresees. */
    public int ownUnitsWith(final long bytes) {
        return bytes > capacity ? SlabPool.blockBytes(Math.toIntExact(bytes)) / SlabPool.UNIT_BYTES : ownUnits();
    }

    /** A new view of the first {@code length} bytes. */
    public ByteBuffer view(final int length) {
        return segment.view(0, length);
    }

    /** As {@link #free}, but the operation in progress may use the memory again before others can. */
    public void giveBackTo(final Reserve reserve) {
        if (segment != null) {
            reserve.takeBack(segment);
            forget();
        }
    }

    /** Drops the memory; the area is empty and may grow again. */
    public void free() {
        if (segment != null) {
            segment.release();
            forget();
        }
    }

    private void forget() {
        segment = null;
        address = 0;
        capacity = 0;
    }
}
