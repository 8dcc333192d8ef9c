package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.buffer.Part;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/**
 * A quarter of the target of a thousand files of fifty columns in 256 MiB, in a quarter of that: what each needs
 * to be ended is in it.
 */
class ManyFilesTest {
    private static final int FILES = 250;
    private static final int COLUMNS = 50;
    private static final int ROWS = 60;

    private static Schema schema() {
        final List<Field> fields = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            final ArrowType type =
                    switch (i % 3) {
                        case 0 -> new ArrowType.Utf8();
                        case 1 -> new ArrowType.Int(64, true);
                        default -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
                    };
            fields.add(FlatTypes.field("column" + i, type, i % 2 == 0));
        }
        return new Schema(fields);
    }

    @Test
    void theyAreOpenTogetherAndAllOfThemEnd(
            @Budget(64 << 20) final WriterContext context, final BufferAllocator allocator) {
        final Schema schema = schema();
        final DictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
        assertThat(context.forecast(schema, none, WriterOptions.DEFAULT, FILES).filesThatFit())
                .isGreaterThan(FILES);
        final List<ParquetWriter> writers = new ArrayList<>();
        try (VectorSchemaRoot batch = Vectors.generate(allocator, schema, ROWS, Pattern.DISTINCT, Nulls.SOME, 1)) {
            for (int i = 0; i < FILES; i++) {
                writers.add(ParquetWriter.open(context, schema, none, WriterOptions.DEFAULT));
                writers.get(i).write(batch);
            }
            assertThat(context.usedBytes()).as("with room to spare").isLessThan(context.budgetBytes() * 3 / 4);
            int more = 0;
            while (writers.get(more % FILES).tryWrite(batch)) {
                more++;
            }
            assertThat(context.usedBytes()).as("in use when it is short").isGreaterThan(context.budgetBytes() * 8 / 10);
            assertThat(context.slabBytesTaken()).isLessThanOrEqualTo(context.budgetBytes());
            for (final ParquetWriter writer : writers) {
                writer.finish();
                try (Part part = writer.splitTo(writer.bufferedBytes())) {
                    writer.durable(part.endOffset());
                }
            }
        } finally {
            writers.forEach(ParquetWriter::close);
        }
    }
}
