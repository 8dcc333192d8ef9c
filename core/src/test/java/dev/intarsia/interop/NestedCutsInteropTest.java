package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.WriterContext;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.random.BatchPlan;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.CasePlan;
import dev.intarsia.testkit.random.Kinds;
import dev.intarsia.testkit.random.Shrinker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link BatchCutsInteropTest} says of flat columns, of lists, structs, maps, dictionaries, runs and views: a file
 * is a function of its rows and options.
 */
class NestedCutsInteropTest {
    private static final int CASES = 12;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {20_000, 30_000, 40_000})
    void theBytesDoNotDependOnHowRowsWereCutIntoBatches(
            final long firstSeed, final BufferAllocator allocator, @Budget(256L << 20) final WriterContext context) {
        Shrinker.check(
                allocator,
                Kinds.ALL,
                firstSeed,
                CASES,
                whole -> whole.checkWritten(folder, context, file -> {
                    for (final int[] sizes : new int[][] {{1, 7, 0, 64}, {33}}) {
                        try (Case cut = cut(whole.plan(), sizes).open(allocator)) {
                            Tables.assertEqual("the generator, cut otherwise,", cut.rows(), whole.rows());
                            assertThat(cut.write(folder, context).bytes())
                                    .as("the file from batches of %s rows", sizes)
                                    .isEqualTo(file.bytes());
                        }
                    }
                }));
    }

    /** The same rows in batches of these sizes, which are used in turn. */
    private static CasePlan cut(final CasePlan plan, final int... sizes) {
        final List<BatchPlan> batches = new ArrayList<>();
        for (final BatchPlan batch : plan.batches()) {
            final int factor = batch.generatedRows() > 1_000 ? 150 : 1; // each slice generates all rows
            int row = 0;
            for (int i = 0; row < batch.rows() || i == 0; i++) {
                final int size = Math.min(factor * sizes[i % sizes.length], batch.rows() - row);
                batches.add(new BatchPlan(
                        batch.seed(), batch.dictionarySeed(), batch.generatedRows(), batch.from() + row, size));
                row += size;
            }
        }
        return new CasePlan(plan.seed(), plan.columns(), batches, plan.options());
    }

    private static final Field INDEXES = new Field(
            "city",
            new FieldType(
                    true, new ArrowType.Int(32, true), new DictionaryEncoding(5, false, new ArrowType.Int(32, true))),
            null);

    /**
     * Entries in another order, twice, or never used: who reads the rows sees none of it, and neither does the file.
     */
    @Test
    void theBytesDoNotDependOnTheDictionariesThatTheRowsCameWith(
            final BufferAllocator allocator, final WriterContext context) {
        final List<String> cities =
                IntStream.range(0, 50).mapToObj(i -> "Wien " + i).toList();
        final SplittableRandom random = new SplittableRandom(4);
        final int[] rows = random.ints(2_000, 0, cities.size()).toArray();
        for (final int dictionaryBytes : new int[] {1 << 20, 200}) {
            final WriterOptions options = WriterOptions.builder()
                    .pageRows(150)
                    .rowGroupRows(900)
                    .dictionaryPageBytes(dictionaryBytes)
                    .build();
            final byte[] first = write(allocator, context, options, cities, rows, 2_000, 0);
            for (int turn = 0; turn <= 7; turn += 7) {
                assertThat(write(allocator, context, options, cities, rows, 130, turn))
                        .isEqualTo(first);
            }
        }
    }

    /** Each batch has a dictionary of its own, turned by so many entries more than that of the batch before. */
    private byte[] write(
            final BufferAllocator allocator,
            final WriterContext context,
            final WriterOptions options,
            final List<String> cities,
            final int[] rows,
            final int batchRows,
            final int turn) {
        final List<Dictionary> dictionaries = new ArrayList<>();
        final List<VectorSchemaRoot> batches = new ArrayList<>();
        for (int from = 0; from < rows.length; from += batchRows) {
            final int shift = turn * batches.size();
            final VarCharVector entries = new VarCharVector("entries", allocator);
            for (int entry = 0; entry < cities.size(); entry++) {
                final String city = cities.get(Math.floorMod(entry - shift, cities.size()));
                entries.setSafe(entry, city.getBytes(StandardCharsets.UTF_8));
            }
            for (int again = 0; again < shift; again++) {
                entries.setSafe(cities.size() + again, entries.get(again % cities.size()));
            }
            entries.setValueCount(cities.size() + shift);
            final IntVector indexes = (IntVector) INDEXES.createVector(allocator);
            final int count = Math.min(batchRows, rows.length - from);
            for (int row = 0; row < count; row++) {
                if (rows[from + row] == 13) {
                    indexes.setNull(row);
                } else {
                    final int entry = (rows[from + row] + shift) % cities.size();
                    indexes.setSafe(row, entry < shift && row % 2 == 0 ? cities.size() + entry : entry);
                }
            }
            indexes.setValueCount(count);
            dictionaries.add(new Dictionary(entries, INDEXES.getDictionary()));
            batches.add(new VectorSchemaRoot(List.of(INDEXES), List.of(indexes), count));
        }
        final int[] current = {0};
        final DictionaryProvider provider = new DictionaryProvider() {
            @Override
            public Dictionary lookup(final long id) {
                return dictionaries.get(current[0]);
            }

            @Override
            public java.util.Set<Long> getDictionaryIds() {
                return java.util.Set.of(INDEXES.getDictionary().getId());
            }
        };
        final Iterable<VectorSchemaRoot> inTurn = () -> IntStream.range(0, batches.size())
                .peek(i -> current[0] = i)
                .mapToObj(batches::get)
                .iterator();
        final WrittenFile file =
                WrittenFile.write(folder, context, new Schema(List.of(INDEXES)), provider, options, inTurn);
        batches.forEach(VectorSchemaRoot::close);
        dictionaries.forEach(dictionary -> dictionary.getVector().close());
        return file.bytes();
    }
}
