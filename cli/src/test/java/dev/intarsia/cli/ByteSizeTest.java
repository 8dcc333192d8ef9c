package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "12b, 12",
        "64k, 65536",
        "64K, 65536",
        "64KiB, 65536",
        "3 MiB, 3145728",
        "2m, 2097152",
        "1g, 1073741824",
        "1GiB, 1073741824",
        "9223372036854775807, 9223372036854775807",
    })
    void sizesHavePowersOf1024(final String text, final long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5g", "1kb", "1MB", "1 m m", "0x10", "9223372036854775808", "9999999999g"})
    void whatIsNoSizeIsRefused(final String text) {
        assertThatThrownBy(() -> new ByteSize().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"5000000, 5000000", "5_000_000, 5000000", "5m, 5000000", "500K, 500000", "1g, 1000000000"})
    void countsHavePowersOf1000(final String text, final long count) {
        assertThat(new RowCount().convert(text)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-5", "1.5m", "_1", "1kk", "99999999999999999999"})
    void whatIsNoCountIsRefused(final String text) {
        assertThatThrownBy(() -> new RowCount().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
