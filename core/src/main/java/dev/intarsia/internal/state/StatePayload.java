package dev.intarsia.internal.state;

import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.SliceSink;
import dev.intarsia.internal.memory.Slices;
import java.util.Arrays;

/**
 * What the payload of an envelope will be: memory by reference first, in the order in which it is added, and behind it
 * what is encoded for the envelope alone. Confined to one thread.
 *
 * <p>Whoever reads it back asks for pieces in the same order, so nothing but their lengths is said of them.
 */
public final class StatePayload {
    private final Reserve reserve;
    private final Lane encoded = new Lane(0);
    private Segment[] segments = new Segment[16];
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int count;
    private long sharedBytes;

    /** @param reserve gives the memory of what is encoded; borrowed */
    public StatePayload(final Reserve reserve) {
        this.reserve = reserve;
    }

    /** Adds the bytes of slices from one offset up to another. */
    public void share(final Slices slices, final long from, final long to) {
        if (to > from) {
            slices.share(from, to, this::add);
        }
    }

    /** Adds the bytes of a prefix from one offset up to another. */
    public void share(final Prefix prefix, final long from, final long to) {
        if (to > from) {
            prefix.retain();
            add(prefix.segment(), Math.toIntExact(from), Math.toIntExact(to - from));
        }
    }

    private void add(final Segment segment, final int offset, final int length) {
        if (count == segments.length) {
            segments = Arrays.copyOf(segments, 2 * count);
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        segments[count] = segment;
        offsets[count] = offset;
        lengths[count++] = length;
        sharedBytes += length;
    }

    /** Bytes that are there by reference. */
    public long sharedBytes() {
        return sharedBytes;
    }

    /** Bytes of the payload so far. */
    public long bytes() {
        return sharedBytes + encoded.bytes();
    }

    /** Address of room for so many bytes that are encoded for the envelope; see {@link #commit}. */
    public long claim(final int maxBytes) {
        return encoded.claim(maxBytes, reserve);
    }

    /** Keeps the first bytes of the last claim. */
    public void commit(final int bytes) {
        encoded.commit(0, bytes);
    }

    /** Hands the payload over, slice by slice, each with a reference; nothing is left. */
    public void drainTo(final SliceSink sink) {
        for (int i = 0; i < count; i++) {
            sink.accept(segments[i], offsets[i], lengths[i]);
            segments[i] = null;
        }
        count = 0;
        sharedBytes = 0;
        encoded.drainTo(sink);
    }

    /** Lets go of everything. */
    public void free() {
        drainTo((segment, offset, length) -> segment.release());
    }
}
