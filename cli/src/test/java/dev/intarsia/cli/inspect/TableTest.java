package dev.intarsia.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    private static Table table() {
        final Table table = new Table()
                .paths("path", 9, 8)
                .numbers("count", 5)
                .words("nothing", 8)
                .texts("text", 2, 6);
        table.row("a.very.long.path", "1", "", "some words");
        table.row("b", "1,000", "", "");
        return table;
    }

    @Test
    void cellsAreAlignedAndEmptyColumnsLeftOut() {
        assertThat(table().lines(80))
                .containsExactly(
                        "path              count  text",
                        "a.very.long.path      1  some words",
                        "b                 1,000");
    }

    @Test
    void cellsAreCutBeforeColumnsGo() {
        final Table table = table();
        assertThat(table.lines(26))
                .containsExactly("path      count  text", "a.v...th      1  some w...", "b         1,000");
        assertThat(table.omitted()).isEmpty();
    }

    @Test
    void theLightestColumnGoesFirstAndIsNamed() {
        final Table table = table();
        assertThat(table.lines(20))
                .containsExactly("path           count", "a.ver....path      1", "b              1,000");
        assertThat(table.omitted()).containsExactly("text");
        assertThat(table.lines(9)).containsExactly("path", "a.v...ath", "b");
        assertThat(table.omitted()).containsExactly("text", "count");
    }

    @Test
    void aCharacterOfTwoUnitsIsNeverSplit() {
        final Table table = new Table().texts("t", 1, 4);
        table.row("\uD83D\uDE80".repeat(9));
        assertThat(table.lines(5)).containsExactly("t", "\uD83D\uDE80\uD83D\uDE80...");
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> table().row("a")).isInstanceOf(IllegalArgumentException.class);
    }
}
