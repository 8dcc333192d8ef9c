package dev.intarsia.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A piece of a slab with a reference count, which starts at one. When the count reaches zero the memory is free at
 * once, for whoever asks next: nobody may touch it then.
 *
 * <p>Thread-safe as to the count, which any thread may move. The bytes have one writer, the thread that got the
 * segment, and are handed to readers by whatever publishes the slice that names them.
 */
public final class Segment {
    private static final VarHandle REFERENCES;

    static {
        try {
            REFERENCES = MethodHandles.lookup().findVarHandle(Segment.class, "references", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * A reference that is a capture's: one of all references, and one of the captures', which are counted above those.
     */
    private static final long CAPTURED = 1L << 32;

    private final SlabPool pool;
    private Slab slab;
    private int slabOffset;
    private int order;
    private int capacity;
    private volatile long references;
    /** Link of the pool's stack of freed segments. */
    Segment nextFreed;

    /** Whether anything but a reserve has had this object: only one that nobody knows may stand for another block. */
    boolean handedOut;

    Segment(final SlabPool pool) {
        this.pool = pool;
    }

    /** Stands for this block from now on, with one reference. */
    void assign(final Slab toSlab, final int toOffset, final int toOrder) {
        slab = toSlab;
        slabOffset = toOffset;
        order = toOrder;
        capacity = SlabPool.UNIT_BYTES << toOrder;
        references = 1;
    }

    /** Address of the first byte. */
    public long address() {
        return slab.address + slabOffset;
    }

    /** Bytes of this segment. */
    public int capacity() {
        return capacity;
    }

    Slab slab() {
        return slab;
    }

    int slabOffset() {
        return slabOffset;
    }

    int order() {
        return order;
    }

    /** Becomes the first half of its block; the second one has a segment of its own from now on. */
    void halve() {
        order--;
        capacity = SlabPool.UNIT_BYTES << order;
    }

    /** Drops the one reference of a segment that nobody but the caller knows, for a pool that frees it itself. */
    void retire() {
        if (!REFERENCES.compareAndSet(this, 1L, 0L)) {
            throw new IllegalStateException("a block that is held for later has " + count(references) + " references");
        }
    }

    /** Whether this is a whole block that nobody but the caller refers to. */
    boolean isWholeAndUnshared() {
        return references == 1 && capacity == SlabPool.UNIT_BYTES << order;
    }

    /** Whether there is more than one reference. Once it is false it stays so until the one holder retains it. */
    boolean isShared() {
        return count(references) > 1;
    }

    private static int count(final long state) {
        return (int) state;
    }

    /** Whether captures, and nobody else, keep the memory from being free. */
    private static boolean isOnlyCaptured(final long state) {
        return state >>> 32 == (state & 0xFFFF_FFFFL) && state != 0;
    }

    /**
     * Adds a reference, to a segment that has one: never, not for a moment, to one without, or a second thread that
     * tries the same would find the reference of the first and take it for real.
     *
     * @return false if the segment has been freed
     */
    public boolean tryRetain() {
        long before;
        do {
            before = references;
            if (count(before) <= 0 || count(before) == Integer.MAX_VALUE) {
                return false;
            }
        } while (!REFERENCES.compareAndSet(this, before, before + 1));
        countCaptured(before, before + 1);
        return true;
    }

    /**
     * Adds a reference, to a segment that has one.
     *
     * @throws IllegalStateException if the segment has been freed
     */
    public void retain() {
        if (!tryRetain()) {
            throw new IllegalStateException("a segment with " + count(references) + " references cannot be retained");
        }
    }

    /** Drops a reference; the last one frees the memory. Never blocks. */
    public void release() {
        drop(1);
    }

    /** Makes one reference a capture's: {@link #releaseCaptured} ends it. */
    public void markCaptured() {
        final long before = (long) REFERENCES.getAndAdd(this, CAPTURED);
        countCaptured(before, before + CAPTURED);
    }

    /** Drops a reference that is a capture's; the last one frees the memory. Never blocks. */
    public void releaseCaptured() {
        drop(CAPTURED + 1);
    }

    private void drop(final long reference) {
        final long before = (long) REFERENCES.getAndAdd(this, -reference);
        if (count(before) <= 0) {
            REFERENCES.getAndAdd(this, reference);
            throw new IllegalStateException("a segment was released more often than it was retained");
        }
        countCaptured(before, before - reference);
        if (count(before) == 1) {
            pool.recycle(this);
        }
    }

    private void countCaptured(final long before, final long after) {
        if ((before | after) >>> 32 != 0) {
            final boolean was = isOnlyCaptured(before);
            if (was != isOnlyCaptured(after)) {
                pool.countCapturedBytes(was ? -capacity : capacity);
            }
        }
    }

    /**
     * Gives the pool what lies behind the first {@code usedBytes}, in whole units; at least one unit stays. Only for
     * the thread that got the segment, and before anything but it knows the segment's end.
     */
    public void trim(final int usedBytes) {
        final int kept = Math.max(1, SlabPool.units(usedBytes));
        if (kept * SlabPool.UNIT_BYTES < capacity) {
            pool.trim(this, kept);
            capacity = kept * SlabPool.UNIT_BYTES;
        }
    }

    /** Counts bytes of this pool's memory that a part has been given (or has let go: less than zero). */
    public void countPartBytes(final long delta) {
        pool.countPartBytes(delta);
    }

    /** A new view of a range of this segment; whoever makes it holds a reference for as long as it is used. */
    public ByteBuffer view(final int offset, final int length) {
        java.util.Objects.checkFromIndexSize(offset, length, capacity);
        return slab.view(slabOffset + offset, length);
    }
}
