package dev.intarsia;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The import picture of core as rules, for any package root: the real one, and one whose classes break each of them.
 *
 * <p>The packages stand in {@link #STOREYS} from top to bottom; a storey with several packages holds siblings. A
 * package that is not in the picture breaks a rule by existing, so that the plan changes before the code does.
 */
final class HouseRules {
    /** Package names below the root, top to bottom; the empty name is the root itself. */
    private static final List<List<String>> STOREYS = List.of(
            List.of(""),
            List.of("internal.file"),
            List.of("internal.column"),
            List.of("internal.page"),
            List.of("internal.arrow", "internal.encoding", "internal.compress", "internal.stats"),
            List.of("internal.schema"),
            List.of("internal.format", "internal.state"),
            List.of("buffer"),
            List.of("internal.memory"),
            List.of("options"));

    private final String root;

    HouseRules(final String root) {
        this.root = root;
    }

    /** Imports point down, and siblings do not see each other. */
    ArchRule importsPointDown() {
        LayeredArchitecture picture = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true);
        for (final List<String> storey : STOREYS) {
            for (final String name : storey) {
                picture = picture.layer(label(name)).definedBy(packageOf(name));
            }
        }
        final List<String> below = new ArrayList<>();
        for (int i = STOREYS.size() - 1; i >= 0; i--) {
            for (final String name : STOREYS.get(i)) {
                picture = below.isEmpty()
                        ? picture.whereLayer(label(name)).mayNotAccessAnyLayer()
                        : picture.whereLayer(label(name)).mayOnlyAccessLayers(below.toArray(String[]::new));
            }
            STOREYS.get(i).forEach(name -> below.add(label(name)));
        }
        return picture.allowEmptyShould(true);
    }

    /** No class lives outside the picture, where no rule would see it. */
    ArchRule everyPackageIsInThePicture() {
        final String[] packages =
                STOREYS.stream().flatMap(List::stream).map(this::packageOf).toArray(String[]::new);
        return classes().should().resideInAnyPackage(packages).allowEmptyShould(true);
    }

    /** The vocabulary knows Java and itself; whatever it imported, every package would import. */
    ArchRule optionsKnowNothingOfOurs() {
        return noClasses()
                .that()
                .resideInAPackage(packageOf("options"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.intarsia..").and(not(resideInAPackage(packageOf("options")))))
                .allowEmptyShould(true);
    }

    /**
     * Raw memory is touched in one place, so that one class is read when the JVM crashes, and one is replaced later.
     */
    ArchRule onlyNativeMemoryUsesUnsafe() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(root + ".internal.memory.NativeMemory")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("jdk.internal..")
                .allowEmptyShould(true);
    }

    /** A library has no right to its host's console. */
    ArchRule nothingIsPrinted() {
        return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true);
    }

    /** Nor to its host's choice of logging. */
    ArchRule nothingIsLoggedByTheJdk() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .allowEmptyShould(true);
    }

    /** Hadoop is an oracle of the tests; the classes that users embed do not know its name. */
    ArchRule noHadoop() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hadoop..", "org.apache.parquet.hadoop..")
                .allowEmptyShould(true);
    }

    /** Of parquet-java we speak the schema; its encoders work value by value on the heap. */
    ArchRule onlyTheSchemaModelOfParquetJava() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.parquet..")
                        .and(not(resideInAnyPackage("org.apache.parquet.schema", "org.apache.parquet.column.schema"))))
                .allowEmptyShould(true);
    }

    /** A name says what a thing is; these say that nobody knew. */
    ArchRule noEmptyNames() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl)")
                .allowEmptyShould(true);
    }

    private String packageOf(final String name) {
        return name.isEmpty() ? root : root + "." + name;
    }

    private static String label(final String name) {
        return name.isEmpty() ? "(root)" : name;
    }
}
