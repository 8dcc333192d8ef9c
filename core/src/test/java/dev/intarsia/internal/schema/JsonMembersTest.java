package dev.intarsia.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {
    @Test
    void membersKeepTheirOrderAndTheTextOfTheirValues() {
        assertThat(JsonMembers.of(
                        " { \"a\" : -1.5e3 , \"b\":\"x,}\\\"\",\"\\u00e9\": [ {\"c\" : \"]\"}, 2 ] ,\n\"d\":{\"e\":null}\t,"
                                + "\"f\":true } "))
                .containsExactly(
                        entry("a", "-1.5e3"),
                        entry("b", "\"x,}\\\"\""),
                        entry("é", "[ {\"c\" : \"]\"}, 2 ]"),
                        entry("d", "{\"e\":null}"),
                        entry("f", "true"));
        assertThat(JsonMembers.of("{}")).isEmpty();
        assertThat(JsonMembers.of("\r\n{ }")).isEmpty();
    }

    @Test
    void stringsAreWhatTheirEscapesSay() {
        assertThat(JsonMembers.string("\"\"")).isEmpty();
        assertThat(JsonMembers.string("\"a\\b\\f\\n\\r\\t\\/\\\\\\\"\\u20AC\\ud83d\\ude00z\""))
                .isEqualTo("a\b\f\n\r\t/\\\"€😀z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\" 1}",
                "{a:1}",
                "{,}",
                "{\"a\":[1}",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\\u12\":1}",
                "{\"\\u12x4\":1}"
            })
    void whatIsNoObjectIsNotTakenForOne(final String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonMembers.of(text));
    }
}
