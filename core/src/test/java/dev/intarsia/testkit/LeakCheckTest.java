package dev.intarsia.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

/** The leak check can fail: otherwise every other test's silence would mean nothing. */
class LeakCheckTest {
    @Test
    void aBufferThatNobodyReleasedIsFound() {
        dropBuffer(1);

        final List<String> leaks = RecordingLeakDetector.collectLeaks();

        assertThat(leaks).hasSize(1).first().asString().contains("dropBuffer");
    }

    @Test
    void aSliceThatNobodyReleasedIsFound() {
        dropSlice();

        assertThat(RecordingLeakDetector.collectLeaks()).isNotEmpty();
    }

    @Test
    void releasedBuffersAreNotLeaks() {
        RecordingLeakDetector.collectLeaks(); // what the other tests dropped
        PooledByteBufAllocator.DEFAULT.directBuffer(64).release();

        assertThat(RecordingLeakDetector.collectLeaks()).isEmpty();
    }

    @Test
    void everyBufferIsTracked() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Test
    void aTestHasOneAllocatorOfItsOwn(final BufferAllocator one, final BufferAllocator same) {
        assertThat(one).isSameAs(same);
        assertThat(one.getAllocatedMemory()).isZero();
    }

    private static void dropBuffer(final int bytes) {
        PooledByteBufAllocator.DEFAULT.directBuffer(bytes).writeByte(1);
    }

    private static void dropSlice() {
        final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64);
        buffer.retainedSlice(0, 8);
        buffer.release();
    }
}
