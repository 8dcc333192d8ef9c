package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.ColumnSummary;
import dev.intarsia.WriterContext;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.SeedGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.ColumnMetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schemas, rows and options at random. What every case must satisfy: each byte of the file has its place and each
 * figure is true (which {@link WrittenFile} looks at), and both readers find the rows. A case that does not is made
 * small, and the report says how to make it again; seeds are the numbers from 0 on.
 *
 * <p>{@code -Dintarsia.generated=2000} checks so many seeds, {@code -Dintarsia.generatedFrom=500} begins there.
 */
class GeneratedInteropTest {
    private static final SeedGroups SEEDS = SeedGroups.ofCases(200, 25);

    private static DuckDbReader duck;

    @TempDir
    Path folder;

    @BeforeAll
    static void startDuckDb() {
        duck = new DuckDbReader();
    }

    @AfterAll
    static void stopDuckDb() {
        duck.close();
    }

    static List<Integer> firstSeeds() {
        return SEEDS.firsts();
    }

    @ParameterizedTest(name = "seeds from {0} on")
    @MethodSource("firstSeeds")
    void bothReadersFindWhatWasGenerated(
            final int firstSeed, final BufferAllocator allocator, @Budget(256L << 20) final WriterContext context) {
        final AtomicInteger written = new AtomicInteger();
        SEEDS.check(firstSeed, allocator, generated -> {
            if (generated.checkWritten(folder, context, file -> assertBothReadersFind(generated, file))) {
                written.incrementAndGet();
            }
        });
        assertThat(written.get()).as("cases that were not refused").isPositive();
    }

    private static void assertBothReadersFind(final Case generated, final WrittenFile file) throws IOException {
        final Table rows = generated.rows();
        assertThat(file.summary().rows()).isEqualTo(rows.rowCount());
        BothReaders.assertParquetJavaReads(file, rows);
        if (generated.plan().isForDuckDb()) {
            BothReaders.assertDuckDbReads(file, rows, duck);
        }
        assertSummaryIsTheFooters(file);
    }

    /** What the writer says of itself is what stands in the file. */
    private static void assertSummaryIsTheFooters(final WrittenFile file) {
        final ThriftFile thrift = ThriftFile.of(file.bytes());
        assertThat(file.summary().rowGroups()).hasSize(thrift.footer().getRow_groupsSize());
        for (int column = 0; column < file.summary().columns().size(); column++) {
            final ColumnSummary summary = file.summary().columns().get(column);
            final Set<String> encodings = new TreeSet<>();
            long values = 0;
            long bytes = 0;
            for (int group = 0; group < thrift.footer().getRow_groupsSize(); group++) {
                final ColumnMetaData chunk = thrift.chunk(group, column);
                assertThat(String.join(".", chunk.getPath_in_schema())).isEqualTo(summary.path());
                assertThat(chunk.getType().name()).isEqualTo(summary.physicalType());
                chunk.getEncodings().forEach(encoding -> encodings.add(encoding.name()));
                values += chunk.getNum_values();
                bytes += chunk.getTotal_compressed_size();
            }
            assertThat(summary.encodings()).as("encodings of " + summary.path()).isEqualTo(encodings);
            assertThat(summary.values()).as("values of " + summary.path()).isEqualTo(values);
            assertThat(summary.bytes()).as("bytes of " + summary.path()).isEqualTo(bytes);
        }
    }
}
