package dev.intarsia.internal.memory;

/**
 * The first bytes of an {@link Area} as they were when they were captured, with a reference that keeps them. Whoever
 * owns the area goes on behind them, or moves away from them, but does not change them. Immutable, but for its end.
 *
 * @param segment what holds the bytes; null where there are none
 * @param bytes how many
 */
public record Prefix(Segment segment, long bytes) {
    /** No bytes. */
    public static final Prefix NONE = new Prefix(null, 0);

    /** The reference is transferred. */
    public Prefix {
        if (segment != null) {
            segment.markCaptured();
        }
    }

    /** Address of the first byte; zero where there is none. */
    public long address() {
        return segment == null ? 0 : segment.address();
    }

    /** Adds a reference, for a holder who is no capture. */
    public void retain() {
        if (segment != null) {
            segment.retain();
        }
    }

    /** Drops a reference. */
    public void release() {
        if (segment != null) {
            segment.releaseCaptured();
        }
    }
}
