package dev.intarsia.testkit.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.Compression;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sound files pass, the faults of an oracle are named, and damage of any kind ends in a finding. */
class StructureCheckTest {
    private static final int FLIPS = 250;

    @TempDir
    Path folder;

    static Stream<Arguments> codecsAndEncodings() {
        return Stream.concat(
                Stream.of(Compression.Codec.values()).map(codec -> Arguments.of(codec, ColumnEncoding.AUTO)),
                Stream.of(ColumnEncoding.values())
                        .filter(encoding -> encoding != ColumnEncoding.AUTO)
                        .map(encoding -> Arguments.of(Compression.Codec.UNCOMPRESSED, encoding)));
    }

    @ParameterizedTest
    @MethodSource("codecsAndEncodings")
    void filesOfOursAreSound(
            final Compression.Codec codec, final ColumnEncoding encoding, final BufferAllocator allocator) {
        StructureCheck.assertSound(SoundFiles.ofOurs(folder, allocator, codec.atDefaultLevel(), encoding));
    }

    @ParameterizedTest
    @EnumSource(
            value = WriterVersion.class,
            names = {"PARQUET_1_0", "PARQUET_2_0"})
    void parquetJavaCallsIntervalsUnknownAndBoundsGeometriesAndIsSoundBesides(final WriterVersion version) {
        for (final boolean dictionaries : new boolean[] {true, false}) {
            final byte[] file = SoundFiles.ofParquetJava(folder, version, dictionaries);

            assertThat(StructureCheck.look(file, Strictness.FORMAT))
                    .allMatch(finding ->
                            finding.place().contains(finding.rule() == Rule.BOUNDS_FORBIDDEN ? "'place'" : "'span'"))
                    .extracting(Finding::rule)
                    .contains(Rule.CONVERTED_TYPE, Rule.VALUE_RANGE, Rule.BOUNDS_FORBIDDEN)
                    .containsOnly(Rule.CONVERTED_TYPE, Rule.VALUE_RANGE, Rule.BOUNDS_FORBIDDEN);
        }
    }

    @Test
    void whatIsClaimedBeyondOurFilesIsSoundWhereItIsTrue() {
        final Mutant mutant = new Mutant(SoundFiles.ofOurs(folder));
        final List<Struct> order = GroupMutations.sorting(0, false, false);
        order.addAll(GroupMutations.sorting(1, true, true));
        mutant.group(0).set(4, order);
        mutant.group(1).set(4, order);
        mutant.column("id").statistics().set(4, 150L);
        mutant.column("text").statistics().set(4, 9L);

        StructureCheck.assertSound(mutant.bytes());
    }

    @Test
    void theErrorHasASentenceForEachFinding() {
        final Mutant mutant = new Mutant(SoundFiles.ofOurs(folder));
        mutant.column(1, "id").statistics().set(3, 7L);
        Mutation.add(mutant.column("text").pages.get(1).header, 4, 1);
        final byte[] file = mutant.bytes();

        final List<String> findings = StructureCheck.findings(file);

        assertThat(findings).hasSize(2);
        assertThat(findings.get(0))
                .matches("row group 0, column 'text', page 1 at byte \\d+: crc is -?\\d+, and should be -?\\d+ "
                        + "\\[PAGE_CRC: crc is the CRC-32 of the bytes as stored\\]");
        assertThat(findings.get(1))
                .isEqualTo(
                        "row group 1, column 'id': null_count is 7, and should be 0 [NULL_COUNT: null_count is exact]");
        assertThatThrownBy(() -> StructureCheck.assertSound(file))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 findings in the file")
                .hasMessageContaining(findings.get(0))
                .hasMessageContaining(findings.get(1));
    }

    @Test
    void theCheckerKnowsNoParquetLibraryAndNothingOfOurs() {
        classes()
                .that()
                .resideInAPackage("dev.intarsia.testkit.structure")
                .and()
                .haveNameNotMatching(".*(Test|SoundFiles)(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.airlift.compress..", "dev.intarsia.testkit.structure")
                .check(new ClassFileImporter().importPackages("dev.intarsia.testkit.structure"));
    }

    @Test
    void everyByteOfAPageIsWatched() {
        final byte[] file = SoundFiles.ofOurs(folder);
        final int dataEnd = file.length - 8 - new Cursor(file, file.length - 8L, file.length).i32();
        final SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < FLIPS; i++) {
            final int at = random.nextInt(dataEnd);
            final byte[] damaged = Mutant.withByte(file, at, file[at] ^ 1 << random.nextInt(Byte.SIZE));

            assertThat(StructureCheck.findings(damaged))
                    .as("findings in a file whose byte %s is another", at)
                    .isNotEmpty();
        }
    }

    @Test
    void noDamageEndsInAnythingButFindings() {
        final byte[] file = SoundFiles.ofParquetJava(folder, WriterVersion.PARQUET_2_0, false);
        final SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < FLIPS; i++) {
            final byte[] damaged = file.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                // Half of them in the last tenth, where footer and indexes are.
                final int from = random.nextBoolean() ? 0 : file.length * 9 / 10;
                damaged[random.nextInt(from, file.length)] = (byte) random.nextInt();
            }

            assertThatCode(() -> StructureCheck.findings(damaged)).doesNotThrowAnyException();
        }
        for (int length = 0; length < file.length; length += 1 + random.nextInt(file.length / 20)) {
            assertThat(StructureCheck.findings(Arrays.copyOf(file, length)))
                    .as("findings in the first %s bytes", length)
                    .isNotEmpty();
        }
    }
}
