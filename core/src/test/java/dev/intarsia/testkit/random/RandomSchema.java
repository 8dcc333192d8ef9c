package dev.intarsia.testkit.random;

import dev.intarsia.testkit.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Plans fields at random, of every form and type that {@link Kinds} allows. Confined to one thread. */
public final class RandomSchema {
    /** Levels of lists, structs and maps above a leaf. */
    public static final int MAX_DEPTH = 4;

    private static final int MAX_COLUMNS = 5;

    private final SplittableRandom random;
    private final Kinds kinds;
    private final List<FieldPlan> dictionaries = new ArrayList<>();
    private boolean forDuckDb;

    private RandomSchema(final SplittableRandom random, final Kinds kinds) {
        this.random = random;
        this.kinds = kinds;
    }

    /** Columns of a schema, named apart. */
    static List<FieldPlan> columns(final SplittableRandom random, final Kinds kinds, final int maxColumns) {
        final RandomSchema schema = new RandomSchema(random, kinds);
        schema.forDuckDb = kinds.onlyWhatDuckDbReads() || random.nextInt(5) > 0;
        final List<FieldPlan> columns = new ArrayList<>();
        for (int i = random.nextInt(Math.min(maxColumns, MAX_COLUMNS)) + 1; i > 0; i--) {
            columns.add(schema.field("c" + columns.size(), random.nextInt(MAX_DEPTH + 1), random.nextInt(3) > 0));
        }
        return columns;
    }

    private FieldPlan field(final String name, final int depth, final boolean nullable) {
        return switch (random.nextInt(8)) {
            case 0 -> kinds.has(Form.DICTIONARY) ? dictionary(name, depth, nullable) : plain(name, depth, nullable);
            case 1 -> kinds.has(Form.RUN_ENDS) ? runs(name, depth, nullable) : plain(name, depth, nullable);
            default -> plain(name, depth, nullable);
        };
    }

    /** Neither a dictionary nor runs. */
    private FieldPlan plain(final String name, final int depth, final boolean nullable) {
        if (depth == 0) {
            return random.nextInt(25) == 0 && kinds.has(Form.VARIANT)
                    ? variant(name, nullable)
                    : leaf(name, nullable, true);
        }
        final List<Form> forms = kinds.nested();
        if (forms.isEmpty()) {
            return leaf(name, nullable, true);
        }
        final Form form = forms.get(random.nextInt(forms.size()));
        return switch (form) {
            case STRUCT -> struct(name, depth, nullable);
            case MAP -> map(name, depth, nullable);
            default ->
                FieldPlan.nested(
                        name,
                        random.nextLong(),
                        nullable,
                        form,
                        listType(form),
                        List.of(field("element", depth - 1, random.nextBoolean())));
        };
    }

    private ArrowType listType(final Form form) {
        return switch (form) {
            case LIST -> ArrowType.List.INSTANCE;
            case LARGE_LIST -> ArrowType.LargeList.INSTANCE;
            case LIST_VIEW -> ArrowType.ListView.INSTANCE;
            case LARGE_LIST_VIEW -> ArrowType.LargeListView.INSTANCE;
            default -> new ArrowType.FixedSizeList(random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3));
        };
    }

    private FieldPlan struct(final String name, final int depth, final boolean nullable) {
        final List<FieldPlan> children = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            children.add(field("f" + children.size(), random.nextInt(depth), random.nextBoolean()));
        }
        return FieldPlan.nested(name, random.nextLong(), nullable, Form.STRUCT, ArrowType.Struct.INSTANCE, children);
    }

    private FieldPlan map(final String name, final int depth, final boolean nullable) {
        final FieldPlan key =
                switch (random.nextInt(6)) {
                    case 0 -> kinds.has(Form.DICTIONARY) ? dictionary("key", 0, false) : leaf("key", false, false);
                    case 1 -> kinds.has(Form.RUN_ENDS) ? runs("key", 0, false) : leaf("key", false, false);
                    default -> leaf("key", false, false);
                };
        return FieldPlan.nested(
                name,
                random.nextLong(),
                nullable,
                Form.MAP,
                new ArrowType.Map(false),
                List.of(key, field("value", depth - 1, random.nextBoolean())));
    }

    /** A Variant of one small number: the shortest bytes that mean something. */
    private FieldPlan variant(final String name, final boolean nullable) {
        return FieldPlan.nested(
                name,
                random.nextLong(),
                nullable,
                Form.VARIANT,
                ArrowType.Struct.INSTANCE,
                List.of(
                        FieldPlan.leaf("metadata", random.nextLong(), false, "binary", Pattern.FEW),
                        FieldPlan.leaf("value", random.nextLong(), false, "binary", Pattern.FEW)));
    }

    private FieldPlan leaf(final String name, final boolean nullable, final boolean alsoNull) {
        final List<String> leaves = kinds.leaves();
        String leaf;
        do {
            leaf = leaves.get(random.nextInt(leaves.size()));
        } while (!alsoNull && !LeafType.ALL.get(leaf).hasValues());
        final Pattern[] patterns = Pattern.values();
        Pattern pattern;
        do {
            pattern = patterns[random.nextInt(patterns.length)];
        } while (pattern == Pattern.LIMITS && forDuckDb);
        final boolean noValue = !LeafType.ALL.get(leaf).hasValues();
        final FieldPlan plan = FieldPlan.leaf(name, random.nextLong(), nullable || noValue, leaf, pattern);
        final boolean isText = leaf.equals("utf8") || leaf.equals("large_utf8") || leaf.equals("utf8_view");
        return isText && !forDuckDb && random.nextBoolean() ? plan.withBrokenText() : plan;
    }

    /** Values are neither indexes nor runs themselves, nor all null; some dictionaries serve several fields. */
    private FieldPlan dictionary(final String name, final int depth, final boolean nullable) {
        final long seed = random.nextLong();
        if (!dictionaries.isEmpty() && depth == 0 && random.nextInt(3) == 0) {
            final FieldPlan known = dictionaries.get(random.nextInt(dictionaries.size()));
            return FieldPlan.nested(name, seed, nullable, Form.DICTIONARY, known.type(), known.children())
                    .withDictionary(known.dictionaryId());
        }
        final boolean nullableEntries = random.nextBoolean();
        final FieldPlan values = depth > 0 && random.nextBoolean()
                ? plain("values", depth, nullableEntries)
                : leaf("values", nullableEntries, false);
        final ArrowType index = new ArrowType.Int(Byte.SIZE << random.nextInt(4), random.nextBoolean());
        final FieldPlan plan = FieldPlan.nested(name, seed, nullable, Form.DICTIONARY, index, List.of(values))
                .withDictionary(random.nextLong() >>> 1 | 1);
        if (plan.depth() == 0) {
            dictionaries.add(plan);
        }
        return plan;
    }

    /** Where the field has no nulls, neither have the values of its runs. */
    private FieldPlan runs(final String name, final int depth, final boolean nullable) {
        final boolean nullableValues = nullable && random.nextInt(4) > 0;
        final FieldPlan values =
                switch (random.nextInt(4)) {
                    case 0 ->
                        kinds.has(Form.DICTIONARY)
                                ? dictionary("values", 0, nullableValues)
                                : leaf("values", nullableValues, false);
                    case 1 ->
                        depth > 0 ? plain("values", depth, nullableValues) : leaf("values", nullableValues, false);
                    default -> leaf("values", nullableValues, false);
                };
        final ArrowType ends = new ArrowType.Int(Short.SIZE << random.nextInt(3), true);
        return FieldPlan.nested(name, random.nextLong(), nullable, Form.RUN_ENDS, ends, List.of(values));
    }
}
