package dev.intarsia.sink;

import dev.intarsia.FileSummary;
import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.FileFullException;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One Parquet file at a path of the local file system. Confined to one thread at a time.
 *
 * <p>The file is visible under its name only when {@link #finish} has returned: whole, and forced to the disk. Until then
 * it grows under a hidden name in the same directory. {@link #close} without {@code finish}, or any failure to write,
 * deletes it; after a failure the file refuses everything more and names the first cause.
 *
 * <p>Finished row groups leave by gathering writes of the core's own memory, within {@link #write}: a call that finds
 * {@value #DRAIN_BYTES} bytes ready waits for the operating system to take them. The file may be read and written by its
 * owner only, where the file system knows permissions.
 */
public final class LocalParquetFile implements AutoCloseable {
    /** Bytes of closed row groups at which they are written out: large enough to make system calls few. */
    static final long DRAIN_BYTES = 8L << 20;

    private enum State {
        OPEN,
        FINISHED,
        FAILED,
        CLOSED
    }

    private final Path target;
    private final IfExists ifExists;
    private final ParquetWriter writer;
    private final InProgressFile file;
    private final GatheringByteChannel channel;
    private State state = State.OPEN;
    private Throwable failure;
    private long writtenBytes;

    private LocalParquetFile(
            final Path target,
            final IfExists ifExists,
            final ParquetWriter writer,
            final InProgressFile file,
            final GatheringByteChannel channel) {
        this.target = target;
        this.ifExists = ifExists;
        this.writer = writer;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file with default options; refuses a target that exists.
     *
     * @throws IOException as the full form
     */
    public static LocalParquetFile create(final WriterContext context, final Path target, final Schema schema)
            throws IOException {
        return create(context, target, schema, WriterOptions.DEFAULT);
    }

    /**
     * Opens a file; refuses a target that exists.
     *
     * @throws IOException as the full form
     */
    public static LocalParquetFile create(
            final WriterContext context, final Path target, final Schema schema, final WriterOptions options)
            throws IOException {
        return create(context, target, schema, options, IfExists.REFUSE);
    }

    /**
     * Opens a file whose schema has no dictionaries.
     *
     * @throws IOException as the full form
     */
    public static LocalParquetFile create(
            final WriterContext context,
            final Path target,
            final Schema schema,
            final WriterOptions options,
            final IfExists ifExists)
            throws IOException {
        return create(context, target, schema, new DictionaryProvider.MapDictionaryProvider(), options, ifExists);
    }

    /**
     * Opens a file.
     *
     * @param context gives the memory; borrowed until this file is closed
     * @param target path of the file to be; its directory must exist
     * @param schema schema of every batch
     * @param dictionaries of dictionary-encoded fields; asked with every batch, which may have others; borrowed until this
     *     file is closed
     * @param options how it is written
     * @param ifExists what becomes of a file at the target
     * @throws dev.intarsia.options.UnsupportedSchemaException if a field cannot be written
     * @throws IllegalArgumentException if the options name a column that the schema does not have, or ask of one what its
     *     type cannot do
     * @throws MemoryBudgetException if the context has no room for another file
     * @throws java.nio.file.FileAlreadyExistsException if the target exists and is to be refused
     * @throws IOException if the directory is missing or cannot be written
     */
    public static LocalParquetFile create(
            final WriterContext context,
            final Path target,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final IfExists ifExists)
            throws IOException {
        return create(context, target, schema, dictionaries, options, ifExists, opened -> opened);
    }

    /** The same with something between this file and its channel: tests listen there, and let it fail. */
    static LocalParquetFile create(
            final WriterContext context,
            final Path target,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final IfExists ifExists,
            final Function<FileChannel, GatheringByteChannel> tap)
            throws IOException {
        Objects.requireNonNull(ifExists, "ifExists");
        final ParquetWriter writer = ParquetWriter.open(context, schema, dictionaries, options);
        try {
            final InProgressFile file = InProgressFile.create(target, ifExists);
            return new LocalParquetFile(target, ifExists, writer, file, tap.apply(file.channel()));
        } catch (final IOException | RuntimeException | Error e) {
            writer.close();
            throw e;
        }
    }

    /**
     * Writes a batch, whole or not at all.
     *
     * <p>Where the memory of the context does not suffice, row groups that are ready are written out, then the open one
     * is closed early, before the batch is refused.
     *
     * @param batch borrowed until this returns
     * @throws InvalidBatchException if the batch does not fit the schema; the file is unharmed
     * @throws FileFullException if the file could come over a limit of the format with it; the file is unharmed and can
     *     still be finished, see {@link #isFull}
     * @throws MemoryBudgetException if the context has no room for the batch; the file is unharmed
     * @throws IOException if the file cannot be written; it is deleted, and refuses more
     * @throws IllegalStateException if the file is finished or closed
     */
    public void write(final VectorSchemaRoot batch) throws IOException {
        requireOpen();
        try {
            writeWithRelief(batch);
            if (writer.bufferedBytes() >= DRAIN_BYTES) {
                drain();
            }
        } catch (final InvalidBatchException | FileFullException | MemoryBudgetException e) {
            throw e;
        } catch (final IOException | RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /**
     * Completes the file, forces it to the disk and gives it its name.
     *
     * @return what it holds
     * @throws MemoryBudgetException if the context has no room for the end of the file; the file is unharmed
     * @throws java.nio.file.FileAlreadyExistsException if the target has appeared in the meantime and is to be refused;
     *     this file is deleted
     * @throws IOException if the file cannot be written or named; it is deleted
     * @throws IllegalStateException if the file is finished or closed
     */
    public FileSummary finish() throws IOException {
        requireOpen();
        try {
            drain(); // makes room for what the end of the file needs
            final FileSummary summary = writer.finish();
            drain();
            if (writtenBytes != summary.bytes()) {
                throw new AssertionError(
                        target + " has " + writtenBytes + " bytes, its footer says " + summary.bytes());
            }
            file.publish(ifExists);
            writer.close();
            state = State.FINISHED;
            return summary;
        } catch (final MemoryBudgetException e) {
            throw e;
        } catch (final IOException | RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /** Deletes the file if it is not finished; gives the memory back. Does nothing the second time. */
    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.CLOSED;
            discard(null);
        }
    }

    /** Bytes of the file so far: written out, waiting to be, and an estimate of the open row group. */
    public long bytes() {
        return state == State.OPEN ? writtenBytes + writer.bufferedBytes() + writer.unflushedBytes() : writtenBytes;
    }

    /** Whether the file should be finished and another be opened, see {@link ParquetWriter#isFull}. */
    public boolean isFull() {
        return writer.isFull();
    }

    /** Row groups that have ended, by their limits, by {@link #finish} or because memory ran short. */
    public int rowGroups() {
        return writer.rowGroups();
    }

    /** Rows written so far, those of the open row group included. */
    public long rows() {
        return writer.rows();
    }

    /** The path that the finished file has. */
    public Path target() {
        return target;
    }

    /** The hidden path of the file until it is finished, for whoever must clean up after a thread that hangs. */
    public Path inProgressPath() {
        return file.path();
    }

    private void writeWithRelief(final VectorSchemaRoot batch) throws IOException {
        try {
            writer.write(batch);
            return;
        } catch (final MemoryBudgetException e) {
            if (writer.bufferedBytes() == 0 && writer.unflushedBytes() == 0) {
                throw e;
            }
        }
        if (writer.bufferedBytes() > 0) {
            drain();
            try {
                writer.write(batch);
                return;
            } catch (final MemoryBudgetException e) {
                if (writer.unflushedBytes() == 0) {
                    throw e;
                }
            }
        }
        writer.flushRowGroup();
        drain();
        writer.write(batch);
    }

    private void drain() throws IOException {
        final long ready = writer.bufferedBytes();
        if (ready == 0) {
            return;
        }
        try (Part part = writer.splitTo(ready)) {
            writtenBytes += GatheringWriter.writeFully(channel, part.nioBuffers());
            writer.durable(part.endOffset());
        } catch (final IOException e) {
            throw Cause.explained("writing", target, e);
        }
    }

    private void requireOpen() throws IOException {
        switch (state) {
            case OPEN -> {}
            case FINISHED -> throw new IllegalStateException(target + " is finished: open another file for more rows");
            case CLOSED -> throw new IllegalStateException(target + " is closed: open another file for more rows");
            case FAILED ->
                throw new IOException(
                        target + " takes no more, it failed before and was deleted: " + failure.getMessage(), failure);
        }
    }

    private void fail(final Throwable cause) {
        state = State.FAILED;
        failure = cause;
        discard(cause);
    }

    private void discard(final Throwable cause) {
        try {
            writer.close();
        } finally {
            try {
                file.discard();
            } catch (final IOException e) {
                file.path().toFile().deleteOnExit();
                if (cause != null) {
                    cause.addSuppressed(e);
                }
            }
        }
    }
}
