package dev.intarsia;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.file.FileTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a file that goes on: put behind the durable bytes, the tail makes a complete, valid Parquet file of the
 * rows that were captured. Immutable and thread-safe, as long as nobody closes it under a reader; transferred to
 * whoever built it, who closes it.
 *
 * <p>Its bytes lie in the memory of the context, most of them where the encoder wrote them, and count in the
 * budget until it is closed.
 */
public final class Checkpoint implements AutoCloseable {
    private final long id;
    private final FileSummary summary;
    private final Part tail;
    private final int storedColumns;
    private final FileTail form;
    private final AtomicBoolean handedOver = new AtomicBoolean();

    Checkpoint(
            final long id, final FileSummary summary, final Part tail, final int storedColumns, final FileTail form) {
        this.id = id;
        this.summary = summary;
        this.tail = tail;
        this.storedColumns = storedColumns;
        this.form = form;
    }

    /** Number of the capture that it was built from. */
    public long id() {
        return id;
    }

    /** What the file holds if it ends here. */
    public FileSummary summary() {
        return summary;
    }

    /**
     * Columns whose last pages were stored, because there was no time to compress them: what a host looks at that would
     * rather wait longer than save more bytes. Always 0 for a build without a deadline.
     */
    public int storedColumns() {
        return storedColumns;
    }

    /** File offset of the first byte of the tail; the bytes before it are durable. */
    public long fileOffset() {
        return tail.fileOffset();
    }

    /** Bytes of the tail. */
    public long length() {
        return tail.length();
    }

    /**
     * The tail in file order as direct, read-only views, new at every call; borrowed until {@link #close}.
     *
     * @throws IllegalStateException if the checkpoint is closed or completed
     */
    public ByteBuffer[] nioBuffers() {
        if (handedOver.get()) {
            throw tailIsGone();
        }
        return tail.nioBuffers();
    }

    /** Bytes that {@link #writeTo} writes. */
    public long bytes() {
        return form.bytes(length());
    }

    /**
     * Writes the tail in its serial form: its bytes with checksums, and all that it takes to {@linkplain
     * ParquetWriter#restore go on} with the file, or to {@linkplain SavedFile#complete end} it.
     *
     * @param channel in blocking mode; borrowed until this returns, and left open
     * @throws IOException if the channel fails
     * @throws IllegalStateException if the checkpoint is closed or completed
     */
    public void writeTo(final WritableByteChannel channel) throws IOException {
        if (handedOver.get()) {
            throw new IllegalStateException(
                    "checkpoint " + id + " is closed or completed: its tail is not there any more");
        }
        form.writeTo(channel, tail.nioBuffers());
    }

    /**
     * Ends the file here: hands the tail over as the last part of it. The checkpoint is closed then.
     *
     * @return transferred: the caller closes it
     * @throws IllegalStateException if the checkpoint is closed or completed already
     */
    public Part complete() {
        if (!handedOver.compareAndSet(false, true)) {
            throw tailIsGone();
        }
        return tail;
    }

    private IllegalStateException tailIsGone() {
        return new IllegalStateException(
                "checkpoint " + id + " is closed or completed: its tail is not there any more");
    }

    /** Lets go of the tail, unless it was handed over by {@link #complete}. Idempotent, from any thread. */
    @Override
    public void close() {
        if (handedOver.compareAndSet(false, true)) {
            tail.close();
        }
    }

    @Override
    public String toString() {
        return "Checkpoint[" + id + ", " + summary.rows() + " rows, " + tail + "]";
    }
}
