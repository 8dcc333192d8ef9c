package dev.intarsia.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Makes Arrow inputs. */
public final class ArrowFiles {
    static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("id", new ArrowType.Int(64, true)), Field.nullable("name", ArrowType.Utf8.INSTANCE)));

    private static final Schema LISTS = new Schema(List.of(
            Field.nullable("id", new ArrowType.Int(64, true)),
            new Field(
                    "tags",
                    FieldType.nullable(ArrowType.List.INSTANCE),
                    List.of(Field.nullable("item", new ArrowType.Int(32, true))))));

    private ArrowFiles() {}

    /** An IPC stream of batches of ids, counted from 0, and names; every tenth row is null. */
    public static Path stream(final Path path, final int batches, final int rowsPerBatch) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
                OutputStream out = Files.newOutputStream(path);
                ArrowWriter writer = new ArrowStreamWriter(root, null, out)) {
            write(root, writer, batches, rowsPerBatch);
        }
        return path;
    }

    /** The same as an IPC file. */
    public static Path file(final Path path, final int batches, final int rowsPerBatch) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
                OutputStream out = Files.newOutputStream(path);
                ArrowWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(out))) {
            write(root, writer, batches, rowsPerBatch);
        }
        return path;
    }

    /** A stream with a column of lists. */
    static Path lists(final Path path) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(LISTS, allocator);
                OutputStream out = Files.newOutputStream(path);
                ArrowWriter writer = new ArrowStreamWriter(root, null, out)) {
            ((BigIntVector) root.getVector("id")).setSafe(0, 1);
            final UnionListWriter tags = ((ListVector) root.getVector("tags")).getWriter();
            tags.startList();
            tags.integer().writeInt(7);
            tags.endList();
            tags.setValueCount(1);
            root.setRowCount(1);
            writer.start();
            writer.writeBatch();
            writer.end();
        }
        return path;
    }

    /** A stream with a column that Parquet cannot have: a struct without fields. */
    static Path refused(final Path path) throws IOException {
        final Schema hollow = new Schema(List.of(Field.nullable("hollow", ArrowType.Struct.INSTANCE)));
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(hollow, allocator);
                OutputStream out = Files.newOutputStream(path);
                ArrowWriter writer = new ArrowStreamWriter(root, null, out)) {
            writer.start();
            writer.end();
        }
        return path;
    }

    /** A stream of three rows that are all alike. */
    static Path constant(final Path path) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                BigIntVector nought = new BigIntVector("nought", allocator);
                VectorSchemaRoot root = VectorSchemaRoot.of(nought);
                OutputStream out = Files.newOutputStream(path);
                ArrowWriter writer = new ArrowStreamWriter(root, null, out)) {
            for (int row = 0; row < 3; row++) {
                nought.setSafe(row, 0);
            }
            root.setRowCount(3);
            writer.writeBatch();
            writer.end();
        }
        return path;
    }

    /** A stream of dictionary-encoded words, whose second batch replaces the dictionary. */
    static Path replacedDictionary(final Path path) throws IOException {
        final DictionaryEncoding encoding = new DictionaryEncoding(1, false, null);
        try (RootAllocator allocator = new RootAllocator();
                VarCharVector words = new VarCharVector("words", allocator);
                IntVector wood =
                        new IntVector("wood", new FieldType(true, new ArrowType.Int(32, true), encoding), allocator);
                VectorSchemaRoot root = VectorSchemaRoot.of(wood);
                OutputStream out = Files.newOutputStream(path)) {
            final MapDictionaryProvider dictionaries = new MapDictionaryProvider(new Dictionary(words, encoding));
            try (ArrowWriter writer = new ArrowStreamWriter(root, dictionaries, out)) {
                for (final String word : List.of("oak", "ash")) {
                    words.setSafe(0, word.getBytes(StandardCharsets.UTF_8));
                    words.setValueCount(1);
                    wood.setSafe(0, 0);
                    wood.setNull(1);
                    root.setRowCount(2);
                    writer.writeBatch();
                }
                writer.end();
            }
        }
        return path;
    }

    private static void write(
            final VectorSchemaRoot root, final ArrowWriter writer, final int batches, final int rowsPerBatch)
            throws IOException {
        final BigIntVector id = (BigIntVector) root.getVector("id");
        final VarCharVector name = (VarCharVector) root.getVector("name");
        long next = 0;
        writer.start();
        for (int batch = 0; batch < batches; batch++) {
            for (int row = 0; row < rowsPerBatch; row++) {
                if (next % 10 == 3) {
                    id.setNull(row);
                    name.setNull(row);
                } else {
                    id.setSafe(row, next);
                    name.setSafe(row, ("name " + next * 7919).getBytes(StandardCharsets.UTF_8));
                }
                next++;
            }
            root.setRowCount(rowsPerBatch);
            writer.writeBatch();
        }
        writer.end();
    }
}
