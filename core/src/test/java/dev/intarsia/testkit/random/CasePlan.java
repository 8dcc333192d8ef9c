package dev.intarsia.testkit.random;

import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * What a generated case is, before there is memory: the same plan gives the same case. Immutable.
 *
 * @param seed that it began with
 * @param columns of the schema
 * @param batches at least one
 * @param options to write them with
 */
public record CasePlan(long seed, List<FieldPlan> columns, List<BatchPlan> batches, WriterOptions options) {
    private static final int LARGE_ROWS = 20_011;
    /** Run ends of 16 bits must be able to count the slots of a child. */
    private static final int MAX_SLOTS = 32_000;

    public CasePlan {
        columns = List.copyOf(columns);
        batches = List.copyOf(batches);
    }

    /** A case of everything that can be generated. */
    public static CasePlan of(final long seed) {
        return of(seed, Kinds.ALL);
    }

    /** A case of these kinds. */
    public static CasePlan of(final long seed, final Kinds kinds) {
        final SplittableRandom random = new SplittableRandom(seed);
        random.nextLong(); // neighbouring seeds begin alike
        final boolean large = random.nextInt(30) == 0;
        final List<FieldPlan> columns = RandomSchema.columns(random, kinds, large ? 2 : Integer.MAX_VALUE);
        final List<BatchPlan> batches = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            final boolean keepsDictionaries = !batches.isEmpty() && random.nextBoolean();
            final long dictionarySeed =
                    keepsDictionaries ? batches.get(batches.size() - 1).dictionarySeed() : random.nextLong();
            final int most =
                    columns.stream().mapToInt(CasePlan::slotsPerRow).max().orElse(1);
            batches.add(
                    large && i == 0 && LARGE_ROWS * most < MAX_SLOTS
                            ? new BatchPlan(random.nextLong(), dictionarySeed, LARGE_ROWS, 0, LARGE_ROWS)
                            : batch(random, dictionarySeed));
        }
        return new CasePlan(seed, columns, batches, RandomOptions.of(random, columns));
    }

    private static BatchPlan batch(final SplittableRandom random, final long dictionarySeed) {
        final int rows =
                switch (random.nextInt(6)) {
                    case 0 -> 0;
                    case 1 -> 1 + random.nextInt(9);
                    case 2 -> 63 + random.nextInt(3);
                    default -> random.nextInt(200);
                };
        if (random.nextBoolean()) {
            return new BatchPlan(random.nextLong(), dictionarySeed, rows, 0, rows);
        }
        final int from = random.nextInt(20);
        return new BatchPlan(random.nextLong(), dictionarySeed, from + rows + random.nextInt(10), from, rows);
    }

    /** Slots of the children of lists of fixed size for one of their parent's. */
    private static int slotsPerRow(final FieldPlan plan) {
        final int own = plan.type() instanceof ArrowType.FixedSizeList list ? Math.max(1, list.getListSize()) : 1;
        return own
                * plan.children().stream().mapToInt(CasePlan::slotsPerRow).max().orElse(1);
    }

    /** The plan after these steps, each the number of a reduction among those of the plan before it. */
    public CasePlan reduced(final int... steps) {
        CasePlan plan = this;
        for (final int step : steps) {
            plan = Reductions.of(plan).get(step).result();
        }
        return plan;
    }

    /** Whether the seed gave it nothing that DuckDB cannot read: see {@link Kinds#onlyWhatDuckDbReads}. */
    public boolean isForDuckDb() {
        return columns.stream()
                .flatMap(FieldPlan::all)
                .noneMatch(plan -> plan.brokenText() || plan.pattern() == Pattern.LIMITS);
    }

    /** Whether vectors can be made of it: dictionaries of one id are one, and hold neither indexes nor runs. */
    boolean isSound() {
        final List<FieldPlan> dictionaries = columns.stream()
                .flatMap(FieldPlan::all)
                .filter(plan -> plan.form() == Form.DICTIONARY)
                .toList();
        final Map<Long, Long> variants = dictionaries.stream()
                .collect(Collectors.groupingBy(
                        FieldPlan::dictionaryId,
                        Collectors.mapping(FieldPlan::children, Collectors.collectingAndThen(Collectors.toSet(), set ->
                                (long) set.size()))));
        return variants.values().stream().allMatch(count -> count == 1)
                && dictionaries.stream()
                        .map(plan -> plan.children().get(0).form())
                        .noneMatch(form -> form == Form.DICTIONARY || form == Form.RUN_ENDS);
    }

    /** Generates the case. */
    public Case open(final BufferAllocator allocator) {
        return new Case(allocator, this);
    }
}
