package dev.intarsia.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Puts the values of a row group together by their levels. A field is read out of all its leaves at once, and they must
 * agree: where one says that a list has another element or that a struct is null, all must.
 *
 * <p>Groups are understood by the format's rules for LIST and MAP, those for older writers included; a repeated field
 * outside of both is a list. Confined to one thread.
 */
final class RecordAssembly {
    private final MessageType schema;
    private final List<Leaf> leaves = new ArrayList<>();

    /** A column, the entry at which it stands, and how many it has had. */
    private record Leaf(ColumnDescriptor column, ColumnReader reader, ParquetValues neutral, long[] consumed) {
        int repetition() {
            return reader.getCurrentRepetitionLevel();
        }

        int definition() {
            return reader.getCurrentDefinitionLevel();
        }

        void consume() {
            reader.consume();
            consumed[0]++;
        }
    }

    RecordAssembly(final MessageType schema, final ColumnReadStoreImpl columns) {
        this.schema = schema;
        for (final ColumnDescriptor column : schema.getColumns()) {
            leaves.add(new Leaf(
                    column,
                    columns.getColumnReader(column),
                    new ParquetValues(column.getPrimitiveType()),
                    new long[1]));
        }
    }

    /** Adds the rows of the row group to the columns of a table. */
    void addTo(final Table table, final PageReadStore group) {
        int first = 0;
        for (int field = 0; field < schema.getFieldCount(); field++) {
            final Type type = schema.getType(field);
            final List<Leaf> own = leavesUnder(leaves, first, type);
            first += own.size();
            for (long row = 0; row < group.getRowCount(); row++) {
                for (final Leaf leaf : own) {
                    require(leaf.repetition() == 0, leaf, "a row starts at repetition level " + leaf.repetition());
                }
                table.columns().get(field).add(field(type, own, 0, 0));
            }
        }
        for (final Leaf leaf : leaves) {
            final long values = group.getPageReader(leaf.column()).getTotalValueCount();
            require(
                    leaf.consumed()[0] == values,
                    leaf,
                    "the rows use " + leaf.consumed()[0] + " entries, the pages hold " + values);
        }
    }

    /**
     * One value of a field whose parent is there, all of its elements where it repeats.
     *
     * @param own the leaves of the field
     * @param definition of the parent; so is {@code repetition}
     */
    private Object field(final Type type, final List<Leaf> own, final int definition, final int repetition) {
        return switch (type.getRepetition()) {
            case REQUIRED -> value(type, own, definition, repetition);
            case OPTIONAL -> reaches(own, definition + 1) ? value(type, own, definition + 1, repetition) : missing(own);
            case REPEATED ->
                repeated(own, definition, repetition, () -> value(type, own, definition + 1, repetition + 1));
        };
    }

    private interface Element {
        Object read();
    }

    private List<Object> repeated(
            final List<Leaf> own, final int definition, final int repetition, final Element element) {
        final List<Object> elements = new ArrayList<>();
        if (!reaches(own, definition + 1)) {
            missing(own);
            return elements;
        }
        do {
            elements.add(element.read());
        } while (repeats(own, repetition + 1));
        return elements;
    }

    /** A value that is there. */
    private Object value(final Type type, final List<Leaf> own, final int definition, final int repetition) {
        if (type.isPrimitive()) {
            final Leaf leaf = own.get(0);
            require(
                    leaf.definition() == leaf.column().getMaxDefinitionLevel(),
                    leaf,
                    "a value stands at definition level " + leaf.definition());
            final Object value = leaf.neutral().current(leaf.reader());
            leaf.consume();
            return value;
        }
        final GroupType group = type.asGroupType();
        final var annotation = group.getLogicalTypeAnnotation();
        if (annotation instanceof ListLogicalTypeAnnotation) {
            return list(group, own, definition, repetition);
        } else if (annotation instanceof MapLogicalTypeAnnotation
                || annotation instanceof MapKeyValueTypeAnnotation && !group.isRepetition(Repetition.REPEATED)) {
            return Neutral.map(list(field(onlyField(group), own, definition, repetition)));
        } else if (annotation != null
                && !(annotation instanceof VariantLogicalTypeAnnotation)
                && !(annotation instanceof MapKeyValueTypeAnnotation)) {
            throw new IllegalArgumentException(group + " has a logical type without a neutral form");
        }
        return struct(group, own, definition, repetition);
    }

    private Struct struct(final GroupType group, final List<Leaf> own, final int definition, final int repetition) {
        final List<String> names = new ArrayList<>();
        final List<Object> values = new ArrayList<>();
        int leaf = 0;
        for (final Type child : group.getFields()) {
            final List<Leaf> childLeaves = leavesUnder(own, leaf, child);
            leaf += childLeaves.size();
            names.add(child.getName());
            values.add(field(child, childLeaves, definition, repetition));
        }
        return new Struct(names, values);
    }

    /** The repeated field is the element itself where an older writer had no group around it. */
    private Object list(final GroupType group, final List<Leaf> own, final int definition, final int repetition) {
        final Type repeated = onlyField(group);
        if (isElement(group, repeated)) {
            return field(repeated, own, definition, repetition);
        }
        final Type element = repeated.asGroupType().getType(0);
        return repeated(own, definition, repetition, () -> field(element, own, definition + 1, repetition + 1));
    }

    private static boolean isElement(final GroupType list, final Type repeated) {
        if (repeated.isPrimitive() || repeated.asGroupType().getFieldCount() > 1) {
            return true;
        }
        return repeated.asGroupType().getType(0).isRepetition(Repetition.REPEATED)
                || repeated.getName().equals("array")
                || repeated.getName().equals(list.getName() + "_tuple");
    }

    private static Type onlyField(final GroupType group) {
        if (group.getFieldCount() != 1 || !group.getType(0).isRepetition(Repetition.REPEATED)) {
            throw new AssertionError("a list or map must hold one repeated field, this holds others: " + group);
        }
        return group.getType(0);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(final Object value) {
        return (List<Object>) value;
    }

    /** Whether the value of this definition level is there. */
    private static boolean reaches(final List<Leaf> own, final int definition) {
        final boolean reaches = own.get(0).definition() >= definition;
        for (final Leaf leaf : own) {
            require(
                    leaf.definition() >= definition == reaches,
                    leaf,
                    "a sibling has " + (reaches ? "a" : "no") + " value at definition level " + definition);
        }
        return reaches;
    }

    /** Whether another element of the list of this repetition level follows. */
    private static boolean repeats(final List<Leaf> own, final int repetition) {
        final boolean repeats = own.get(0).repetition() == repetition;
        for (final Leaf leaf : own) {
            require(
                    leaf.repetition() == repetition == repeats && leaf.repetition() <= repetition,
                    leaf,
                    "an element is followed by repetition level " + leaf.repetition() + " in a list of " + repetition);
        }
        return repeats;
    }

    private static Object missing(final List<Leaf> own) {
        own.forEach(Leaf::consume);
        return null;
    }

    private static List<Leaf> leavesUnder(final List<Leaf> all, final int from, final Type type) {
        return Collections.unmodifiableList(all.subList(from, from + leafCount(type)));
    }

    private static int leafCount(final Type type) {
        return type.isPrimitive()
                ? 1
                : type.asGroupType().getFields().stream()
                        .mapToInt(RecordAssembly::leafCount)
                        .sum();
    }

    private static void require(final boolean holds, final Leaf leaf, final String otherwise) {
        if (!holds) {
            throw new AssertionError(leaf.column() + ", entry " + leaf.consumed()[0] + ": " + otherwise);
        }
    }
}
