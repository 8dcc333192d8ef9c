package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.intarsia.testkit.Budget;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Captures that are taken for increments, and what checkpoints a writer says are needed. */
class CaptureIncrementTest {
    private FileInProgress file;

    @BeforeEach
    void write(@Budget(128L << 20) final WriterContext context, final BufferAllocator allocator) {
        file = new FileInProgress(context, allocator);
    }

    @AfterEach
    void nothingIsLeft() {
        file.close();
    }

    /** One checkpoint was never saved, one was given up, and one made those before it superfluous. */
    @Test
    void aWriterSaysWhatCheckpointsThatAreKnownNeed() {
        assertThat(file.writer.neededCheckpoints()).isEmpty();
        file.capture().close();
        for (int id = 2; id <= 4; id++) {
            file.writer.write(file.batch);
            try (Capture capture = file.capture();
                    Increment increment = capture.since(id == 2 ? 0 : 2)) {
                assertThat(increment.id()).isEqualTo(id);
            }
        }
        assertThat(file.writer.neededCheckpoints()).containsExactly(2L, 3L, 4L);
        file.writer.confirm(4);
        assertThat(file.writer.neededCheckpoints()).containsExactly(2L, 4L);
        try (Capture capture = file.capture();
                Increment whole = capture.since(0)) {
            file.writer.confirm(whole.id());
        }
        assertThat(file.writer.neededCheckpoints()).containsExactly(5L);
    }

    @Test
    void anIncrementSinceOneCheckpointIsNoneSinceAnother() {
        try (Capture first = file.capture();
                Increment whole = first.since(0)) {
            assertThat(whole.needs()).containsExactly(1L);
        }
        file.writer.write(file.batch);
        try (Capture second = file.capture();
                Increment more = second.since(1)) {
            assertThat(more.needs()).containsExactly(1L, 2L);
        }
        file.writer.write(file.batch);
        try (Capture third = file.capture();
                Increment since2 = third.since(2);
                Increment again = third.since(2);
                Increment complete = third.since(0)) {
            assertThat(since2.needs()).containsExactly(1L, 2L, 3L).isEqualTo(again.needs());
            assertThat(complete.needs()).containsExactly(3L);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> third.since(1))
                    .withMessageContaining("checkpoint 3 was asked for as an increment since 2 already");
        }
        file.writer.write(file.batch);
        try (Capture fourth = file.capture();
                Increment more = fourth.since(3)) {
            assertThat(more.needs()).as("whichever of the two was saved").containsExactly(1L, 2L, 3L, 4L);
        }
    }
}
