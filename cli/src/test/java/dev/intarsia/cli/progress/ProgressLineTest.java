package dev.intarsia.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter text = new StringWriter();
    private long nanos = 1_000;

    @Test
    void elsewhereALineComesEverySecond() {
        final ProgressLine line = line(false);
        for (int tick = 0; tick < 25; tick++) {
            nanos += TimeUnit.MILLISECONDS.toNanos(100);
            final int now = tick;
            line.maybe(() -> "tick " + now);
        }
        line.clear();

        assertThat(text.toString().lines()).containsExactly("tick 9", "tick 19");
        assertThat(text.toString()).doesNotContain("\r\u001B");
    }

    @Test
    void onATerminalTheLineIsWrittenOverAndWiped() {
        final ProgressLine line = line(true);
        for (final String each : new String[] {"long line", "short"}) {
            nanos += TimeUnit.MILLISECONDS.toNanos(200);
            line.maybe(() -> each);
        }
        line.clear();
        line.clear();

        assertThat(text.toString()).isEqualTo("\rlong line\rshort    \r     \r");
    }

    @Test
    void aLineNeverWraps() {
        final ProgressLine line = line(true);
        nanos += TimeUnit.SECONDS.toNanos(1);
        line.maybe(() -> "x".repeat(200));

        assertThat(text.toString()).hasSize(1 + ProgressLine.MAX_COLUMNS);
    }

    private ProgressLine line(final boolean terminal) {
        return new ProgressLine(new PrintWriter(text), terminal, () -> nanos);
    }
}
