package dev.intarsia;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.StressMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A checkpoint whose tail is one value, which nobody else holds. */
final class StressCheckpoint {
    private final Segment segment = StressMemory.segment();
    final Checkpoint checkpoint;

    StressCheckpoint() {
        final SharedBuffer file = new SharedBuffer();
        file.link(segment, 0, Long.BYTES);
        checkpoint = new Checkpoint(1, null, file.splitTo(Long.BYTES), 0, null);
        file.close();
    }

    /** 1 if the value is alive. */
    static int alive(final ByteBuffer[] views) {
        return views[0].order(ByteOrder.LITTLE_ENDIAN).getLong(0) == StressMemory.ALIVE ? 1 : 0;
    }

    int references() {
        return StressMemory.references(segment);
    }
}
