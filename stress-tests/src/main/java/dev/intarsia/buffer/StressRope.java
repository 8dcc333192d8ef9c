package dev.intarsia.buffer;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.Slices;
import dev.intarsia.internal.memory.StressMemory;

/**
 * A rope of four values, each in a slice of its own, of which the first two share a segment. The first three have left in
 * parts that are closed; what the store has not confirmed is held by the rope alone.
 */
final class StressRope {
    static final int VALUES = 4;
    static final long SPLIT_BYTES = 3L * Long.BYTES;

    final SharedBuffer file = new SharedBuffer();
    private final Segment[] segments = {StressMemory.segment(), StressMemory.segment(), StressMemory.segment()};

    StressRope() {
        NativeMemory.putLong(segments[0].address() + Long.BYTES, StressMemory.ALIVE + 1);
        NativeMemory.putLong(segments[1].address(), StressMemory.ALIVE + 2);
        NativeMemory.putLong(segments[2].address(), StressMemory.ALIVE + 3);
        file.link(segments[0], 0, 2 * Long.BYTES);
        file.link(segments[1], 0, Long.BYTES);
        file.link(segments[2], 0, Long.BYTES);
        for (int part = 0; part < VALUES - 1; part++) {
            file.splitTo(Long.BYTES).close();
        }
    }

    /** How many values are in the slices, if they are the last ones of the rope in order and all of them alive; else -1. */
    static int count(final Slices slices) {
        final int values = (int) (slices.bytes() / Long.BYTES);
        final int[] seen = {0};
        slices.shareFrom(0, (segment, offset, length) -> {
            for (int at = 0; at < length; at += Long.BYTES) {
                final int index = VALUES - values + seen[0];
                seen[0] += NativeMemory.getLong(segment.address() + offset + at) == StressMemory.ALIVE + index
                        ? 1
                        : VALUES;
            }
            segment.release();
        });
        return seen[0] == values ? values : -1;
    }

    /** Frees the rope; what comes back is how many references are left. */
    int end() {
        file.close();
        int left = 0;
        for (final Segment segment : segments) {
            left += StressMemory.references(segment);
        }
        return left;
    }
}
