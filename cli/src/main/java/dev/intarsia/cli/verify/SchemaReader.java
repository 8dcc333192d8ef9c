package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.Annotations;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.SchemaNode;
import dev.intarsia.cli.parquet.SchemaTree;
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

/** Makes the columns of the schema ready for decoding and holds the schema against its rules. Confined. */
final class SchemaReader {
    private final List<ColumnOrder> orders;
    private final Findings findings;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Integer> repeatedAt = new ArrayList<>();

    private SchemaReader(final FileMetaData footer, final Findings findings) {
        this.orders = footer.isSetColumn_orders() ? footer.getColumn_orders() : List.of();
        this.findings = findings;
    }

    /**
     * The leaves, in the order in which row groups hold their chunks.
     *
     * @throws MalformedException if the list is no tree, so that nothing further can be read
     */
    static List<Leaf> read(final FileMetaData footer, final Findings findings) throws MalformedException {
        final SchemaNode root = SchemaTree.read(footer.getSchema());
        return new SchemaReader(footer, findings).read(root);
    }

    private List<Leaf> read(final SchemaNode root) throws MalformedException {
        repeatedAt.add(0);
        readGroup(root);
        if (!orders.isEmpty() && orders.size() != leaves.size()) {
            findings.error(
                    Place.FILE, "column_orders has " + orders.size() + " entries for " + leaves.size() + " columns");
        }
        return List.copyOf(leaves);
    }

    private void readGroup(final SchemaNode group) throws MalformedException {
        final String name = group.element().getName();
        if (group.children().isEmpty()) {
            findings.rule(Place.FILE, "the group '" + name + "' has no fields");
        }
        final Set<String> names = new HashSet<>();
        for (final SchemaNode field : group.children()) {
            if (!names.add(field.element().getName())) {
                findings.rule(
                        Place.FILE,
                        "the group '" + name + "' has two fields '"
                                + field.element().getName() + "'");
            }
            if (field.repetition() == FieldRepetitionType.REPEATED) {
                repeatedAt.add(field.maxDefinition());
            }
            if (field.isLeaf()) {
                leaves.add(leaf(field));
            } else {
                readGroup(field);
            }
            if (field.repetition() == FieldRepetitionType.REPEATED) {
                repeatedAt.remove(repeatedAt.size() - 1);
            }
        }
    }

    private Leaf leaf(final SchemaNode node) throws MalformedException {
        final SchemaElement element = node.element();
        final String joined = node.dottedPath();
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
        final ColumnDescriptor descriptor = new ColumnDescriptor(
                node.path().toArray(new String[0]), type, node.maxRepetition(), node.maxDefinition());
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
