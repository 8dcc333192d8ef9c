package dev.intarsia.internal.schema;

import static dev.intarsia.internal.schema.Schemas.INT;
import static dev.intarsia.internal.schema.Schemas.LIST;
import static dev.intarsia.internal.schema.Schemas.RUNS;
import static dev.intarsia.internal.schema.Schemas.STRUCT;
import static dev.intarsia.internal.schema.Schemas.UTF8;
import static dev.intarsia.internal.schema.Schemas.assertRefused;
import static dev.intarsia.internal.schema.Schemas.index;
import static dev.intarsia.internal.schema.Schemas.map;
import static dev.intarsia.internal.schema.Schemas.message;
import static dev.intarsia.internal.schema.Schemas.nodes;
import static dev.intarsia.internal.schema.Schemas.optional;
import static dev.intarsia.internal.schema.Schemas.parquet;
import static dev.intarsia.internal.schema.Schemas.required;
import static dev.intarsia.internal.schema.Schemas.runs;
import static dev.intarsia.internal.schema.Schemas.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.schema.Node.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IndirectionSchemaTest {
    private static final ArrowType.Int BYTE = new ArrowType.Int(8, true);
    private static final ArrowType.Int UNSIGNED_SHORT = new ArrowType.Int(16, false);
    private static final ArrowType.Int LONG = new ArrowType.Int(64, true);

    private final BufferAllocator allocator = new RootAllocator();
    private final DictionaryProvider.MapDictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider();
    private final List<FieldVector> vectors = new ArrayList<>();

    @AfterEach
    void close() {
        vectors.forEach(FieldVector::close);
        allocator.close();
    }

    @Test
    void anIndexIsWrittenAsTheValuesOfItsDictionary() {
        final Field values = dictionary(7, required("DICT7", UTF8));
        final Field city = index("city", true, BYTE, 7);
        final ParquetSchema schema = parquet(provider, city, index("town", false, UNSIGNED_SHORT, 7));

        assertThat(schema.messageType().toString())
                .isEqualTo(message("optional binary city (STRING); required binary town (STRING);"));
        final Node node = schema.roots().get(0);
        assertThat(node.shape()).isEqualTo(Shape.LEAF);
        assertThat(node.carrier()).isSameAs(city);
        assertThat(node.field()).isEqualTo(values);
        assertThat(node.indirections()).containsExactly(new Indirection.Dictionary(7, 1, true));
        assertThat(schema.roots().get(1).indirections()).containsExactly(new Indirection.Dictionary(7, 2, false));
        assertThat(schema.leaves().get(0).fields()).containsExactly(city, values);
        assertThat(schema.leaves()).extracting(Leaf::nullable).containsExactly(true, false);
        assertThat(schema.leaves()).extracting(Leaf::conversion).containsOnly(Conversion.BYTES);
    }

    @Test
    void nullsAmongTheEntriesDoNotMakeAnIndexNullable() {
        dictionary(1, optional("values", UTF8));
        dictionary(2, runs("values", 32, optional("values", UTF8)));

        final ParquetSchema schema = parquet(provider, index("a", false, BYTE, 1), index("b", false, BYTE, 2));

        assertThat(schema.messageType().toString())
                .isEqualTo(message("required binary a (STRING); required binary b (STRING);"));
        assertThat(schema.leaves()).extracting(Leaf::required).containsOnly(true);
    }

    @Test
    void runEndsAreWrittenAsTheirValues() {
        for (final int bits : new int[] {16, 32, 64}) {
            final Field values = required("values", INT);
            final ParquetSchema schema = parquet(runs("x", bits, values));

            assertThat(schema.messageType().toString()).isEqualTo(message("optional int32 x;"));
            assertThat(schema.roots().get(0).field()).isSameAs(values);
            assertThat(schema.roots().get(0).indirections()).containsExactly(new Indirection.RunEnds(bits / 8));
        }
    }

    @Test
    void runEndsAreNullableIfTheyOrTheirValuesAre() {
        final Field ends = required("run_ends", new ArrowType.Int(32, true));

        assertThat(parquet(
                                required("a", RUNS, ends, required("values", INT)),
                                required("b", RUNS, ends, optional("values", INT)),
                                optional("c", RUNS, ends, required("values", INT)))
                        .leaves())
                .extracting(Leaf::nullable)
                .containsExactly(false, true, true);
    }

    @Test
    void runEndsAndDictionariesMayLeadToEachOther() {
        dictionary(1, runs("values", 16, required("values", INT)));
        dictionary(2, optional("values", UTF8));
        final ParquetSchema schema =
                parquet(provider, index("a", true, LONG, 1), runs("b", 64, index("values", false, UNSIGNED_SHORT, 2)));

        assertThat(schema.messageType().toString()).isEqualTo(message("optional int32 a; optional binary b (STRING);"));
        assertThat(schema.roots())
                .extracting(Node::indirections)
                .containsExactly(
                        List.of(new Indirection.Dictionary(1, 8, true), new Indirection.RunEnds(2)),
                        List.of(new Indirection.RunEnds(8), new Indirection.Dictionary(2, 2, false)));
        assertThat(schema.leaves().get(1).fields()).hasSize(3);
    }

    @Test
    void whatIsNestedInsideADictionaryIsNestedInTheFile() {
        dictionary(1, optional("city", UTF8));
        dictionary(2, optional("person", STRUCT, optional("name", UTF8), index("home", true, BYTE, 1)));
        dictionary(3, optional("items", LIST, index("item", false, BYTE, 1)));
        final Field people = index("person", true, BYTE, 2);
        final ParquetSchema schema = parquet(
                provider,
                people,
                index("towns", false, BYTE, 3),
                map("m", index("k", true, BYTE, 1), index("v", true, BYTE, 1)));

        assertThat(schema.messageType().toString())
                .isEqualTo(message(
                        "optional group person { optional binary name (STRING); optional binary home (STRING); }"
                                + "required group towns (LIST) { repeated group list { required binary element (STRING); }}"
                                + "optional group m (MAP) { repeated group key_value { required binary key (STRING);"
                                + "optional binary value (STRING); }}"));
        assertThat(nodes(schema))
                .extracting(Node::shape)
                .containsExactly(
                        Shape.STRUCT,
                        Shape.LEAF,
                        Shape.LEAF,
                        Shape.LIST,
                        Shape.LEAF,
                        Shape.MAP,
                        Shape.STRUCT,
                        Shape.LEAF,
                        Shape.LEAF);
        assertThat(schema.leaves().get(1).fields())
                .extracting(Field::getName)
                .containsExactly("person", "person", "home", "city");
        assertThat(schema.leaves().get(0).maxDefinitionLevel()).isEqualTo(2);
    }

    @Test
    void theArrowSchemaStatesTypesOfValuesAndNamesTheirDictionaries() {
        final Field city = dictionary(1, optional("city", UTF8));
        final Field home = index("home", true, BYTE, 1);
        dictionary(2, optional("person", STRUCT, optional("name", UTF8), home));
        final Field note = with(index("note", false, UNSIGNED_SHORT, 1), Map.of("k", "v"));

        final ParquetSchema schema = parquet(
                provider, note, index("person", true, LONG, 2), runs("r", 32, index("values", true, BYTE, 1)), home);

        final Field statedHome = stated(home, city.getType());
        assertThat(entry(schema))
                .isEqualTo(new Schema(List.of(
                        stated(note, city.getType()),
                        stated(index("person", true, LONG, 2), STRUCT, optional("name", UTF8), statedHome),
                        runs("r", 32, stated(index("values", true, BYTE, 1), UTF8)),
                        statedHome)));
    }

    @Test
    void theFieldOfABatchGivesTheFieldId() {
        dictionary(1, with(optional("city", UTF8), Map.of(ParquetSchema.FIELD_ID_KEY, "99")));

        assertThat(parquet(provider, with(index("a", true, BYTE, 1), Map.of(ParquetSchema.FIELD_ID_KEY, "4")))
                        .messageType()
                        .toString())
                .isEqualTo(message("optional binary a (STRING) = 4;"));
    }

    @Test
    void aDictionaryThatTheProviderDoesNotKnowIsRefused() {
        assertRefused(
                "field 'a.list.element': its type is Int(8, true): it is an index into dictionary 3, which the provider"
                        + " does not know; give it the dictionary before the file is opened",
                optional("a", LIST, index("item", true, BYTE, 3)));
    }

    @Test
    void aSchemaAsAStreamStatesItIsRefused() {
        dictionary(3, optional("values", UTF8));

        assertRefused(
                "field 'a': its type is Utf8: it names dictionary 3, so it must be the integer that is the index; give"
                        + " the schema as the batches state it, not as a stream does",
                provider,
                stated(index("a", true, BYTE, 3), UTF8));
    }

    @Test
    void aDictionaryOfIndexesIsRefused() {
        dictionary(4, index("values", true, BYTE, 5));

        assertRefused(
                "field 'a': its type is Int(8, true): it is an index into dictionary 4, whose values are indexes into"
                        + " dictionary 5, and an Arrow schema can state one dictionary a field; decode the outer one",
                provider,
                index("a", true, BYTE, 4));
    }

    @Test
    void aDictionaryInsideItselfIsRefused() {
        dictionary(1, optional("values", STRUCT, index("x", true, BYTE, 1)));
        dictionary(2, runs("values", 32, index("x", true, BYTE, 2)));

        assertRefused(
                "field 'a.x': its type is Int(8, true): it is an index into dictionary 1, inside whose values it stands"
                        + " itself; give the inner field a dictionary of its own",
                provider,
                index("a", true, BYTE, 1));
        assertRefused(
                "field 'a': its type is Int(8, true): it is an index into dictionary 2, inside whose values it stands"
                        + " itself; give the inner field a dictionary of its own",
                provider,
                index("a", true, BYTE, 2));
    }

    @Test
    void twoFieldsMayShareADictionary() {
        dictionary(1, optional("values", UTF8));

        assertThat(parquet(
                                provider,
                                index("a", true, BYTE, 1),
                                optional("s", STRUCT, index("b", true, LONG, 1), index("c", true, BYTE, 1)))
                        .leaves())
                .hasSize(3);
    }

    @Test
    void runEndsOfAnotherTypeAreRefused() {
        for (final ArrowType ends : List.of(BYTE, new ArrowType.Int(32, false), UTF8)) {
            assertRefused(
                    "field 'x': its type is RunEndEncoded: its run ends are of type " + ends
                            + ", they must be signed integers of 16, 32 or 64 bits; correct it",
                    optional("x", RUNS, required("run_ends", ends), optional("values", INT)));
        }
    }

    /** Adds a dictionary of values of a field and returns the field as its vector states it. */
    private Field dictionary(final long id, final Field values) {
        final FieldVector vector = values.createVector(allocator);
        vectors.add(vector);
        provider.put(new Dictionary(vector, new DictionaryEncoding(id, false, null)));
        return vector.getField();
    }

    /** A dictionary-encoded field as a message states it. */
    private static Field stated(final Field index, final ArrowType values, final Field... children) {
        return new Field(
                index.getName(),
                new FieldType(index.isNullable(), values, index.getDictionary(), index.getMetadata()),
                List.of(children));
    }

    private static Schema entry(final ParquetSchema schema) {
        return Schema.deserializeMessage(ByteBuffer.wrap(Base64.getDecoder().decode(schema.arrowSchemaBase64())));
    }
}
