package dev.intarsia.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowInputTest {
    @TempDir
    private Path directory;

    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingIsLeft() {
        allocator.close();
    }

    @Test
    void dictionaryEncodedColumnsComeOutWithTheirDictionaries() throws IOException {
        final Path path = directory.resolve("d.arrows");
        writeEncoded(path, new String[] {"oak", null, "ash", "oak"}, new String[] {"ash", "ash", null, "oak"});

        final List<List<String>> rows = new ArrayList<>();
        try (ArrowInput input = ArrowInput.open(path, allocator)) {
            assertThat(input.schema())
                    .isEqualTo(new Schema(List.of(
                            Field.nullable("n", new ArrowType.Int(64, true)),
                            new Field(
                                    "wood",
                                    new FieldType(
                                            true,
                                            new ArrowType.Int(32, true),
                                            new DictionaryEncoding(7, false, new ArrowType.Int(32, true))),
                                    List.of()))));
            while (input.loadNextBatch()) {
                final IntVector wood = (IntVector) input.batch().getVector("wood");
                final ValueVector words = input.dictionaries().lookup(7).getVector();
                for (int row = 0; row < input.batch().getRowCount(); row++) {
                    rows.add(List.of(
                            String.valueOf(input.batch().getVector("n").getObject(row)),
                            wood.isNull(row)
                                    ? "null"
                                    : words.getObject(wood.get(row)).toString()));
                }
            }
        }

        assertThat(rows)
                .containsExactly(
                        List.of("0", "oak"),
                        List.of("1", "null"),
                        List.of("2", "ash"),
                        List.of("3", "oak"),
                        List.of("0", "ash"),
                        List.of("1", "ash"),
                        List.of("2", "null"),
                        List.of("3", "oak"));
    }

    private void writeEncoded(final Path path, final String[]... batches) throws IOException {
        try (VarCharVector words = new VarCharVector("words", allocator)) {
            words.setSafe(0, "oak".getBytes(StandardCharsets.US_ASCII));
            words.setSafe(1, "ash".getBytes(StandardCharsets.US_ASCII));
            words.setValueCount(2);
            final Dictionary dictionary = new Dictionary(words, new DictionaryEncoding(7, false, null));
            VectorSchemaRoot root = null;
            ArrowStreamWriter writer = null;
            try (OutputStream out = Files.newOutputStream(path)) {
                for (final String[] batch : batches) {
                    final List<FieldVector> vectors = encoded(batch, dictionary);
                    if (root == null) {
                        root = new VectorSchemaRoot(vectors);
                        writer = new ArrowStreamWriter(root, new MapDictionaryProvider(dictionary), out);
                        writer.start();
                    } else {
                        for (int i = 0; i < vectors.size(); i++) {
                            vectors.get(i).makeTransferPair(root.getVector(i)).transfer();
                        }
                    }
                    root.setRowCount(batch.length);
                    writer.writeBatch();
                }
                writer.end();
            } finally {
                writer.close();
                root.close();
            }
        }
    }

    private List<FieldVector> encoded(final String[] values, final Dictionary dictionary) {
        final BigIntVector numbers = new BigIntVector("n", allocator);
        try (VarCharVector wood = new VarCharVector("wood", allocator)) {
            for (int row = 0; row < values.length; row++) {
                numbers.setSafe(row, row);
                if (values[row] != null) {
                    wood.setSafe(row, values[row].getBytes(StandardCharsets.US_ASCII));
                }
            }
            numbers.setValueCount(values.length);
            wood.setValueCount(values.length);
            return List.of(numbers, (FieldVector) DictionaryEncoder.encode(wood, dictionary));
        }
    }
}
