package dev.intarsia.internal.memory;

/** Takes slices in order. */
@FunctionalInterface
public interface SliceSink {
    /**
     * Takes {@code length} bytes of a segment, from {@code offset} on, together with one reference to it: the reference
     * is transferred.
     */
    void accept(Segment segment, int offset, int length);
}
