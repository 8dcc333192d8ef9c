package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the leaves out of the flat list of schema elements, and looks at the tree on the way. Confined. */
final class SchemaRules {
    private static final int REQUIRED = 0;
    private static final int REPEATED = 2;

    private final List<Struct> elements;
    private final Report report;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private int at;

    private SchemaRules(final List<Struct> elements, final Report report) {
        this.elements = elements;
        this.report = report;
    }

    /** The leaves in order; {@link Malformed} where the elements make no tree. */
    static List<Leaf> leaves(final List<Struct> elements, final Report report) {
        final SchemaRules rules = new SchemaRules(elements, report);
        if (elements.isEmpty()) {
            throw new Malformed("the schema has no element");
        }
        rules.at = 1;
        rules.children(elements.get(0), 0, 0, false);
        if (rules.at != elements.size()) {
            throw new Malformed("the tree ends after " + rules.at + " of " + elements.size() + " elements");
        }
        return rules.leaves;
    }

    private void children(final Struct group, final int definition, final int repetition, final boolean isVariant) {
        final int count = group.i32(5);
        if (count <= 0 && !path.isEmpty()) {
            throw new Malformed("the group " + place() + " has " + count + " children");
        }
        final Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            if (at == elements.size()) {
                throw new Malformed(place() + " claims " + count + " children, and the elements end after " + i);
            }
            final Struct child = elements.get(at++);
            path.add(child.text(4));
            report.unless(names.add(child.text(4)), Rule.FIELD_NAMES, place(), "another field has the same name");
            element(child, definition, repetition, isVariant);
            path.remove(path.size() - 1);
        }
    }

    private void element(final Struct element, final int definition, final int repetition, final boolean isVariant) {
        final int kind = element.i32(3);
        if (kind < REQUIRED || kind > REPEATED) {
            throw new Malformed(place() + " has the repetition type " + kind);
        }
        final int maxDefinition = definition + (kind == REQUIRED ? 0 : 1);
        final int maxRepetition = repetition + (kind == REPEATED ? 1 : 0);
        final LogicalType logical = LogicalTypeRules.check(element, place(), report);
        if (element.has(5)) {
            if (element.has(1)) {
                throw new Malformed(place() + " has children and a physical type");
            }
            shape(logical);
            children(element, maxDefinition, maxRepetition, isVariant || logical.is(LogicalType.Kind.VARIANT));
            return;
        }
        final PhysicalType type = PhysicalType.of(element.i32(1));
        if (type == PhysicalType.FIXED_LEN_BYTE_ARRAY && element.i32(2, 0) <= 0) {
            throw new Malformed(place() + " is a FIXED_LEN_BYTE_ARRAY of length " + element.i32(2, 0));
        }
        final int width = type == PhysicalType.FIXED_LEN_BYTE_ARRAY ? element.i32(2) : type.width;
        final boolean isOpaque = isVariant
                && type == PhysicalType.BYTE_ARRAY
                && Set.of("metadata", "value").contains(path.get(path.size() - 1));
        leaves.add(new Leaf(
                List.copyOf(path),
                type,
                width,
                logical,
                isOpaque,
                maxDefinition,
                maxRepetition,
                ValueOrder.of(type, logical, isOpaque)));
    }

    /** The elements behind a LIST or MAP, of which {@code at} is the first. */
    private void shape(final LogicalType logical) {
        final boolean isMap = logical.is(LogicalType.Kind.MAP);
        if (!isMap && !logical.is(LogicalType.Kind.LIST) || at + 1 >= elements.size()) {
            return;
        }
        final Struct own = elements.get(at - 1);
        final Struct middle = elements.get(at);
        final Struct first = elements.get(at + 1);
        final boolean isSound = own.i32(5) == 1
                && middle.i32(3, 0) == REPEATED
                && middle.text(4).equals(isMap ? "key_value" : "list")
                && middle.i32(5, 0) == (isMap ? 2 : 1)
                && first.text(4).equals(isMap ? "key" : "element")
                && (!isMap || first.i32(3) == REQUIRED);
        report.unless(
                isSound,
                Rule.NESTED_SHAPE,
                place(),
                "the " + logical.kind() + " goes on with '" + middle.text(4) + "' and '" + first.text(4) + "'");
    }

    private String place() {
        return path.isEmpty() ? "the schema's root" : "schema element '" + String.join(".", path) + "'";
    }
}
