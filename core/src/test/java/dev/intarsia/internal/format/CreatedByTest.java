package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.parquet.CorruptStatistics;
import org.apache.parquet.SemanticVersion;
import org.apache.parquet.VersionParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreatedByTest {
    @Test
    void parquetJavaParsesOurNameAndTrustsOurBinaryBounds() throws Exception {
        final VersionParser.ParsedVersion parsed = VersionParser.parse(CreatedBy.text());

        assertThat(parsed.application).isEqualTo("intarsia");
        assertThat(SemanticVersion.parse(parsed.version)).isNotNull();
        assertThat(parsed.appBuildHash).isNotBlank();
        assertThat(CorruptStatistics.shouldIgnoreStatistics(CreatedBy.text(), PrimitiveTypeName.BINARY))
                .isFalse();
        assertThat(CorruptStatistics.shouldIgnoreStatistics("intarsia", PrimitiveTypeName.BINARY))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, abc123f, intarsia version 1.2.3 (build abc123f)",
        "1.2.3-SNAPSHOT, abc123f-dirty, intarsia version 1.2.3-SNAPSHOT (build abc123f-dirty)",
        "${project.version}, ${build}, intarsia version 0.1.0 (build unknown)",
        "1.2, 'a) b', intarsia version 0.1.0 (build unknown)",
        "'', '', intarsia version 0.1.0 (build unknown)",
    })
    void aVersionOrBuildThatDoesNotFitTheFormIsReplaced(final String version, final String build, final String expected)
            throws Exception {
        final Properties properties = new Properties();
        properties.setProperty("version", version);
        properties.setProperty("build", build);

        assertThat(CreatedBy.text(properties)).isEqualTo(expected);
        assertThat(VersionParser.parse(expected).hasSemanticVersion()).isTrue();
    }

    @Test
    void withoutTheResourceTheNameIsStillTheSameEachTime() {
        assertThat(CreatedBy.text(new Properties())).isEqualTo("intarsia version 0.1.0 (build unknown)");
    }

    @Test
    void theBytesAreACopyThatNobodyElseHolds() {
        CreatedBy.bytes()[0] = 'X';

        assertThat(new String(CreatedBy.bytes(), StandardCharsets.UTF_8)).isEqualTo(CreatedBy.text());
    }
}
