package dev.intarsia.testkit.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A check that cannot fail is a defect: every rule is broken by a file that is sound but for that. */
class MutationTest {
    private static final Map<Mutation.Base, byte[]> FILES = new EnumMap<>(Mutation.Base.class);
    private static final Map<Mutation.Base, Set<Rule>> BROKEN = new EnumMap<>(Mutation.Base.class);

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() {
        FILES.put(Mutation.Base.OURS, SoundFiles.ofOurs(folder));
        FILES.put(Mutation.Base.JAVA_V1, oracle(WriterVersion.PARQUET_1_0, true));
        FILES.put(Mutation.Base.JAVA_V1_PLAIN, oracle(WriterVersion.PARQUET_1_0, false));
        FILES.put(Mutation.Base.JAVA_V2, oracle(WriterVersion.PARQUET_2_0, true));
        FILES.forEach((base, file) -> BROKEN.put(base, rules(StructureCheck.look(file, Strictness.WHOLE))));
    }

    /**
     * What parquet-java does wrong is taken back: it calls an INTERVAL UNKNOWN in the newer of its two annotations, and
     * gives bounds to a GEOMETRY.
     */
    private static byte[] oracle(final WriterVersion version, final boolean dictionaries) {
        final Mutant mutant = new Mutant(SoundFiles.ofParquetJava(folder, version, dictionaries));
        mutant.element("span").remove(10);
        for (int group = 0; group < mutant.groups.size(); group++) {
            final Mutant.Column place = mutant.column(group, "place");
            place.statistics().remove(5).remove(6);
            place.columnIndex = null;
            place.chunk.remove(6).remove(7);
        }
        return mutant.bytes();
    }

    static Stream<Mutation> mutations() {
        return Stream.of(
                        FooterMutations.all(),
                        GroupMutations.all(),
                        ChunkMutations.all(),
                        PageMutations.all(),
                        DictionaryMutations.all(),
                        StatisticsMutations.all(),
                        SizeMutations.all(),
                        IndexMutations.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void whatIsBrokenIsFoundAndNothingElse(final Mutation mutation) {
        final byte[] file = FILES.get(mutation.base());
        final Set<Rule> before = BROKEN.get(mutation.base());

        final List<Finding> findings = StructureCheck.look(mutation.change().apply(file), Strictness.WHOLE);

        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(mutation.rule());
            assertThat(finding.sentence()).contains(mutation.text());
        });
        final Set<Rule> broken = rules(findings);
        broken.removeAll(before);
        final Set<Rule> expected = EnumSet.of(mutation.rule());
        expected.addAll(mutation.also());
        expected.removeAll(before);
        assertThat(broken).as(() -> findings.toString()).isEqualTo(expected);
    }

    @Test
    void everyRuleIsBrokenByAFile() {
        final Set<Rule> broken =
                mutations().map(Mutation::rule).collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));

        assertThat(broken).containsExactlyInAnyOrder(Rule.values());
    }

    @Test
    void aMutantWithoutAMutationIsTheFile() {
        FILES.forEach((base, file) -> assertThat(rules(StructureCheck.look(new Mutant(file).bytes(), Strictness.WHOLE)))
                .as(base.name())
                .isEqualTo(BROKEN.get(base)));
    }

    private static Set<Rule> rules(final List<Finding> findings) {
        return findings.stream().map(Finding::rule).collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    }
}
