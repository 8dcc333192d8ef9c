package dev.intarsia.internal.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An append-only chain of segments, which keeps what is written to it as slices: the pages of a column chunk in
 * progress. Confined to the writer's thread.
 *
 * <pre>
 *   segment:  [ slice ............ ][ claimed: gap | body | unused ]
 *                                    ^ claim(max)   ^-- commit(from, bytes) keeps this
 * </pre>
 *
 * <p>A claim promises one piece of memory; the commit says which part of it was used and gives the rest back to the
 * next claim. Slices that touch become one, so that pages without a gap between them leave as one large slice. Segments
 * start at the size of the first claim and double to 1 MiB, or to the largest piece of memory; a larger claim has a
 * segment of its own size. A segment that is left behind is cut to what it holds.
 *
 * <p>Where memory is so short that the reserve is frugal, a claim is a piece that one claim after the other works in,
 * and what it commits is copied to small pieces that together have just enough room; a lane that keeps blocks has a
 * block for each claim instead.
 */
public final class Lane {
    private static final int MAX_USUAL_SEGMENT = 1 << 20;

    /** Bytes to which segments double. */
    private final int usualBytes;

    private Segment[] segments = new Segment[4];
    private int[] offsets = new int[4];
    private int[] lengths = new int[4];
    private int slices;
    private long bytes;

    private Segment current;
    private int position;
    private int claimed;
    private boolean keepsBlocks;

    /**
     * What was claimed where memory is short: a piece that is held for this, and whose. Null between claim and commit.
     */
    private Segment spare;

    private Reserve spareOf;

    /**
     * @param maxBlockBytes bytes of the largest piece of memory; 0 for a lane whose claims are few and large, so that
     *     each has a segment of its own size
     */
    public Lane(final int maxBlockBytes) {
        usualBytes = Math.min(MAX_USUAL_SEGMENT, maxBlockBytes);
    }

    /** Bytes of all slices. */
    public long bytes() {
        return bytes;
    }

    /**
     * From now on a segment that is left behind stays a whole block, which serves again once its slices are gone: right
     * where they go at once, a waste where they stay.
     */
    public void keepBlocks() {
        keepsBlocks = true;
    }

    /** Bytes that a claim finds in the segment at hand. */
    public int room() {
        return current == null ? 0 : current.capacity() - position;
    }

    /**
     * Adds to the demand what claims take at most, whatever they commit.
     *
     * @param maxBytes bytes of the largest claim
     * @param claims how many
     * @param totalBytes bytes of all of them together, which may be far less than so many of the largest
     */
    public void plan(final int maxBytes, final int claims, final long totalBytes, final Demand demand) {
        // A block is left only for a claim that it has no room for, so any two in a row hold more than the largest
        // claim. Where most claims are small, their sum says more than their number.
        final long bySum = 2 * (totalBytes / maxBytes) + 2;
        int left = (int) Math.min(claims - room() / maxBytes, bySum);
        int before = usedBlockBytes();
        while (left > 0) {
            final int size = blockBytes(maxBytes, before);
            final int claimsInside = size / maxBytes;
            final int blocks = size >= usualBytes ? (left + claimsInside - 1) / claimsInside : 1;
            demand.add(size, blocks);
            left -= blocks * claimsInside;
            before = size;
        }
    }

    private int usedBlockBytes() {
        return current == null ? 0 : current.capacity();
    }

    private int blockBytes(final int maxBytes, final int before) {
        return Math.max(Math.min(usualBytes, 2 * before), SlabPool.blockBytes(maxBytes));
    }

    /** Address of {@code maxBytes} bytes in one piece, the caller's until the next call. */
    public long claim(final int maxBytes, final Reserve reserve) {
        if (room() < maxBytes && reserve.isFrugal() && !keepsBlocks) {
            spareOf = reserve;
            spare = reserve.take(maxBytes);
            claimed = maxBytes;
            return spare.address();
        }
        if (room() < maxBytes) {
            final Segment next = reserve.take(reserve.isFrugal() ? maxBytes : blockBytes(maxBytes, usedBlockBytes()));
            leaveCurrent();
            current = next;
            position = 0;
        }
        claimed = maxBytes;
        return current.address() + position;
    }

    /** Address of the last claim. */
    public long claimedAddress() {
        return spare == null ? current.address() + position : spare.address();
    }

    /** A view of a range of the claimed bytes. */
    public ByteBuffer claimedView(final int from, final int length) {
        java.util.Objects.checkFromIndexSize(from, length, claimed);
        return spare == null ? current.view(position + from, length) : spare.view(from, length);
    }

    /** Keeps {@code length} bytes of the claim, from {@code from} on, and gives back what lies behind them. */
    public void commit(final int from, final int length) {
        java.util.Objects.checkFromIndexSize(from, length, claimed);
        if (spare != null) {
            copySpare(from, length);
            return;
        }
        keep(from, length);
        claimed = 0;
    }

    /**
     * Moves what was written to where there is just enough room for it, and holds the spare piece for the next claim.
     */
    private void copySpare(final int from, final int length) {
        spareOf.copy(spare.address() + from, length, this::appendCopy);
        bytes += length;
        spareOf.takeBack(spare);
        spare = null;
        spareOf = null;
        claimed = 0;
    }

    private void appendCopy(final Segment segment, final int offset, final int length) {
        leaveCurrent();
        final int last = slices - 1;
        if (last >= 0 && segments[last] == segment && offsets[last] + lengths[last] == offset) {
            lengths[last] += length;
            segment.release();
        } else {
            append(segment, offset, length);
        }
    }

    private void keep(final int from, final int length) {
        final int offset = position + from;
        final int last = slices - 1;
        if (last >= 0 && segments[last] == current && offsets[last] + lengths[last] == offset) {
            lengths[last] += length;
        } else {
            current.retain();
            append(current, offset, length);
        }
        position = offset + length;
        bytes += length;
    }

    /**
     * Takes over a slice that is filled already, behind what the lane has. The reference that comes with it is
     * transferred; the next claim begins a segment.
     */
    public void link(final Segment segment, final int offset, final int length) {
        leaveCurrent();
        append(segment, offset, length);
        bytes += length;
    }

    private void append(final Segment segment, final int offset, final int length) {
        if (slices == segments.length) {
            segments = Arrays.copyOf(segments, 2 * slices);
            offsets = Arrays.copyOf(offsets, 2 * slices);
            lengths = Arrays.copyOf(lengths, 2 * slices);
        }
        segments[slices] = segment;
        offsets[slices] = offset;
        lengths[slices++] = length;
    }

    private void leaveCurrent() {
        if (current != null) {
            if (!keepsBlocks) {
                current.trim(position);
            }
            current.release();
            current = null;
        }
    }

    /** Hands every slice over, in order, and leaves the lane empty. */
    public void drainTo(final SliceSink sink) {
        leaveCurrent();
        for (int i = 0; i < slices; i++) {
            sink.accept(segments[i], offsets[i], lengths[i]);
            segments[i] = null;
        }
        slices = 0;
        bytes = 0;
    }

    /** Captures every slice; the references are the caller's. What is appended later does not change them. */
    public Slices capture() {
        if (slices == 0) {
            return Slices.NONE;
        }
        final Segment[] held = Arrays.copyOf(segments, slices);
        for (final Segment segment : held) {
            segment.retain();
        }
        return new Slices(held, Arrays.copyOf(offsets, slices), Arrays.copyOf(lengths, slices), bytes);
    }

    /** Drops everything. */
    public void free() {
        if (spare != null) {
            spare.release();
            spare = null;
        }
        drainTo((segment, offset, length) -> segment.release());
    }
}
