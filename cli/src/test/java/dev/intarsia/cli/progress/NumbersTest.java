package dev.intarsia.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void bytesHaveThreeDigitsAndABinaryUnit() {
        assertThat(Numbers.bytes(0)).isEqualTo("0 B");
        assertThat(Numbers.bytes(1023)).isEqualTo("1023 B");
        assertThat(Numbers.bytes(1024)).isEqualTo("1.00 KiB");
        assertThat(Numbers.bytes(13 << 20)).isEqualTo("13.0 MiB");
        assertThat(Numbers.bytes((1L << 30) - 1)).isEqualTo("1.00 GiB");
        assertThat(Numbers.bytes(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
    }

    @Test
    void countsAreRoundedInDecimalUnits() {
        assertThat(Numbers.rough(999)).isEqualTo("999");
        assertThat(Numbers.rough(1_250_000)).isEqualTo("1.25M");
        assertThat(Numbers.rough(999_600)).isEqualTo("1.00M");
        assertThat(Numbers.grouped(1_048_576)).isEqualTo("1,048,576");
        assertThat(Numbers.counted(1, "file")).isEqualTo("1 file");
        assertThat(Numbers.counted(0, "file")).isEqualTo("0 files");
    }

    @Test
    void timesShareTheUnitOfTheLongest() {
        assertThat(Numbers.times(500, 1_500, 999_000)).isEqualTo("0.50/1.50/999 us");
        assertThat(Numbers.times(210_000, 3_400_000, 17_500_000)).isEqualTo("0.21/3.40/17.5 ms");
        assertThat(Numbers.times(10_000_000, 2_000_000_000L)).isEqualTo("0.01/2.00 s");
        assertThat(Numbers.seconds(Duration.ofMillis(12_340))).isEqualTo("12.3 s");
    }

    @Test
    void megabytesAreMillions() {
        assertThat(Numbers.megabytesPerSecond(142_000_000, 1)).isEqualTo("142 MB/s");
        assertThat(Numbers.ratio(3.14159)).isEqualTo("3.14x");
    }
}
