package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.CaptureMode;
import dev.intarsia.ParquetWriter;
import dev.intarsia.options.InvalidBatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What a writer refuses whatever the memory. Static functions. */
final class Refused {
    private Refused() {}

    /** Everything, by a writer that is not open any more, with a word that says why. */
    static void all(
            final ParquetWriter writer, final History history, final BufferAllocator allocator, final String why) {
        try (VectorSchemaRoot root = history.vectors(new History.Batch(1, 1), allocator)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.write(root))
                    .withMessageContaining(why);
        }
        assertThatIllegalStateException().isThrownBy(writer::flushRowGroup).withMessageContaining(why);
        assertThatIllegalStateException()
                .isThrownBy(() -> writer.capture(CaptureMode.KEEP_OPEN))
                .withMessageContaining(why);
        assertThatIllegalStateException().isThrownBy(writer::finish).withMessageContaining(why);
    }

    /** A batch of another schema. */
    static void invalid(
            final ParquetWriter writer,
            final History history,
            final SplittableRandom random,
            final BufferAllocator allocator) {
        final List<Column> others = new ArrayList<>(history.columns());
        others.add(others.contains(Column.FLAG) ? Column.NUMBER : Column.FLAG);
        final History other = new History(others, List.of());
        try (VectorSchemaRoot root = other.vectors(new History.Batch(random.nextLong(), 3), allocator)) {
            assertThatExceptionOfType(InvalidBatchException.class).isThrownBy(() -> writer.write(root));
        }
    }
}
