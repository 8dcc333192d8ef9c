package dev.intarsia.cli.verify;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.nio.ByteBuffer;

/**
 * Parquet's deprecated codec LZ4. Writers disagreed on what it is: most frame blocks as Hadoop does, some wrote a raw block.
 * So what is no sequence of frames is taken for a block, as readers do. Confined.
 *
 * <p>A frame is the length of what comes out of it and one block or several, each behind its own length; lengths are four
 * bytes in big-endian. Hadoop ends at a frame of nothing, whatever follows.
 */
final class HadoopLz4 {
    private final Lz4Decompressor blocks = new Lz4Decompressor();

    /**
     * Decompresses to the start of {@code target}; returns how many bytes came out.
     *
     * @throws MalformedInputException if the source is neither frames nor a block
     */
    int decompress(
            final byte[] source, final int from, final int sourceBytes, final byte[] target, final int targetBytes) {
        try {
            return frames(ByteBuffer.wrap(source, from, sourceBytes), target, targetBytes);
        } catch (final MalformedInputException notFramed) {
            try {
                return blocks.decompress(source, from, sourceBytes, target, 0, targetBytes);
            } catch (final MalformedInputException notABlock) {
                notFramed.addSuppressed(notABlock);
                throw notFramed;
            }
        }
    }

    private int frames(final ByteBuffer frames, final byte[] target, final int targetBytes) {
        int done = 0;
        while (frames.hasRemaining()) {
            final int frameBytes = length(frames, targetBytes - done, "a frame");
            if (frameBytes == 0) {
                return done;
            }
            final int end = done + frameBytes;
            while (done < end) {
                final int blockBytes = length(frames, frames.remaining() - Integer.BYTES, "a block");
                final int got = blocks.decompress(
                        frames.array(), frames.arrayOffset() + frames.position(), blockBytes, target, done, end - done);
                if (got == 0) {
                    throw new MalformedInputException(frames.position(), "a block gives nothing where more is due");
                }
                done += got;
                frames.position(frames.position() + blockBytes);
            }
        }
        return done;
    }

    private static int length(final ByteBuffer frames, final int most, final String of) {
        if (frames.remaining() < Integer.BYTES) {
            throw new MalformedInputException(frames.position(), "it ends within the length of " + of);
        }
        final int length = frames.getInt();
        if (length < 0 || length > most) {
            throw new MalformedInputException(
                    frames.position(), "the length of " + of + " is " + length + " where " + most + " is the most");
        }
        return length;
    }
}
