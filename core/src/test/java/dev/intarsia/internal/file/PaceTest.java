package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final long COLUMN_BYTES = 1_000;

    private long now = Long.MAX_VALUE - 10; // a clock may overflow, differences do not

    private Pace within(final Duration time, final int columns) {
        final Pace pace = Pace.within(time, () -> now);
        pace.begin(columns * COLUMN_BYTES);
        return pace;
    }

    /** Columns that were compressed, of so many, at a cost each; one that is stored costs a twentieth. */
    private String run(final Pace pace, final int columns, final long nanosPerColumn) {
        final StringBuilder compressed = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            final boolean may = pace.mayCompress(COLUMN_BYTES);
            now += may ? nanosPerColumn : nanosPerColumn / 20;
            compressed.append(may ? 'c' : 's');
        }
        return compressed.toString();
    }

    @Test
    void withoutADeadlineEverythingIsCompressed() {
        final Pace pace = Pace.unhurried();
        pace.begin(10 * COLUMN_BYTES);
        assertThat(run(pace, 10, 1L << 60)).isEqualTo("c".repeat(10));
        assertThat(pace.storedColumns()).isZero();
    }

    @Test
    void withoutTimeEverythingIsStored() {
        final Pace pace = within(Duration.ZERO, 10);
        assertThat(run(pace, 10, 0)).isEqualTo("s".repeat(10));
        assertThat(pace.storedColumns()).isEqualTo(10);
    }

    @Test
    void withTimeEnoughEverythingIsCompressed() {
        assertThat(run(within(MILLI, 10), 10, 50_000)).isEqualTo("c".repeat(10));
    }

    @Test
    void aTimeBeyondAnyClockIsEnough() {
        assertThat(run(within(Duration.ofSeconds(Long.MAX_VALUE), 10), 10, 50_000))
                .isEqualTo("c".repeat(10));
    }

    @Test
    void columnsAreStoredOnceTheDeadlineIsNear() {
        final long start = now;
        final Pace pace = within(MILLI, 100);
        final String columns = run(pace, 100, 20_000);
        assertThat(columns).as("ways of columns").startsWith("c".repeat(20)).contains("sss");
        assertThat(pace.storedColumns()).as("columns stored").isBetween(40, 70);
        assertThat(pace.storedColumns())
                .isEqualTo((int) columns.chars().filter(way -> way == 's').count());
        assertThat(now - start).as("time taken").isBetween(MILLI.toNanos() / 4, MILLI.toNanos() * 7 / 8);
    }

    @Test
    void aColumnThatAloneWouldTakeTooLongIsStoredAndTheOthersAreNot() {
        final Pace pace = within(MILLI, 0);
        pace.begin(1_000_000 + 2 * COLUMN_BYTES);
        assertThat(pace.mayCompress(COLUMN_BYTES)).isTrue();
        now += 5_000;
        assertThat(pace.mayCompress(1_000_000)).isFalse();
        now += 100_000;
        assertThat(pace.mayCompress(COLUMN_BYTES)).isTrue();
        assertThat(pace.storedColumns()).isEqualTo(1);
    }

    @Test
    void columnsWithNothingToCompressAreNotMeasuredAndNotCounted() {
        final Pace pace = within(MILLI, 1);
        assertThat(pace.mayCompress(0)).isTrue();
        now += 800_000; // much for no bytes, which says nothing about the codec
        assertThat(pace.mayCompress(COLUMN_BYTES)).isTrue();
        now += 800_000;
        assertThat(pace.mayCompress(0)).isTrue();
        assertThat(pace.storedColumns()).isZero();
    }

    @Test
    void aNegativeTimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pace.within(Duration.ofMillis(-1), System::nanoTime))
                .withMessageContaining("PT-0.001S")
                .withMessageContaining("give it zero, which stores every page");
    }
}
