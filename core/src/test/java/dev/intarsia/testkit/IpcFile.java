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
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An Arrow IPC file or stream, read whole. Arrow's IPC needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED}.
 *
 * @param schema its schema
 * @param batches its record batches; whoever asked closes them
 */
public record IpcFile(Schema schema, List<VectorSchemaRoot> batches) {
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
            batches.add(root.slice(0)); // shares the buffers, which the reader lets go with its next batch
        }
        return new IpcFile(root.getSchema(), batches);
    }
}
