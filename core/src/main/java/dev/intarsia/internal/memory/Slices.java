package dev.intarsia.internal.memory;

/**
 * A list of slices with a reference to each, in order: what a lane or a rope held when it was captured.
 * Immutable, but for its end.
 */
public final class Slices {
    /** No slices. */
    public static final Slices NONE = new Slices(new Segment[0], new int[0], new int[0], 0);

    private final Segment[] segments;
    private final int[] offsets;
    private final int[] lengths;
    private final long bytes;

    /**
     * @param segments with a reference to each, transferred; all three arrays are as long as there are
     *     slices, and retained
     * @param bytes of all slices
     */
    public Slices(final Segment[] segments, final int[] offsets, final int[] lengths, final long bytes) {
        this.segments = segments;
        this.offsets = offsets;
        this.lengths = lengths;
        this.bytes = bytes;
        for (final Segment segment : segments) {
            segment.markCaptured();
        }
    }

    /** How many there are. */
    public int count() {
        return segments.length;
    }

    /** Bytes of all slices. */
    public long bytes() {
        return bytes;
    }

    /** Bytes that the segments of all slices take, those behind a slice included: what they keep from being free. */
    public long heldBytes() {
        long held = 0;
        for (int i = 0; i < segments.length; i++) {
            if (i == 0 || segments[i] != segments[i - 1]) {
                held += segments[i].capacity();
            }
        }
        return held;
    }

    /**
     * Gives a sink the bytes from an offset on, counted over all slices, with a reference of its own to each segment.
     * These slices keep theirs.
     */
    public void shareFrom(final long offset, final SliceSink sink) {
        share(offset, bytes, sink);
    }

    /** As {@link #shareFrom}, of the bytes from one offset up to another. */
    public void share(final long from, final long to, final SliceSink sink) {
        long start = 0;
        for (int i = 0; i < segments.length && start < to; i++) {
            final long end = start + lengths[i];
            if (end > from) {
                final int skipped = (int) Math.max(0, from - start);
                final int length = (int) (Math.min(end, to) - start) - skipped;
                segments[i].retain();
                sink.accept(segments[i], offsets[i] + skipped, length);
            }
            start = end;
        }
    }

    /** Drops the references. */
    public void release() {
        for (final Segment segment : segments) {
            segment.releaseCaptured();
        }
    }
}
