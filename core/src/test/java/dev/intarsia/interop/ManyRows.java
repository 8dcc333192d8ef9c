package dev.intarsia.interop;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.WriterOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows of a file of many checkpoints, by their numbers: what is written, and what readers must find. */
final class ManyRows {
    /** No page ends where a batch does. */
    static final int BATCH = 1_003;

    static final int TEXT_BYTES = 54;
    static final int BLOOM_BYTES = 1 << 17;
    static final Schema SCHEMA = new Schema(List.of(
            Field.notNullable("number", new ArrowType.Int(64, true)),
            Field.nullable("count", new ArrowType.Int(32, true)),
            Field.notNullable("word", new ArrowType.Utf8()),
            Field.notNullable("text", new ArrowType.Utf8())));

    private static final int WORDS = 3_000;
    private static final int NULL_EVERY = 9;
    private static final int COUNTS = 1_000;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    final int rows;
    private final byte[] texts;
    private final byte[][] words = new byte[WORDS][];

    ManyRows(final int batches) {
        rows = batches * BATCH;
        texts = new byte[rows * TEXT_BYTES];
        final byte[] letters = LETTERS.getBytes(StandardCharsets.US_ASCII);
        final SplittableRandom random = new SplittableRandom(4);
        for (int at = 0; at < texts.length; at++) {
            texts[at] = letters[random.nextInt(letters.length)];
        }
        for (int word = 0; word < WORDS; word++) {
            words[word] = ("word " + word).getBytes(StandardCharsets.UTF_8);
        }
    }

    static WriterOptions options(final long rowGroupBytes) {
        final ColumnOptions plain = ColumnOptions.of(ColumnEncoding.PLAIN);
        return WriterOptions.builder()
                .rowGroupBytes(rowGroupBytes)
                .pageRows(4_000)
                .column("number", plain)
                .column("count", plain)
                .column("word", ColumnOptions.of(ColumnEncoding.DICTIONARY))
                .column(
                        "text",
                        plain.toBuilder()
                                .bloomFilter(new BloomFilter(0.01, 0, BLOOM_BYTES))
                                .build())
                .build();
    }

    static long number(final long row) {
        return row * 0x9E3779B97F4A7C15L;
    }

    static boolean hasCount(final long row) {
        return row % NULL_EVERY != 0;
    }

    static int count(final long row) {
        return (int) (row % COUNTS);
    }

    /** The word of a row, which is not to be changed. */
    byte[] word(final long row) {
        return words[(int) Long.remainderUnsigned(number(row) >>> 7, WORDS)];
    }

    boolean isTextOf(final long row, final byte[] text) {
        final int from = (int) row * TEXT_BYTES;
        return Arrays.equals(text, 0, text.length, texts, from, from + TEXT_BYTES);
    }

    /** A batch; transferred. */
    VectorSchemaRoot batch(final BufferAllocator allocator, final int which) {
        final VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        for (int i = 0; i < BATCH; i++) {
            final int row = which * BATCH + i;
            ((BigIntVector) root.getVector(0)).setSafe(i, number(row));
            if (hasCount(row)) {
                ((IntVector) root.getVector(1)).setSafe(i, count(row));
            } else {
                root.getVector(1).setNull(i);
            }
            ((VarCharVector) root.getVector(2)).setSafe(i, word(row));
            ((VarCharVector) root.getVector(3)).setSafe(i, texts, row * TEXT_BYTES, TEXT_BYTES);
        }
        root.setRowCount(BATCH);
        return root;
    }

    /** Writes all rows as lines of commas, each with its number in front. */
    Path writeLines(final Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int row = 0; row < rows; row++) {
                final String counted = hasCount(row) ? Integer.toString(count(row)) : "";
                out.write((row + "," + number(row) + "," + counted + ",").getBytes(StandardCharsets.US_ASCII));
                out.write(word(row));
                out.write(',');
                out.write(texts, row * TEXT_BYTES, TEXT_BYTES);
                out.write('\n');
            }
        }
        return file;
    }
}
