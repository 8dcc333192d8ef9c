package dev.intarsia.cli.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ValueVectorUtility;

/** One Arrow input, read batch by batch. Confined to one thread. */
public final class ArrowInput implements AutoCloseable {
    private static final String STANDARD_INPUT = "standard input";

    private final String name;
    private final BufferAllocator allocator;
    private final ArrowReader reader;
    /** What a stream is read through; null for a file, whose footer tells where batches end. */
    private final WatchedChannel watched;

    private Schema schema;
    private VectorSchemaRoot batch;

    private ArrowInput(
            final String name,
            final BufferAllocator allocator,
            final ArrowReader reader,
            final WatchedChannel watched) {
        this.name = name;
        this.allocator = allocator;
        this.reader = reader;
        this.watched = watched;
    }

    /**
     * Opens a file, or anything else that has a path and can be read, such as a named pipe.
     *
     * @param allocator gives the memory of one batch; borrowed until this is closed
     * @throws InputException if it is missing, cannot be read or is not Arrow
     */
    public static ArrowInput open(final Path path, final BufferAllocator allocator) throws IOException {
        final String name = path.toString();
        if (Files.isDirectory(path)) {
            throw new InputException(name, "is a directory: name the files in it", null);
        }
        try {
            return Files.isRegularFile(path)
                    ? openFile(name, FileChannel.open(path, StandardOpenOption.READ), allocator)
                    : openStream(name, Files.newInputStream(path), allocator);
        } catch (final NoSuchFileException e) {
            throw new InputException(name, "does not exist: check the path", e);
        } catch (final AccessDeniedException e) {
            throw new InputException(name, "may not be read: permission denied", e);
        }
    }

    /**
     * Opens standard input, which may carry a stream or a file.
     *
     * @throws InputException if it cannot be read or is not Arrow
     */
    public static ArrowInput openStandardInput(final InputStream in, final BufferAllocator allocator)
            throws IOException {
        return openStream(STANDARD_INPUT, in, allocator);
    }

    private static ArrowInput openFile(final String name, final FileChannel channel, final BufferAllocator allocator)
            throws IOException {
        try {
            final Form form = Form.of(name, bytesAt(channel, 0, Form.PREFIX_BYTES));
            if (form == Form.STREAM) {
                return opened(name, allocator, channel);
            }
            final int tail = Form.MAGIC.length;
            if (channel.size() < Form.MIN_FILE_BYTES
                    || !Arrays.equals(bytesAt(channel, channel.size() - tail, tail), Form.MAGIC)) {
                throw new InputException(
                        name,
                        "is truncated: it starts like an Arrow IPC file, but does not end like one after "
                                + channel.size() + " bytes; copy or write it again",
                        null);
            }
            return initialised(
                    new ArrowInput(name, allocator, new ArrowFileReader(channel, allocator, IpcCodecs.INSTANCE), null));
        } catch (final IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** A file that comes through a pipe is a stream behind a magic: its footer is not needed. */
    private static ArrowInput openStream(final String name, final InputStream in, final BufferAllocator allocator)
            throws IOException {
        try {
            final byte[] prefix = in.readNBytes(Form.PREFIX_BYTES);
            final InputStream stream = Form.of(name, prefix) == Form.FILE
                    ? in
                    : new SequenceInputStream(new ByteArrayInputStream(prefix), in);
            return opened(name, allocator, Channels.newChannel(stream));
        } catch (final IOException | RuntimeException | Error e) {
            in.close();
            throw e;
        }
    }

    private static ArrowInput opened(
            final String name, final BufferAllocator allocator, final ReadableByteChannel channel) throws IOException {
        final WatchedChannel watched = new WatchedChannel(channel);
        return initialised(new ArrowInput(
                name, allocator, new ArrowStreamReader(watched, allocator, IpcCodecs.INSTANCE), watched));
    }

    private static ArrowInput initialised(final ArrowInput input) throws IOException {
        try {
            input.readSchema();
            return input;
        } catch (final IOException | RuntimeException | Error e) {
            input.close();
            throw e;
        }
    }

    /** The schema of the batches; dictionary-encoded columns have the type of their indices. */
    public Schema schema() {
        return schema;
    }

    /** The dictionaries of the loaded batch: borrowed until the next, which may replace them, is loaded. */
    public DictionaryProvider dictionaries() {
        return reader;
    }

    /**
     * Loads the next batch.
     *
     * @return whether there was one
     * @throws InputException if the input is cut off or damaged
     */
    public boolean loadNextBatch() throws IOException {
        batch = null;
        return reading(() -> {
            final boolean loaded = reader.loadNextBatch();
            if (!loaded) {
                if (watched != null && watched.endedWithinMessage()) {
                    throw truncated(null);
                }
                return false;
            }
            final VectorSchemaRoot root = reader.getVectorSchemaRoot();
            root.getFieldVectors().forEach(ArrowInput::validate);
            for (final Dictionary dictionary : reader.getDictionaryVectors().values()) {
                validate(dictionary.getVector());
            }
            batch = root;
            return true;
        });
    }

    /** The loaded batch: borrowed until the next is loaded or this is closed. */
    public VectorSchemaRoot batch() {
        return batch;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void readSchema() throws IOException {
        schema = reading(() -> reader.getVectorSchemaRoot().getSchema());
    }

    private <T> T reading(final Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (final InputException e) {
            throw e;
        } catch (final OutOfMemoryException e) {
            throw new InputException(
                    name,
                    "has a batch that does not fit: " + allocator.getLimit()
                            + " bytes are set aside for one batch; cut the input into smaller record batches",
                    e);
        } catch (final IOException | RuntimeException | OutOfMemoryError e) {
            // A damaged length can ask for any amount of memory, hence the last of these.
            throw watched != null && watched.ended() ? truncated(e) : damaged(e);
        }
    }

    /**
     * Checks what Arrow checks rightly. Its validation refuses maps, list views and fixed-size lists of any content, and
     * decimals without naming them; the writer looks at those, as at all others, before it reads them.
     */
    private static void validate(final FieldVector vector) {
        final ArrowType type = vector.getField().getType();
        if (type instanceof ArrowType.Decimal) {
            ValueVectorUtility.validate(vector);
        } else if (vector.getField().getChildren().isEmpty() && !type.isComplex()) {
            ValueVectorUtility.validateFull(vector);
        }
    }

    private InputException truncated(final Throwable cause) {
        return new InputException(
                name,
                "is truncated: it ends within a message, after " + watched.bytes() + " bytes; copy or write it again",
                cause);
    }

    private InputException damaged(final Throwable cause) {
        final String told = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new InputException(name, "cannot be read as Arrow: " + told, cause);
    }

    private static byte[] bytesAt(final FileChannel channel, final long position, final int length) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        long at = position;
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, at);
            at += Math.max(0, read);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }
}
