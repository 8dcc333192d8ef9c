package dev.intarsia.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.WriterContext;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.testkit.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseTest {
    @TempDir
    Path folder;

    @Test
    void theFileOfACaseIsCheckedAndThenDeleted(
            final BufferAllocator allocator, @Budget(256L << 20) final WriterContext context) throws Throwable {
        final List<Path> checked = new ArrayList<>();
        try (Case generated = CasePlan.of(1).open(allocator)) {
            final boolean written = generated.checkWritten(folder, context, file -> {
                assertThat(file.path()).exists();
                checked.add(file.path());
            });
            assertThat(written).isTrue();
        }
        assertThat(checked).hasSize(1).allSatisfy(path -> assertThat(path).doesNotExist());
    }

    @Test
    void aFileThatIsNotWhatItMustBeIsAFailure(
            final BufferAllocator allocator, @Budget(256L << 20) final WriterContext context) {
        try (Case generated = CasePlan.of(1).open(allocator)) {
            assertThatThrownBy(() -> generated.checkWritten(folder, context, file -> {
                        throw new IOException("no such file");
                    }))
                    .hasMessage("no such file");
        }
    }

    @Test
    void nothingButIntervalsThatAreNegativeMayBeRefused() {
        Case.assertRefusable(
                new InvalidBatchException("column 'i': row 3 of the batch (counted from 0) is an interval of"
                        + " -12 months, and Parquet's intervals have no negative parts; leave it out or write the parts as columns"
                        + " of numbers"));
        assertThatThrownBy(() -> Case.assertRefusable(new InvalidBatchException(
                        "column 'i': row 3 of the batch (counted from 0) is an interval of 12")))
                .isInstanceOf(AssertionError.class);
    }
}
