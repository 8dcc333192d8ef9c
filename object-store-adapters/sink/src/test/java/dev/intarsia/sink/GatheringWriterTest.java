package dev.intarsia.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheringWriterTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000, Integer.MAX_VALUE})
    void everyByteArrivesInOrderHoweverFewTheChannelTakesAtATime(final int atMost) throws IOException {
        final byte[] bytes = new byte[9_000];
        new Random(42).nextBytes(bytes);
        final ByteBuffer[] buffers = cut(bytes, 0, 1, 1, 0, 17, 4096, 0, 5, 4880, 0);
        final Sipping channel = new Sipping(atMost);

        assertThat(GatheringWriter.writeFully(channel, buffers)).isEqualTo(9_000);

        assertThat(channel.taken.toByteArray()).isEqualTo(bytes);
        assertThat(buffers).allMatch(buffer -> !buffer.hasRemaining());
    }

    @Test
    void noCallOffersMoreThan1024Buffers() throws IOException {
        final byte[] bytes = new byte[2_500];
        new Random(43).nextBytes(bytes);
        final int[] lengths = new int[2_500];
        Arrays.fill(lengths, 1);
        final Sipping channel = new Sipping(Integer.MAX_VALUE);

        GatheringWriter.writeFully(channel, cut(bytes, lengths));

        assertThat(channel.taken.toByteArray()).isEqualTo(bytes);
        assertThat(channel.mostBuffers).isEqualTo(1024);
        assertThat(channel.calls).isEqualTo(3);
    }

    @Test
    void nothingToWriteCallsNothing() throws IOException {
        final Sipping channel = new Sipping(1);

        assertThat(GatheringWriter.writeFully(channel, new ByteBuffer[0])).isZero();
        assertThat(GatheringWriter.writeFully(channel, cut(new byte[0], 0, 0))).isZero();
        assertThat(channel.calls).isZero();
    }

    @Test
    void aChannelThatTakesNothingEndsTheLoopWithAnError() {
        final Sipping channel = new Sipping(0);

        assertThatThrownBy(() -> GatheringWriter.writeFully(channel, cut(new byte[10], 10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took none");
        assertThat(channel.calls).isEqualTo(1);
    }

    private static ByteBuffer[] cut(final byte[] bytes, final int... lengths) {
        final ByteBuffer[] buffers = new ByteBuffer[lengths.length];
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            buffers[i] = ByteBuffer.allocateDirect(lengths[i])
                    .put(bytes, at, lengths[i])
                    .flip();
            at += lengths[i];
        }
        assertThat(at).isEqualTo(bytes.length);
        return buffers;
    }

    /** Takes at most so many bytes a call. */
    private static final class Sipping implements GatheringByteChannel {
        private final int atMost;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int calls;
        private int mostBuffers;

        private Sipping(final int atMost) {
            this.atMost = atMost;
        }

        @Override
        public long write(final ByteBuffer[] sources, final int offset, final int length) {
            calls++;
            mostBuffers = Math.max(mostBuffers, length);
            int left = atMost;
            for (int i = offset; i < offset + length; i++) {
                while (left > 0 && sources[i].hasRemaining()) {
                    taken.write(sources[i].get());
                    left--;
                }
            }
            return atMost - left;
        }

        @Override
        public long write(final ByteBuffer[] sources) {
            return write(sources, 0, sources.length);
        }

        @Override
        public int write(final ByteBuffer source) {
            return (int) write(new ByteBuffer[] {source});
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
