package dev.intarsia.cli.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Rebuilds the leaves of the schema tree from the footer's flat list. Confined. */
final class SchemaReader {
    private static final int MAX_DEPTH = 200;

    private final List<SchemaElement> elements;
    private final List<ColumnOrder> orders;
    private final Findings findings;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final List<Integer> repeatedAt = new ArrayList<>();
    private int next = 1;
    private int definition;

    private SchemaReader(final FileMetaData footer, final Findings findings) {
        this.elements = footer.getSchema();
        this.orders = footer.isSetColumn_orders() ? footer.getColumn_orders() : List.of();
        this.findings = findings;
    }

    /**
     * The leaves, in the order in which row groups hold their chunks.
     *
     * @throws MalformedException if the list is no tree, so that nothing further can be read
     */
    static List<Leaf> read(final FileMetaData footer, final Findings findings) throws MalformedException {
        return new SchemaReader(footer, findings).read();
    }

    private List<Leaf> read() throws MalformedException {
        if (elements.isEmpty()) {
            throw new MalformedException("the schema has no root");
        }
        repeatedAt.add(0);
        readChildren(elements.get(0), 0);
        if (next != elements.size()) {
            throw new MalformedException(
                    "the schema has " + elements.size() + " elements, but its tree ends after " + next);
        }
        if (!orders.isEmpty() && orders.size() != leaves.size()) {
            findings.error(
                    Place.FILE, "column_orders has " + orders.size() + " entries for " + leaves.size() + " columns");
        }
        return List.copyOf(leaves);
    }

    private void readChildren(final SchemaElement parent, final int depth) throws MalformedException {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("the schema is nested more than " + MAX_DEPTH + " deep");
        }
        final int children = parent.getNum_children();
        if (children < 0 || children > elements.size() - next) {
            throw new MalformedException("the schema element '" + parent.getName() + "' claims " + children
                    + " children where " + (elements.size() - next) + " elements follow");
        }
        if (children == 0) {
            findings.rule(Place.FILE, "the group '" + parent.getName() + "' has no fields");
        }
        final Set<String> names = new HashSet<>();
        for (int i = 0; i < children; i++) {
            if (next >= elements.size()) {
                throw new MalformedException("the schema ends inside the group '" + parent.getName() + "'");
            }
            final SchemaElement element = elements.get(next++);
            if (!names.add(element.getName())) {
                findings.rule(
                        Place.FILE, "the group '" + parent.getName() + "' has two fields '" + element.getName() + "'");
            }
            readElement(element, depth);
        }
    }

    private void readElement(final SchemaElement element, final int depth) throws MalformedException {
        if (!element.isSetRepetition_type()) {
            throw new MalformedException("the schema element '" + element.getName() + "' has no repetition type");
        }
        final FieldRepetitionType repetition = element.getRepetition_type();
        path.add(element.getName());
        definition += repetition == FieldRepetitionType.REQUIRED ? 0 : 1;
        if (repetition == FieldRepetitionType.REPEATED) {
            repeatedAt.add(definition);
        }
        // Old writers leave num_children at 0 in a leaf, others leave it out.
        if (element.isSetType() && element.getNum_children() == 0) {
            leaves.add(leaf(element));
        } else if (element.isSetNum_children()) {
            readChildren(element, depth + 1);
        } else {
            throw new MalformedException(
                    "the schema element '" + element.getName() + "' has neither a type nor children");
        }
        if (repetition == FieldRepetitionType.REPEATED) {
            repeatedAt.remove(repeatedAt.size() - 1);
        }
        definition -= repetition == FieldRepetitionType.REQUIRED ? 0 : 1;
        path.remove(path.size() - 1);
    }

    private Leaf leaf(final SchemaElement element) throws MalformedException {
        final String joined = String.join(".", path);
        final Place place = Place.ofColumn(joined);
        final PrimitiveTypeName physical = element.getType() == Type.BYTE_ARRAY
                ? PrimitiveTypeName.BINARY
                : PrimitiveTypeName.valueOf(element.getType().name());
        if (physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY && element.getType_length() <= 0) {
            throw new MalformedException(
                    "the column '" + joined + "' has values of " + element.getType_length() + " bytes");
        }
        if (!Annotations.agree(element)) {
            findings.rule(
                    place,
                    "the converted type " + element.getConverted_type() + " is not that of the logical type "
                            + element.getLogicalType());
        }
        final ColumnOrder declared = leaves.size() < orders.size() ? orders.get(leaves.size()) : null;
        boolean ordered = declared != null && declared.isSet() && !Annotations.isUnknown(element);
        PrimitiveType type;
        try {
            final LogicalTypeAnnotation annotation = Annotations.of(element);
            type = bare(element, physical, annotation);
            ordered &= Annotations.isOrdered(type);
        } catch (final RuntimeException e) {
            findings.error(place, "its annotation does not fit its type " + element.getType() + ": " + e.getMessage());
            type = bare(element, physical, null);
            ordered = false;
        }
        final boolean ieee = ordered && declared.isSetIEEE_754_TOTAL_ORDER();
        final ColumnDescriptor descriptor =
                new ColumnDescriptor(path.toArray(new String[0]), type, repeatedAt.size() - 1, definition);
        final Leaf leaf = new Leaf(
                descriptor,
                joined,
                ieee ? ValueOrder.IEEE_754 : ordered ? ValueOrder.OF_TYPE : ValueOrder.UNDEFINED,
                repeatedAt.stream().mapToInt(Integer::intValue).toArray());
        if (ieee && !leaf.isFloating()) {
            findings.error(place, "its column order is IEEE 754 total order, but its values are no floating point");
        }
        return leaf;
    }

    private static PrimitiveType bare(
            final SchemaElement element, final PrimitiveTypeName physical, final LogicalTypeAnnotation annotation) {
        final Repetition repetition =
                Repetition.valueOf(element.getRepetition_type().name());
        return Types.primitive(physical, repetition)
                .length(physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? element.getType_length() : 0)
                .as(annotation)
                .named(element.getName());
    }
}
