package dev.intarsia.cli.parquet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a file, read by position. Not a mapping: a file that shrinks while it is read must give an exception,
 * not end the process. Confined.
 */
public final class FileBytes implements Closeable {
    private final FileChannel channel;
    private final long length;

    /** Opens a file for reading. */
    public FileBytes(final Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        length = channel.size();
    }

    /** Bytes that the file had when it was opened. */
    public long length() {
        return length;
    }

    /**
     * Fills the first {@code count} bytes of {@code into}.
     *
     * @throws EOFException if the file ends before
     */
    public void read(final long offset, final byte[] into, final int count) throws IOException {
        final ByteBuffer target = ByteBuffer.wrap(into, 0, count);
        long position = offset;
        while (target.hasRemaining()) {
            final int got = channel.read(target, position);
            if (got < 0) {
                throw new EOFException("the file ends at byte " + position + " though it had " + length + " bytes when"
                        + " it was opened");
            }
            position += got;
        }
    }

    /** Reads into an array of its own; the caller has held {@code count} against {@link #length()}. */
    public byte[] read(final long offset, final int count) throws IOException {
        final byte[] bytes = new byte[count];
        read(offset, bytes, count);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
