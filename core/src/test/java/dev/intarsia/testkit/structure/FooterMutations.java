package dev.intarsia.testkit.structure;

import static dev.intarsia.testkit.structure.Mutation.Base.JAVA_V1;
import static dev.intarsia.testkit.structure.Mutation.Base.OURS;
import static dev.intarsia.testkit.structure.Mutation.of;
import static dev.intarsia.testkit.structure.Mutation.ofBytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files that break FooterRules, SchemaRules and LogicalTypeRules. */
final class FooterMutations {
    private FooterMutations() {}

    static List<Mutation> all() {
        final List<Mutation> all = new ArrayList<>();
        file(all);
        schema(all);
        return all;
    }

    private static void file(final List<Mutation> all) {
        all.add(ofBytes(Rule.MAGIC, "another start", OURS, f -> Mutant.withByte(f, 0, 'X'), "does not start with"));
        all.add(ofBytes(
                Rule.MAGIC, "another end", OURS, f -> Mutant.withByte(f, f.length - 1, 'X'), "does not end with"));
        all.add(ofBytes(
                Rule.FOOTER_LENGTH,
                "a length beyond the file",
                OURS,
                f -> Mutant.withByte(f, f.length - 5, 0x40),
                "are not inside"));
        all.add(ofBytes(
                Rule.FOOTER_LENGTH,
                "a short file",
                OURS,
                f -> "PAR1PAR1".getBytes(StandardCharsets.US_ASCII),
                "8 bytes"));
        all.add(of(
                Rule.VERSION, "version 2", OURS, m -> m.footer.set(1, 2), "the footer: version is 2, and should be 1"));
        all.add(of(
                Rule.CREATED_BY, "a bare name", OURS, m -> m.footer.set(6, utf8("Polars")), "created_by is 'Polars'"));
        all.add(of(
                Rule.FILE_ROWS,
                "a row too many",
                OURS,
                m -> m.footer.set(3, 201L),
                "num_rows is 201, and should be 200"));
        all.add(of(Rule.COLUMN_ORDERS, "no orders", OURS, m -> m.footer.remove(7), "column_orders are not"));
        all.add(of(
                Rule.COLUMN_ORDERS,
                "one order too few",
                OURS,
                m -> m.footer.structs(7).remove(0),
                "the number of column orders is 5, and should be 6"));
        all.add(of(
                Rule.COLUMN_ORDERS,
                "total order of integers",
                OURS,
                m -> m.footer.structs(7).get(0).remove(1).set(2, new Struct("")),
                "the column order of 'id', a INT32, is 2"));
    }

    private static void schema(final List<Mutation> all) {
        all.add(of(
                Rule.SCHEMA_TREE,
                "a child too many",
                OURS,
                m -> m.footer.structs(2).get(0).set(5, 7),
                "claims 7 children, and the elements end after 6"));
        all.add(of(
                Rule.SCHEMA_TREE,
                "a child too few",
                OURS,
                m -> m.footer.structs(2).get(0).set(5, 5),
                "the tree ends after 6 of 7 elements"));
        all.add(of(
                Rule.SCHEMA_TREE,
                "a group without children",
                JAVA_V1,
                m -> m.element("tags").set(5, 0),
                "has 0 children",
                Rule.NESTED_SHAPE));
        all.add(of(Rule.SCHEMA_TREE, "no repetition", OURS, m -> m.element("id").remove(3), "field 3 of"));
        all.add(of(
                Rule.FIELD_NAMES,
                "one name twice",
                OURS,
                m -> rename(m, "price", "real"),
                "schema element 'real': another field has the same name"));
        all.add(of(
                Rule.NESTED_SHAPE,
                "another name for list",
                JAVA_V1,
                m -> rename(m, "list", "bag"),
                "schema element 'tags': the LIST goes on with 'bag' and 'element'"));
        all.add(of(
                Rule.NESTED_SHAPE,
                "another name for key_value",
                JAVA_V1,
                m -> rename(m, "key_value", "map"),
                "schema element 'counts': the MAP goes on with 'map' and 'key'"));
        all.add(of(
                Rule.LOGICAL_TYPE,
                "UUID on BYTE_ARRAY",
                OURS,
                m -> m.element("text").remove(6).set(10, new Struct("").set(14, new Struct(""))),
                "stands on BYTE_ARRAY"));
        all.add(of(
                Rule.LOGICAL_TYPE,
                "more digits than bytes",
                OURS,
                m -> {
                    m.element("price").set(8, 40);
                    m.element("price").struct(10).struct(5).set(2, 40);
                },
                "stands on FIXED_LEN_BYTE_ARRAY"));
        all.add(of(
                Rule.CONVERTED_TYPE,
                "STRING with JSON",
                OURS,
                m -> m.element("text").set(6, 19),
                "schema element 'text': the converted type is 19, and should be 0"));
        all.add(of(
                Rule.CONVERTED_TYPE,
                "another scale",
                OURS,
                m -> m.element("price").set(7, 5),
                "scale is 5, and should be 6"));
        all.add(of(
                Rule.BOTH_TYPES,
                "no converted type",
                OURS,
                m -> m.element("text").remove(6),
                "schema element 'text': STRING is no converted type"));
        all.add(of(
                Rule.VALUE_RANGE,
                "unsigned called signed",
                OURS,
                m -> m.element("byte").set(6, 15).struct(10).struct(10).set(2, true),
                "is no LogicalType[kind=INTEGER"));
        all.add(of(
                Rule.VALUE_RANGE,
                "a lower precision",
                OURS,
                m -> {
                    m.element("price").set(8, 6);
                    m.element("price").struct(10).struct(5).set(2, 6);
                },
                "is no LogicalType[kind=DECIMAL"));
        all.add(of(
                Rule.VALUE_RANGE,
                "values of no type",
                OURS,
                m -> m.element("id").remove(6).set(10, new Struct("").set(11, new Struct(""))),
                "a column of UNKNOWN has values",
                Rule.BOUNDS_FORBIDDEN));
    }

    /** Renames an element and its step in the paths of all chunks. */
    private static void rename(final Mutant mutant, final String name, final String other) {
        mutant.element(name).set(4, utf8(other));
        mutant.groups.forEach(columns -> columns.forEach(column -> column.metadata
                .list(3, byte[].class)
                .replaceAll(step -> new String(step, StandardCharsets.UTF_8).equals(name) ? utf8(other) : step)));
    }

    static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
