package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HadoopLz4Test {
    private final HadoopLz4 codec = new HadoopLz4();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream frames = new DataOutputStream(bytes);
    private final byte[] page = new byte[1000];

    HadoopLz4Test() {
        new Random(4).nextBytes(page);
        Arrays.fill(page, 200, 800, (byte) 7);
    }

    @Test
    void aFrameMayHoldSeveralBlocksAndAPageSeveralFrames() throws IOException {
        frames.writeInt(700);
        block(0, 300);
        block(300, 700);
        frames.writeInt(300);
        block(700, 1000);

        assertThat(decompress(bytes.toByteArray(), 1000)).isEqualTo(page);
    }

    @Test
    void whatIsNotFramedIsABlock() {
        assertThat(decompress(raw(0, 1000), 1000)).isEqualTo(page);
    }

    @Test
    void aFrameOfNothingIsTheEnd() throws IOException {
        frames.writeInt(0);
        assertThat(decompress(bytes.toByteArray(), 0)).isEmpty();

        block(0, 0);
        assertThat(decompress(bytes.toByteArray(), 0)).isEmpty();
    }

    @Test
    void whatIsNeitherIsRefusedForTheReasonOfTheFrames() throws IOException {
        frames.writeInt(1001);
        block(0, 1000);
        assertThatThrownBy(() -> decompress(bytes.toByteArray(), 1000))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("the length of a frame is 1001 where 1000 is the most");
    }

    @Test
    void framesThatEndTooEarlyAreRefused() throws IOException {
        frames.writeInt(1000);
        block(0, 500);
        assertThatThrownBy(() -> decompress(bytes.toByteArray(), 1000))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("it ends within the length of a block");
    }

    @Test
    void blocksThatReachBeyondTheEndAreRefused() throws IOException {
        frames.writeInt(1000);
        block(0, 1000);
        final byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
        assertThatThrownBy(() -> decompress(cut, 1000))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("the length of a block is");
    }

    private void block(final int from, final int to) throws IOException {
        final byte[] block = raw(from, to);
        frames.writeInt(block.length);
        frames.write(block);
    }

    private byte[] raw(final int from, final int to) {
        final Lz4Compressor compressor = new Lz4Compressor();
        final byte[] out = new byte[compressor.maxCompressedLength(to - from)];
        return Arrays.copyOf(out, compressor.compress(page, from, to - from, out, 0, out.length));
    }

    /** With the source in the middle of an array, as pages are. */
    private byte[] decompress(final byte[] source, final int size) {
        final byte[] around = new byte[source.length + 20];
        System.arraycopy(source, 0, around, 10, source.length);
        final byte[] target = new byte[size];
        return Arrays.copyOf(target, codec.decompress(around, 10, source.length, target, size));
    }
}
