package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Kernels over views: 16 bytes that hold a length and, where it is at most 12, the value, else the value's first four
 * bytes, the number of a data buffer and an offset in there; the Arrow columnar format, "Variable-size binary view
 * layout".
 */
final class Views {
    private static final int INLINE_BYTES = 12;
    private static final int BUFFER_AT = 8;
    private static final int OFFSET_AT = 12;

    private Views() {}

    /** Length of a value as its view states it. */
    static int length(final ValueBuffers values, final int slot) {
        return NativeMemory.getInt(values.slotAddress(slot));
    }

    /**
     * Whether each of {@code count} views, nulls included, lies in its buffer and is no longer than {@code maxBytes}.
     */
    static boolean hold(final ValueBuffers values, final int from, final int count, final int maxBytes) {
        for (int slot = from; slot < from + count; slot++) {
            if (length(values, slot) > maxBytes || !isWhole(values, slot)) {
                return false;
            }
        }
        return true;
    }

    /** What keeps a view's value from being read; null if nothing does. */
    static String damage(final ValueBuffers values, final int slot) {
        if (isWhole(values, slot)) {
            return null;
        }
        final long view = values.slotAddress(slot);
        final int buffer = NativeMemory.getInt(view + BUFFER_AT);
        return "is a view of " + NativeMemory.getInt(view) + " bytes at offset " + NativeMemory.getInt(view + OFFSET_AT)
                + " of data buffer " + buffer + ", and there are " + values.viewBuffers() + " data buffers"
                + (buffer < 0 || buffer >= values.viewBuffers()
                        ? ""
                        : ", that one of " + values.viewBufferBytes(buffer) + " bytes")
                + "; the vector is damaged";
    }

    private static boolean isWhole(final ValueBuffers values, final int slot) {
        final long view = values.slotAddress(slot);
        final int length = NativeMemory.getInt(view);
        if (length <= INLINE_BYTES) {
            return length >= 0;
        }
        final int buffer = NativeMemory.getInt(view + BUFFER_AT);
        final long offset = NativeMemory.getInt(view + OFFSET_AT);
        return buffer >= 0
                && buffer < values.viewBuffers()
                && offset >= 0
                && offset + length <= values.viewBufferBytes(buffer);
    }
}
