package dev.intarsia.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An Arrow IPC file or stream, read whole. Arrow's IPC needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED}.
 *
 * @param schema its schema
 * @param batches its record batches; whoever asked closes them, which {@link #close} does too
 * @param dictionaries those of all batches, as they are after the last; where there are any, only {@link #close} lets
 *     them go
 */
public record IpcFile(Schema schema, List<VectorSchemaRoot> batches, DictionaryProvider dictionaries)
        implements AutoCloseable {
    private static final byte[] FILE_MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    /** Reads a file or a stream, told apart by the first bytes. */
    public static IpcFile read(final Path path, final BufferAllocator allocator) throws IOException {
        final boolean isFile;
        try (InputStream in = Files.newInputStream(path)) {
            isFile = Arrays.equals(in.readNBytes(FILE_MAGIC.length), FILE_MAGIC);
        }
        try (SeekableByteChannel channel = Files.newByteChannel(path);
                ArrowReader reader =
                        isFile ? new ArrowFileReader(channel, allocator) : new ArrowStreamReader(channel, allocator)) {
            return read(reader);
        }
    }

    private static IpcFile read(final ArrowReader reader) throws IOException {
        final VectorSchemaRoot root = reader.getVectorSchemaRoot();
        final List<VectorSchemaRoot> batches = new ArrayList<>();
        while (reader.loadNextBatch()) {
            batches.add(sharing(root)); // the reader lets the buffers go with its next batch
        }
        final DictionaryProvider.MapDictionaryProvider dictionaries = new DictionaryProvider.MapDictionaryProvider();
        for (final Dictionary dictionary : reader.getDictionaryVectors().values()) {
            dictionaries.put(new Dictionary(sharing(dictionary.getVector()), dictionary.getEncoding()));
        }
        return new IpcFile(root.getSchema(), batches, dictionaries);
    }

    private static VectorSchemaRoot sharing(final VectorSchemaRoot root) {
        final List<FieldVector> vectors =
                root.getFieldVectors().stream().map(IpcFile::sharing).toList();
        return new VectorSchemaRoot(root.getSchema(), vectors, root.getRowCount());
    }

    private static FieldVector sharing(final FieldVector vector) {
        return Vectors.slice(vector, 0, vector.getValueCount());
    }

    /** Lets go of the batches and the dictionaries; of those that are closed already, nothing more. */
    @Override
    public void close() {
        batches.forEach(VectorSchemaRoot::close);
        for (final long id : dictionaries.getDictionaryIds()) {
            dictionaries.lookup(id).getVector().close();
        }
    }
}
