package dev.intarsia.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

class SeedGroupsTest {
    private static final SeedGroups GROUPS = new SeedGroups(40, 7, 3);

    @Test
    void everySeedIsInOneGroup() {
        final List<Integer> seeds = new ArrayList<>();
        GROUPS.firsts().forEach(first -> GROUPS.from(first).forEach(seeds::add));
        assertThat(GROUPS.firsts()).containsExactly(40, 43, 46);
        assertThat(seeds).containsExactly(40, 41, 42, 43, 44, 45, 46);
    }

    @Test
    void everyCaseOfAGroupIsChecked(final BufferAllocator allocator) {
        final List<Long> seeds = new ArrayList<>();
        for (final int first : GROUPS.firsts()) {
            GROUPS.check(first, allocator, generated -> seeds.add(generated.seed()));
        }
        assertThat(seeds)
                .containsExactlyElementsOf(LongStream.range(40, 47).boxed().toList());
    }

    @Test
    void fewerGroupsBeginWithTheFirst() {
        assertThat(GROUPS.firstsOfOneIn(1)).isEqualTo(GROUPS.firsts());
        assertThat(GROUPS.firstsOfOneIn(2)).containsExactly(40, 46);
    }

    @Test
    void whatNobodyAsksForIsAsTheTestSays() {
        assertThat(SeedGroups.asked("intarsia.asked.by.nobody", 5, 2)).isEqualTo(new SeedGroups(0, 5, 2));
    }

    @Test
    void theCommandLineSaysHowManyAndFromWhere() {
        final String property = "intarsia.asked.by.this.test";
        System.setProperty(property, "9");
        System.setProperty(property + "From", "100");
        try {
            assertThat(SeedGroups.asked(property, 5, 2)).isEqualTo(new SeedGroups(100, 9, 2));
        } finally {
            System.clearProperty(property);
            System.clearProperty(property + "From");
        }
    }

    @Test
    void aTestThatGoesThroughNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeedGroups(0, 0, 20))
                .withMessage("0 seeds from 0 on, 20 in a group, are no seeds to go through");
    }
}
