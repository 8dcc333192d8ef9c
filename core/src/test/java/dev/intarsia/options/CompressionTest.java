package dev.intarsia.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void everyCodecIsReadByItsNameInAnyCase(final Compression.Codec codec) {
        assertThat(Compression.parse(codec.name())).isEqualTo(codec.atDefaultLevel());
        assertThat(Compression.parse(codec.name().toLowerCase(Locale.ROOT))).isEqualTo(codec.atDefaultLevel());
    }

    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void whatACompressionPrintsIsReadBack(final Compression.Codec codec) {
        assertThat(Compression.parse(codec.atDefaultLevel().toString())).isEqualTo(codec.atDefaultLevel());
    }

    @Test
    void theTwoLz4AreTwo() {
        assertThat(Compression.parse("lz4")).isEqualTo(Compression.LZ4).isNotEqualTo(Compression.LZ4_RAW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"brotli", "BROTLI:4", "lzo", "LZO"})
    void aCodecWithoutAnEncoderInJavaIsRefusedWithTheReasonAndAnother(final String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.parse(text))
                .withMessageContaining("there is no encoder of "
                        + text.replaceAll(":.*", "").toUpperCase(Locale.ROOT) + " in pure Java; choose ZSTD, or GZIP");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNamesThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.parse("zip"))
                .withMessage("there is no compression 'zip'; choose one of"
                        + " UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW, LZ4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip:0", "gzip:10", "zstd:4", "lz4:1", "snappy:1"})
    void aLevelThatIsNotHonouredIsRefused(final String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.parse(text))
                .withMessageContaining("is not available");
    }

    @Test
    void aLevelIsANumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.parse("gzip:best"))
                .withMessage("compression level 'best' in 'gzip:best' is not a whole number");
    }
}
