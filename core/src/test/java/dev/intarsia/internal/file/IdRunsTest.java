package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdRunsTest {
    @ParameterizedTest
    @CsvSource({"1, 010100", "2, 010200", "1 2 3 9, 0201020600", "5 7 9, 03050002000200", "300, 01ac0200"})
    void numbersAreWrittenAsRuns(final String ids, final String bytes) throws StateFormatException {
        final IdRuns runs = IdRuns.of(longs(ids));
        final StateOutput out = new StateOutput();
        runs.write(out);
        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(bytes);
        final IdRuns read = IdRuns.read(new StateInput(out.toByteArray()));
        assertThat(read).isEqualTo(runs);
        assertThat(read.isOf(longs(ids), false)).isTrue();
    }

    @Test
    void aThousandInARowAreAsShortAsOne() {
        final StateOutput out = new StateOutput();
        IdRuns.of(LongStream.rangeClosed(1, 1000).boxed().toList()).write(out);
        assertThat(out.length()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "1 2 3 9, true, true",
        "2 3 9, false, true",
        "3 9, false, true",
        "9, false, true",
        "1 2 3, false, false",
        "4 9, false, true",
        "4, false, false",
        "1 2 3 9 10, false, false",
        "10, false, true",
        "4 10, false, false",
        "1 2 9, false, false"
    })
    void othersAreNotThey(final String given, final boolean all, final boolean fromFirst) {
        final IdRuns runs = IdRuns.of(List.of(1L, 2L, 3L, 9L));
        assertThat(runs.isOf(longs(given), false)).isEqualTo(all);
        assertThat(runs.isOf(longs(given), true)).isEqualTo(fromFirst);
    }

    /** Nothing is allocated for what a run claims, and nothing looks at more of it than was given. */
    @Test
    void aRunThatClaimsToBeEndlessIsNotBelieved() throws StateFormatException {
        final StateOutput out = new StateOutput();
        out.putVarint(1);
        out.putVarint(1);
        out.putVarint(Long.MAX_VALUE - 1);
        final IdRuns runs = IdRuns.read(new StateInput(out.toByteArray()));
        assertThat(runs.isOf(List.of(1L, 2L), false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"010000", "0101ffffffffffffffffff01", "0201000000", "01ffffffffffffffffff0100"})
    void runsThatDoNotAscendAreRefused(final String bytes) {
        final StateInput in = new StateInput(HexFormat.of().parseHex(bytes));
        assertThatThrownBy(() -> IdRuns.read(in))
                .isInstanceOf(StateFormatException.class)
                .hasMessageContaining("is named behind checkpoint");
    }

    private static List<Long> longs(final String text) {
        return Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    }
}
