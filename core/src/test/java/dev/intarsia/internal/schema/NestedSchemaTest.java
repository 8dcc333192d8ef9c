package dev.intarsia.internal.schema;

import static dev.intarsia.internal.schema.Schemas.BINARY;
import static dev.intarsia.internal.schema.Schemas.INT;
import static dev.intarsia.internal.schema.Schemas.LIST;
import static dev.intarsia.internal.schema.Schemas.MAP;
import static dev.intarsia.internal.schema.Schemas.STRUCT;
import static dev.intarsia.internal.schema.Schemas.UTF8;
import static dev.intarsia.internal.schema.Schemas.assertRefused;
import static dev.intarsia.internal.schema.Schemas.map;
import static dev.intarsia.internal.schema.Schemas.message;
import static dev.intarsia.internal.schema.Schemas.nodes;
import static dev.intarsia.internal.schema.Schemas.optional;
import static dev.intarsia.internal.schema.Schemas.parquet;
import static dev.intarsia.internal.schema.Schemas.required;
import static dev.intarsia.internal.schema.Schemas.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.intarsia.internal.schema.Node.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestedSchemaTest {
    static Stream<Arguments> lists() {
        return Stream.of(
                arguments(LIST, Shape.LIST, 0),
                arguments(new ArrowType.LargeList(), Shape.LARGE_LIST, 0),
                arguments(new ArrowType.FixedSizeList(3), Shape.FIXED_SIZE_LIST, 3),
                arguments(new ArrowType.FixedSizeList(0), Shape.FIXED_SIZE_LIST, 0),
                arguments(new ArrowType.ListView(), Shape.LIST_VIEW, 0),
                arguments(new ArrowType.LargeListView(), Shape.LARGE_LIST_VIEW, 0));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void everyListHasThreeLevelsWithTheNamesOfTheFormat(final ArrowType type, final Shape shape, final int size) {
        final ParquetSchema schema =
                parquet(optional("a", type, optional("item", UTF8)), required("b", type, required("$data$", INT)));

        assertThat(schema.messageType().toString())
                .isEqualTo(
                        message("optional group a (LIST) { repeated group list { optional binary element (STRING); }}"
                                + "required group b (LIST) { repeated group list { required int32 element; }}"));
        assertThat(nodes(schema))
                .extracting(
                        Node::path,
                        Node::shape,
                        Node::listSize,
                        Node::nullable,
                        Node::definitionLevel,
                        Node::repetitionLevel,
                        Node::column)
                .containsExactly(
                        tuple("a", shape, size, true, 1, 0, -1),
                        tuple("a.list.element", Shape.LEAF, 0, true, 3, 1, 0),
                        tuple("b", shape, size, false, 0, 0, -1),
                        tuple("b.list.element", Shape.LEAF, 0, false, 1, 1, 1));
        assertLevelsAreParquetJavas(schema);
    }

    @Test
    void onlyListsAndMapsHoldAnyNumberOfElements() {
        assertThat(Shape.values()).filteredOn(shape -> !shape.repeated()).containsExactly(Shape.LEAF, Shape.STRUCT);
    }

    @Test
    void aStructIsAGroupOfItsFields() {
        final Field inner = optional("b", STRUCT, required("c", INT), optional("d", UTF8));
        final Field outer = required("a", STRUCT, inner);
        final ParquetSchema schema = parquet(outer);

        assertThat(schema.messageType().toString())
                .isEqualTo(message(
                        "required group a { optional group b { required int32 c; optional binary d (STRING); }}"));
        assertThat(nodes(schema))
                .extracting(Node::path, Node::shape, Node::field, Node::definitionLevel, Node::column)
                .containsExactly(
                        tuple("a", Shape.STRUCT, outer, 0, -1),
                        tuple("a.b", Shape.STRUCT, inner, 1, -1),
                        tuple("a.b.c", Shape.LEAF, inner.getChildren().get(0), 1, 0),
                        tuple("a.b.d", Shape.LEAF, inner.getChildren().get(1), 2, 1));
        assertThat(schema.leaves())
                .extracting(Leaf::fields, Leaf::pathParts, Leaf::nullable, Leaf::repeated)
                .containsExactly(
                        tuple(List.of(outer, inner, inner.getChildren().get(0)), List.of("a", "b", "c"), false, false),
                        tuple(List.of(outer, inner, inner.getChildren().get(1)), List.of("a", "b", "d"), true, false));
        assertLevelsAreParquetJavas(schema);
    }

    @Test
    void aMapHasARequiredKeyWhateverArrowSaysOfIt() {
        final Field key = optional("k", UTF8);
        final Field value = optional("v", LIST, required("item", INT));
        final Field field = map("m", key, value);
        final ParquetSchema schema = parquet(field);

        assertThat(schema.messageType().toString())
                .isEqualTo(message("optional group m (MAP) { repeated group key_value { required binary key (STRING);"
                        + "optional group value (LIST) { repeated group list { required int32 element; }}}}"));
        assertThat(nodes(schema))
                .extracting(
                        Node::path,
                        Node::shape,
                        Node::nullable,
                        Node::definitionLevel,
                        Node::repetitionLevel,
                        Node::column)
                .containsExactly(
                        tuple("m", Shape.MAP, true, 1, 0, -1),
                        tuple("m.key_value", Shape.STRUCT, false, 2, 1, -1),
                        tuple("m.key_value.key", Shape.LEAF, false, 2, 1, 0),
                        tuple("m.key_value.value", Shape.LIST, true, 3, 1, -1),
                        tuple("m.key_value.value.list.element", Shape.LEAF, false, 4, 2, 1));
        assertThat(schema.leaves())
                .extracting(Leaf::fields, Leaf::required, Leaf::repeated)
                .containsExactly(
                        tuple(List.of(field, field.getChildren().get(0), key), true, true),
                        tuple(
                                List.of(
                                        field,
                                        field.getChildren().get(0),
                                        value,
                                        value.getChildren().get(0)),
                                true,
                                true));
        assertLevelsAreParquetJavas(schema);
    }

    @Test
    void theEntriesOfAMapAreNeverNullWhateverArrowSaysOfThem() {
        final ParquetSchema schema =
                parquet(required("m", MAP, optional("entries", STRUCT, required("key", INT), required("value", INT))));

        assertThat(schema.messageType().toString())
                .isEqualTo(message("required group m (MAP) { repeated group key_value { required int32 key;"
                        + "required int32 value; }}"));
        assertThat(nodes(schema)).extracting(Node::nullable).containsOnly(false);
        assertThat(schema.leaves()).extracting(Leaf::maxDefinitionLevel).containsOnly(1);
    }

    @Test
    void groupsInsideKeysAreWritten() {
        final ParquetSchema schema =
                parquet(map("m", required("k", STRUCT, optional("x", INT)), optional("v", BINARY)));

        assertThat(schema.messageType().toString())
                .isEqualTo(message("optional group m (MAP) { repeated group key_value {"
                        + "required group key { optional int32 x; } optional binary value; }}"));
        assertLevelsAreParquetJavas(schema);
    }

    @Test
    void nullsInsideAListAreOptionalUnknowns() {
        assertThat(parquet(required("a", LIST, required("item", new ArrowType.Null())))
                        .messageType()
                        .toString())
                .isEqualTo("message schema {\n  required group a (LIST) {\n    repeated group list {\n"
                        + "      optional int32 element (UNKNOWN);\n    }\n  }\n}\n");
    }

    @Test
    void groupsElementsKeysAndValuesCarryTheirOwnFieldIds() {
        final ParquetSchema schema = parquet(
                id(1, optional("s", STRUCT, id(2, optional("x", INT)))),
                id(3, optional("l", LIST, id(4, optional("item", INT)))),
                id(5, map("m", id(6, required("k", INT)), id(7, optional("v", INT)))));

        assertThat(schema.messageType().toString())
                .isEqualTo(message("optional group s = 1 { optional int32 x = 2; }"
                        + "optional group l (LIST) = 3 { repeated group list { optional int32 element = 4; }}"
                        + "optional group m (MAP) = 5 { repeated group key_value { required int32 key = 6;"
                        + "optional int32 value = 7; }}"));
    }

    @Test
    void pathsThatReadTheSameAreToldApartByTheirParts() {
        final ParquetSchema schema =
                parquet(optional("a.b", INT), optional("a", STRUCT, optional("b", INT), optional("c", INT)));

        assertThat(schema.leavesAt("a.b"))
                .extracting(Leaf::pathParts)
                .containsExactly(List.of("a.b"), List.of("a", "b"));
        assertThat(schema.leavesAt("a.c")).extracting(Leaf::column).containsExactly(2);
        assertThat(schema.leavesAt("a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void levelsOfRandomNestingsAreThoseOfParquetJava(final long seed) {
        final Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            assertLevelsAreParquetJavas(parquet(random(random, "f", 1 + random.nextInt(12))));
        }
    }

    @Test
    void levelsGoTo255() {
        // 127 lists of one optional and one repeated level each, and the optional leaf.
        final ParquetSchema schema = parquet(lists(127, optional("x", INT)));

        assertThat(schema.leaves().get(0).maxDefinitionLevel()).isEqualTo(255);
        assertThat(schema.leaves().get(0).maxRepetitionLevel()).isEqualTo(127);
        assertLevelsAreParquetJavas(schema);
    }

    @Test
    void deeperLevelsAreRefused() {
        assertRefused(
                "field 'f" + ".list.element".repeat(128)
                        + "': its type is Int(32, true): it is nested so deeply that its definition level is 256, and"
                        + " levels go to 255; nest less, or declare fields on the way to it as not nullable",
                lists(128, required("x", INT)));
    }

    @Test
    void repetitionLevelsNeverGoBeyondDefinitionLevels() {
        Field field = required("item", INT);
        for (int i = 0; i < 255; i++) {
            field = required("f", LIST, field);
        }
        final Leaf deepest = parquet(field).leaves().get(0);

        assertThat(deepest.maxDefinitionLevel()).isEqualTo(255);
        assertThat(deepest.maxRepetitionLevel()).isEqualTo(255);
        assertRefused(
                "field 'f" + ".list.element".repeat(256)
                        + "': its type is Int(32, true): it is nested so deeply that its definition level is 256, and"
                        + " levels go to 255; nest less, or declare fields on the way to it as not nullable",
                required("f", LIST, field));
    }

    @Test
    void requiredStructsTakeNoLevelsHoweverDeep() {
        Field field = optional("x", INT);
        for (int i = 0; i < 300; i++) {
            field = required("s", STRUCT, field);
        }
        final ParquetSchema schema = parquet(field);

        assertThat(schema.leaves().get(0).maxDefinitionLevel()).isEqualTo(1);
        assertThat(schema.leaves().get(0).fields()).hasSize(301);
        assertLevelsAreParquetJavas(schema);
    }

    @Test
    void anEmptyStructIsRefusedByItsPath() {
        assertRefused(
                "field 'a.list.element': its type is Struct: it has no fields, and Parquet has no group without any;"
                        + " drop it or give it a field",
                optional("a", LIST, optional("item", STRUCT)));
    }

    @Test
    void twoFieldsOfOneNameInsideAStructAreRefused() {
        assertRefused(
                "field 'a.x': fields 0 and 2 (counted from 0) both have this name, and Parquet finds a column by its"
                        + " name; rename one of them",
                optional("a", STRUCT, optional("x", INT), optional("y", INT), optional("x", UTF8)));
    }

    @Test
    void aListOfNegativeSizeIsRefused() {
        assertRefused(
                "field 'a': its type is FixedSizeList(-1): its lists have -1 elements, they must have 0 or more;"
                        + " correct it",
                optional("a", new ArrowType.FixedSizeList(-1), optional("item", INT)));
    }

    @Test
    void aListOfTwoChildrenIsRefused() {
        assertRefused(
                "field 'a': its type is List: it has 2 children, a list must have one, the field of its elements;"
                        + " correct it",
                optional("a", LIST, optional("item", INT), optional("other", INT)));
    }

    @Test
    void entriesThatAreNotAKeyAndAValueAreRefused() {
        for (final Field entries : List.of(
                required("entries", STRUCT, required("key", INT)),
                required("entries", STRUCT, required("k", INT), optional("v", INT), optional("w", INT)),
                required("entries", LIST, required("k", INT)))) {
            assertRefused(
                    "field 'm': its type is Map(false): it must have one child, a struct of key and value, while it has"
                            + " [" + entries + "]; correct it",
                    optional("m", MAP, entries));
        }
    }

    @Test
    void keysThatAreAllNullAreRefused() {
        assertRefused(
                "field 'm.key_value.key': its type is Null: a key of a map cannot be null; give the keys a type",
                map("m", required("k", new ArrowType.Null()), optional("v", INT)));
    }

    @Test
    void aUnionInsideAMapIsRefusedByItsPath() {
        assertRefused(
                "field 'm.key_value.value': its type is Union(Dense, []): Parquet has no union; give each of its"
                        + " members a nullable column of its own",
                map(
                        "m",
                        required("k", INT),
                        optional("v", new ArrowType.Union(org.apache.arrow.vector.types.UnionMode.Dense, new int[0]))));
    }

    @Test
    void aFieldIdOfAGroupThatIsNoNumberIsRefused() {
        assertRefused(
                "field 'a.list.element': the entry PARQUET:field_id of its metadata is 'one', it must be a whole number"
                        + " of 32 bits; correct it or leave it out",
                optional(
                        "a",
                        LIST,
                        with(optional("item", STRUCT, optional("x", INT)), Map.of(ParquetSchema.FIELD_ID_KEY, "one"))));
    }

    /** Also that the tree names every leaf once, and agrees with it. */
    private static void assertLevelsAreParquetJavas(final ParquetSchema schema) {
        final var message = schema.messageType();
        assertThat(schema.leaves()).hasSameSizeAs(message.getColumns());
        for (final Leaf leaf : schema.leaves()) {
            final String[] path = leaf.pathParts().toArray(String[]::new);
            assertThat(message.getColumns().get(leaf.column()).getPath()).isEqualTo(path);
            assertThat(leaf.maxDefinitionLevel()).isEqualTo(message.getMaxDefinitionLevel(path));
            assertThat(leaf.maxRepetitionLevel()).isEqualTo(message.getMaxRepetitionLevel(path));
            assertThat(leaf.repeated()).isEqualTo(leaf.maxRepetitionLevel() > 0);
        }
        final List<Node> leaves = nodes(schema).stream()
                .filter(node -> node.shape() == Shape.LEAF)
                .toList();
        assertThat(leaves).hasSameSizeAs(schema.leaves());
        for (int i = 0; i < leaves.size(); i++) {
            final Node node = leaves.get(i);
            final Leaf leaf = schema.leaves().get(i);
            assertThat(node.column()).isEqualTo(i);
            assertThat(node.path()).isEqualTo(leaf.path());
            assertThat(node.field()).isSameAs(leaf.field());
            assertThat(node.nullable()).isEqualTo(leaf.nullable());
            assertThat(node.definitionLevel()).isEqualTo(leaf.maxDefinitionLevel());
            assertThat(node.repetitionLevel()).isEqualTo(leaf.maxRepetitionLevel());
        }
    }

    private static Field id(final int id, final Field field) {
        return with(field, Map.of(ParquetSchema.FIELD_ID_KEY, Integer.toString(id)));
    }

    private static Field lists(final int depth, final Field innermost) {
        Field field = innermost;
        for (int i = 0; i < depth; i++) {
            field = optional("f", LIST, field);
        }
        return field;
    }

    private static Field random(final Random random, final String name, final int depth) {
        final ArrowType[] lists = {LIST, new ArrowType.FixedSizeList(2), new ArrowType.LargeListView()};
        final boolean nullable = random.nextBoolean();
        if (depth == 0) {
            return nullable ? optional(name, UTF8) : required(name, INT);
        }
        final ArrowType type =
                switch (random.nextInt(3)) {
                    case 0 -> STRUCT;
                    case 1 -> MAP;
                    default -> lists[random.nextInt(lists.length)];
                };
        final Field deep = random(random, "deep", depth - 1);
        final Field[] children = type == STRUCT
                ? new Field[] {deep, random(random, "shallow", 0)}
                : type == MAP ? new Field[] {required("e", STRUCT, random(random, "k", 0), deep)} : new Field[] {deep};
        return nullable ? optional(name, type, children) : required(name, type, children);
    }
}
