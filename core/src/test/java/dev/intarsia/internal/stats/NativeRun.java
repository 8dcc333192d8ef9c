package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Bytes in native memory between red zones. Their content differs from instance to instance, so that a result which
 * depends on a byte outside of the run is not always the same, and no address is aligned.
 */
final class NativeRun {
    private static final int RED_ZONE = 67;
    private static int instances;

    private final ByteBuffer memory;
    private final byte red;
    private final int bytes;

    NativeRun(final int bytes) {
        this.bytes = bytes;
        this.red = (byte) (instances++ % 2 == 0 ? 0xFF : 0x00);
        this.memory = ByteBuffer.allocateDirect(bytes + 2 * RED_ZONE).order(ByteOrder.LITTLE_ENDIAN);
        NativeMemory.fill(NativeMemory.addressOf(memory), memory.capacity(), red);
    }

    /** A run in PLAIN form: fixed-size values as they are, others behind their length. */
    static NativeRun plain(final List<byte[]> values, final boolean lengths) {
        final int bytes =
                values.stream().mapToInt(v -> v.length + (lengths ? 4 : 0)).sum();
        final NativeRun run = new NativeRun(bytes);
        run.memory.position(RED_ZONE);
        for (final byte[] value : values) {
            if (lengths) {
                run.memory.putInt(value.length);
            }
            run.memory.put(value);
        }
        return run;
    }

    long address() {
        return NativeMemory.addressOf(memory) + RED_ZONE;
    }

    int bytes() {
        return bytes;
    }

    /** Overwrites the run, as its owner may after it was borrowed. */
    void scribble() {
        NativeMemory.fill(address(), bytes, (byte) 0x5A);
    }

    void assertRedZonesIntact() {
        for (int i = 0; i < RED_ZONE; i++) {
            assertThat(memory.get(i)).as("byte %d before", RED_ZONE - i).isEqualTo(red);
            assertThat(memory.get(RED_ZONE + bytes + i)).as("byte %d behind", i).isEqualTo(red);
        }
    }
}
