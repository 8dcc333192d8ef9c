package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.intarsia.internal.memory.NativeMemory;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.util.MemoryUtil;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Core keeps the house rules, and each of them notices a class that does not. */
final class ArchitectureTest {
    private static final String VIOLATIONS = "dev.intarsia.violations";
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.intarsia");
    private static final JavaClasses VIOLATORS = new ClassFileImporter().importPackages(VIOLATIONS);

    @Test
    void theClassesOfCoreAreSeenAndTheTestsAreNot() {
        assertThat(CORE.contain(NativeMemory.class)).isTrue();
        assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void coreKeeps(final Function<HouseRules, ArchRule> rule) {
        rule.apply(new HouseRules("dev.intarsia")).check(CORE);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void aViolationIsNoticed(final Function<HouseRules, ArchRule> rule, final String violator) {
        final EvaluationResult result = rule.apply(new HouseRules(VIOLATIONS)).evaluate(VIOLATORS);

        assertThat(result.getFailureReport().getDetails())
                .anySatisfy(detail -> assertThat(detail).contains(VIOLATIONS + "." + violator));
    }

    @Test
    void aNeighbourThatObeysIsNotBlamed() {
        final EvaluationResult result =
                new HouseRules(VIOLATIONS).importsPointDown().evaluate(VIOLATORS);

        assertThat(result.getFailureReport().getDetails()).noneSatisfy(detail -> assertThat(detail)
                .startsWith("Method <" + VIOLATIONS + ".internal.page.LooksDown"));
    }

    @Test
    void rawMemoryElsewhereIsNoticed() {
        // A fixture of our own would not compile without a warning; Arrow has such a class.
        final JavaClasses arrow = new ClassFileImporter().importClasses(MemoryUtil.class);

        assertThat(new HouseRules("dev.intarsia")
                        .onlyNativeMemoryUsesUnsafe()
                        .evaluate(arrow)
                        .hasViolation())
                .isTrue();
    }

    private static Stream<Named<Function<HouseRules, ArchRule>>> rules() {
        return Stream.of(
                rule("imports point down", HouseRules::importsPointDown),
                rule("every package is in the picture", HouseRules::everyPackageIsInThePicture),
                rule("options know nothing of ours", HouseRules::optionsKnowNothingOfOurs),
                rule("only NativeMemory uses Unsafe", HouseRules::onlyNativeMemoryUsesUnsafe),
                rule("nothing is printed", HouseRules::nothingIsPrinted),
                rule("nothing is logged by the JDK", HouseRules::nothingIsLoggedByTheJdk),
                rule("no Hadoop", HouseRules::noHadoop),
                rule("only the schema model of parquet-java", HouseRules::onlyTheSchemaModelOfParquetJava),
                rule("no empty names", HouseRules::noEmptyNames));
    }

    private static Stream<Arguments> violations() {
        return Stream.of(
                violation("imports point down", HouseRules::importsPointDown, "internal.memory.LooksUp"),
                violation("siblings are strangers", HouseRules::importsPointDown, "internal.stats.KnowsItsSibling"),
                violation("options are the ground", HouseRules::importsPointDown, "options.KnowsTooMuch"),
                violation(
                        "every package is known",
                        HouseRules::everyPackageIsInThePicture,
                        "internal.elsewhere.Homeless"),
                violation("options know nothing", HouseRules::optionsKnowNothingOfOurs, "options.KnowsTooMuch"),
                violation("nothing is printed", HouseRules::nothingIsPrinted, "internal.format.Noisy"),
                violation("nothing is logged", HouseRules::nothingIsLoggedByTheJdk, "internal.format.Noisy"),
                violation("no Hadoop", HouseRules::noHadoop, "internal.schema.KnowsHadoop"),
                violation("schema only", HouseRules::onlyTheSchemaModelOfParquetJava, "internal.schema.KnowsHadoop"),
                violation("no empty names", HouseRules::noEmptyNames, "internal.encoding.BitHelper"));
    }

    private static Arguments violation(
            final String name, final Function<HouseRules, ArchRule> rule, final String violator) {
        return Arguments.of(rule(name, rule), violator);
    }

    private static Named<Function<HouseRules, ArchRule>> rule(
            final String name, final Function<HouseRules, ArchRule> rule) {
        return Named.of(name, rule);
    }
}
