package dev.intarsia.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.testkit.Tables;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

/** The generator makes everything that it is there for, the same for the same seed, and keeps to what it was told. */
class GeneratorTest {
    private static final int SEEDS = 300;

    @Test
    void threeHundredSeedsBringEveryTypeShapeAndTrick(final BufferAllocator allocator) {
        final Map<String, Integer> counts = new TreeMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            try (Case generated = CasePlan.of(seed).open(allocator)) {
                Coverage.of(generated).forEach(name -> counts.merge(name, 1, Integer::sum));
            }
        }

        assertThat(Coverage.missing(counts))
                .as("what none of %s seeds has", SEEDS)
                .isEmpty();
    }

    @Test
    void oneSeedIsOneCase(final BufferAllocator allocator) {
        for (long seed = 0; seed < 10; seed++) {
            try (Case one = CasePlan.of(seed).open(allocator);
                    Case other = CasePlan.of(seed).open(allocator)) {
                assertThat(other.schema()).isEqualTo(one.schema());
                assertThat(other.options()).isEqualTo(one.options());
                Tables.assertEqual("the same seed", other.rows(), one.rows());
            }
        }
    }

    @Test
    void whatIsNotAskedForIsNotMade() {
        final Kinds kinds = Kinds.ALL
                .withoutForms(Form.MAP, Form.RUN_ENDS, Form.VARIANT)
                .withoutLeaves("null", "uuid")
                .forDuckDb();
        for (long seed = 0; seed < SEEDS; seed++) {
            final CasePlan plan = CasePlan.of(seed, kinds);
            assertThat(plan.isForDuckDb()).isTrue();
            assertThat(plan.columns().stream().flatMap(FieldPlan::all))
                    .noneMatch(field -> field.form() == Form.MAP
                            || field.form() == Form.RUN_ENDS
                            || field.form() == Form.VARIANT
                            || field.leaf().equals("null")
                            || field.leaf().equals("uuid"));
        }
    }
}
