package dev.intarsia.internal.schema;

import static dev.intarsia.internal.schema.Schemas.BINARY;
import static dev.intarsia.internal.schema.Schemas.INT;
import static dev.intarsia.internal.schema.Schemas.LIST;
import static dev.intarsia.internal.schema.Schemas.STRUCT;
import static dev.intarsia.internal.schema.Schemas.UTF8;
import static dev.intarsia.internal.schema.Schemas.extension;
import static dev.intarsia.internal.schema.Schemas.index;
import static dev.intarsia.internal.schema.Schemas.map;
import static dev.intarsia.internal.schema.Schemas.optional;
import static dev.intarsia.internal.schema.Schemas.parquet;
import static dev.intarsia.internal.schema.Schemas.required;
import static dev.intarsia.internal.schema.Schemas.runs;
import static dev.intarsia.internal.schema.Schemas.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.options.UnsupportedSchemaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema of a file in progress comes back, and another one is refused by the name of the first field that differs.
 */
class SchemaFormTest {
    private static final ArrowType.Int BYTE = new ArrowType.Int(8, true);
    private static final String KEPT =
            ", and a file in progress keeps the schema that it was begun with: complete the old"
                    + " file, open a new one for this schema";

    private static SchemaForm back(final SchemaForm form) throws StateFormatException {
        return read(bytes(form));
    }

    private static byte[] bytes(final SchemaForm form) {
        final StateOutput out = new StateOutput();
        form.write(out);
        return out.toByteArray();
    }

    private static SchemaForm read(final byte[] bytes) throws StateFormatException {
        return SchemaForm.read(new StateInput(bytes));
    }

    /** A form with this message and no dictionaries. */
    private static SchemaForm ofMessage(final byte[] message) throws StateFormatException {
        final StateOutput out = new StateOutput();
        final int field = out.beginField(1);
        out.putBytes(message);
        out.end(field);
        return read(out.toByteArray());
    }

    private static void assertRefused(
            final ParquetSchema begun, final ParquetSchema given, final String field, final String sentence)
            throws StateFormatException {
        final SchemaForm form = back(SchemaForm.of(begun));
        assertThatExceptionOfType(UnsupportedSchemaException.class)
                .isThrownBy(() -> form.requireSame(given))
                .withMessage("field '" + field + "': " + sentence + KEPT)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void theSameSchemaIsTheSame() throws StateFormatException {
        final Field[] fields = {
            optional("a", INT),
            required("s", STRUCT, optional("x", UTF8), optional("l", LIST, required("item", BINARY))),
            map("m", required("k", UTF8), optional("v", INT)),
            runs("r", 32, optional("values", UTF8)),
            with(optional("j", UTF8), Map.of(ParquetSchema.LOGICAL_TYPE_KEY, "JSON", "other", "x"))
        };
        final SchemaForm form = back(SchemaForm.of(parquet(fields)));

        form.requireSame(parquet(fields));
        assertThat(form.arrowSchemaBase64()).isEqualTo(parquet(fields).arrowSchemaBase64());
        assertThat(bytes(form)).isEqualTo(bytes(SchemaForm.of(parquet(fields))));
        assertThat(parquet(fields).arrowSchemaMessage())
                .isEqualTo(Base64.getDecoder().decode(form.arrowSchemaBase64()));
    }

    @Test
    void theFormIsTheMessageAndTheTypesOfDictionaries() {
        final ParquetSchema schema = parquet(optional("a", INT));
        final byte[] message = schema.arrowSchemaMessage();
        assertThat(message.length).isBetween(128, 16_000);
        final StateOutput expected = new StateOutput();
        expected.putByte(1); // the message
        expected.putVarint(message.length + 2L);
        expected.putBytes(message);
        expected.putByte(2); // the types
        expected.putByte(1);
        expected.putByte(0);

        assertThat(bytes(SchemaForm.of(schema))).isEqualTo(expected.toByteArray());
    }

    @Test
    void whatIsNotInTheFileMayDiffer() throws StateFormatException {
        final SchemaForm form = back(SchemaForm.of(ParquetSchema.of(
                new Schema(
                        List.of(
                                optional("l", LIST, required("item", INT)),
                                map("m", required("k", UTF8), optional("v", INT)),
                                with(optional("a", INT), Map.of("comment", "old"))),
                        Map.of("made by", "us")),
                Schemas.NO_DICTIONARIES)));

        form.requireSame(parquet(
                optional("l", LIST, required("$data$", INT)),
                map("m", required("key", UTF8), optional("value", INT)),
                with(optional("a", INT), Map.of("comment", "new"))));
    }

    static Stream<Arguments> differences() {
        final Field a = optional("a", INT);
        final Field b = optional("b", UTF8);
        final Field c = optional("c", BINARY);
        return Stream.of(
                arguments(List.of(a, b), List.of(a), "b", "the checkpoint has it, the schema given does not"),
                arguments(List.of(a, b, c), List.of(a, c), "b", "the checkpoint has it, the schema given does not"),
                arguments(List.of(a), List.of(a, b), "b", "the schema given has it, the checkpoint does not"),
                arguments(List.of(a, c), List.of(a, b, c), "b", "the schema given has it, the checkpoint does not"),
                arguments(
                        List.of(a, b, c),
                        List.of(a, c, b),
                        "b",
                        "it is field 1 (counted from 0) of the checkpoint, where the schema given has 'c'"),
                arguments(
                        List.of(optional("s", STRUCT, a, b)),
                        List.of(optional("s", STRUCT, a, c)),
                        "s.b",
                        "the checkpoint has it, the schema given does not"),
                arguments(
                        List.of(a, b),
                        List.of(a, optional("b", INT)),
                        "b",
                        "its type in the checkpoint: 'Utf8', in the schema given: 'Int(32, true)'"),
                arguments(
                        List.of(optional("t", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"))),
                        List.of(optional("t", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null))),
                        "t",
                        "its type in the checkpoint: 'Timestamp(MICROSECOND, UTC)', in the schema given:"
                                + " 'Timestamp(MICROSECOND, null)'"),
                arguments(
                        List.of(a, b),
                        List.of(a, required("b", UTF8)),
                        "b",
                        "its nulls in the checkpoint: 'allowed', in the schema given: 'forbidden'"),
                arguments(
                        List.of(optional("l", LIST, required("e", INT))),
                        List.of(optional("l", LIST, optional("e", INT))),
                        "l.list.element",
                        "its nulls in the checkpoint: 'forbidden', in the schema given: 'allowed'"),
                arguments(
                        List.of(map("m", required("k", UTF8), optional("v", INT))),
                        List.of(map("m", required("k", BINARY), optional("v", INT))),
                        "m.key_value.key",
                        "its type in the checkpoint: 'Utf8', in the schema given: 'Binary'"),
                arguments(
                        List.of(map("m", required("k", UTF8), optional("v", STRUCT, a))),
                        List.of(map("m", required("k", UTF8), optional("v", STRUCT, a, b))),
                        "m.key_value.value.b",
                        "the schema given has it, the checkpoint does not"),
                arguments(
                        List.of(runs("r", 32, optional("v", UTF8))),
                        List.of(runs("r", 16, optional("v", UTF8))),
                        "r",
                        "its type of run ends in the checkpoint: 'Int(32, true)', in the schema given: 'Int(16, true)'"),
                arguments(
                        List.of(runs("r", 32, optional("v", UTF8))),
                        List.of(runs("r", 32, optional("v", INT))),
                        "r",
                        "its type of the runs' values in the checkpoint: 'Utf8', in the schema given: 'Int(32, true)'"),
                arguments(
                        List.of(with(a, Map.of(ParquetSchema.FIELD_ID_KEY, "7"))),
                        List.of(with(a, Map.of(ParquetSchema.FIELD_ID_KEY, "8"))),
                        "a",
                        "its metadata PARQUET:field_id in the checkpoint: '7', in the schema given: '8'"),
                arguments(
                        List.of(with(b, Map.of(ParquetSchema.LOGICAL_TYPE_KEY, "JSON"))),
                        List.of(b),
                        "b",
                        "its metadata PARQUET:logical_type in the checkpoint: 'JSON', in the schema given: none"),
                arguments(
                        List.of(c),
                        List.of(extension("geoarrow.wkb", c)),
                        "c",
                        "its metadata ARROW:extension:name in the checkpoint: none, in the schema given:"
                                + " 'geoarrow.wkb'"),
                arguments(
                        List.of(extension("geoarrow.wkb", "{\"edges\": \"spherical\"}", c)),
                        List.of(extension("geoarrow.wkb", "{}", c)),
                        "c",
                        "its metadata ARROW:extension:metadata in the checkpoint: '{\"edges\": \"spherical\"}', in the"
                                + " schema given: '{}'"));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void theFirstFieldThatDiffersIsNamed(
            final List<Field> begun, final List<Field> given, final String field, final String sentence)
            throws StateFormatException {
        assertRefused(parquet(begun.toArray(Field[]::new)), parquet(given.toArray(Field[]::new)), field, sentence);
    }

    @Test
    void theDictionariesOfFieldsMustBeTheSame(final BufferAllocator allocator) throws StateFormatException {
        final List<FieldVector> vectors = new ArrayList<>();
        try {
            final DictionaryProvider texts = provider(allocator, vectors, optional("entries", UTF8));
            final ParquetSchema begun = parquet(texts, index("d", true, BYTE, 1));
            back(SchemaForm.of(begun)).requireSame(parquet(texts, index("d", true, BYTE, 1)));

            final String was =
                    "its dictionary in the checkpoint: '1 with indexes of Int(8, true)', in the schema given: ";
            assertRefused(begun, parquet(optional("d", UTF8)), "d", was + "none");
            assertRefused(
                    begun, parquet(texts, index("d", true, BYTE, 2)), "d", was + "'2 with indexes of Int(8, true)'");
            assertRefused(
                    begun,
                    parquet(texts, index("d", true, new ArrowType.Int(16, true), 1)),
                    "d",
                    was + "'1 with indexes of Int(16, true)'");
            assertRefused(
                    begun,
                    parquet(provider(allocator, vectors, optional("entries", INT)), index("d", true, BYTE, 1)),
                    "d",
                    "its type in the checkpoint: 'Utf8', in the schema given: 'Int(32, true)'");
        } finally {
            vectors.forEach(FieldVector::close);
        }
    }

    @Test
    void metadataOfEntriesIsNotInTheMessageAndDiffersAllTheSame(final BufferAllocator allocator)
            throws StateFormatException {
        final List<FieldVector> vectors = new ArrayList<>();
        try {
            final Field json = with(optional("entries", UTF8), Map.of(ParquetSchema.LOGICAL_TYPE_KEY, "JSON"));
            final Field[] fields = {map("m", required("k", UTF8), optional("v", LIST, index("e", true, BYTE, 1)))};
            final ParquetSchema begun = parquet(provider(allocator, vectors, json), fields);
            final ParquetSchema given = parquet(provider(allocator, vectors, optional("entries", UTF8)), fields);

            assertThat(begun.arrowSchemaBase64()).isEqualTo(given.arrowSchemaBase64());
            back(SchemaForm.of(begun)).requireSame(begun);
            assertRefused(
                    begun,
                    given,
                    "m.key_value.value.list.element",
                    "the field of its dictionary's entries has other metadata, by which its Parquet type is another");
        } finally {
            vectors.forEach(FieldVector::close);
        }
    }

    /** Dictionaries 1 and 2, both with entries of this field. */
    private static DictionaryProvider provider(
            final BufferAllocator allocator, final List<FieldVector> vectors, final Field entries) {
        final DictionaryProvider.MapDictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider();
        for (long id = 1; id <= 2; id++) {
            final FieldVector vector = entries.createVector(allocator);
            vectors.add(vector);
            provider.put(new Dictionary(vector, new DictionaryEncoding(id, false, null)));
        }
        return provider;
    }

    @Test
    void aFormOfALaterVersionOrWithoutTheTypesOfItsDictionariesIsRefused(final BufferAllocator allocator)
            throws StateFormatException {
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> read(new byte[] {3, 1, 0}))
                .withMessageContaining("field 3 of the schema is not known to this version");

        final List<FieldVector> vectors = new ArrayList<>();
        try {
            final DictionaryProvider texts = provider(allocator, vectors, optional("entries", UTF8));
            final ParquetSchema schema = parquet(texts, index("d", true, BYTE, 1));
            final SchemaForm form = ofMessage(schema.arrowSchemaMessage());
            assertThatExceptionOfType(StateFormatException.class)
                    .isThrownBy(() -> form.requireSame(schema))
                    .withMessageContaining("its schema has 1 dictionary-encoded fields, and it states the types of 0");
        } finally {
            vectors.forEach(FieldVector::close);
        }
    }

    @Test
    void aDamagedMessageIsRefusedOrIsAnotherSchema() throws StateFormatException {
        final ParquetSchema schema = parquet(
                optional("a", INT),
                map("m", required("k", UTF8), optional("v", LIST, with(required("item", BINARY), Map.of("k", "v")))));
        final byte[] message = schema.arrowSchemaMessage();
        int refused = 0;
        for (int seed = 0; seed < 10_000; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final byte[] bytes = message.clone();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                ofMessage(bytes).requireSame(schema);
            } catch (final StateFormatException | UnsupportedSchemaException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void aMessageThatIsCutOffOrLongerIsRefused() throws StateFormatException {
        final ParquetSchema schema = parquet(optional("a", INT));
        final byte[] message = schema.arrowSchemaMessage();
        for (int length = 0; length < message.length + 9; length++) {
            if (length != message.length) {
                final SchemaForm form = ofMessage(Arrays.copyOf(message, length));
                assertThatExceptionOfType(StateFormatException.class)
                        .as("%d bytes", length)
                        .isThrownBy(() -> form.requireSame(schema));
            }
        }
    }

    /** A message whose field has itself a level deeper for both of its children, as often as is asked. */
    private static byte[] sharing(final int levels) {
        final FlatBufferBuilder builder = new FlatBufferBuilder();
        int field = field(builder, new int[0]);
        for (int i = 0; i < levels; i++) {
            field = field(builder, new int[] {field, field});
        }
        final int fields = org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, new int[] {field});
        org.apache.arrow.flatbuf.Schema.startSchema(builder);
        org.apache.arrow.flatbuf.Schema.addFields(builder, fields);
        final int schema = org.apache.arrow.flatbuf.Schema.endSchema(builder);
        Message.startMessage(builder);
        Message.addHeaderType(builder, MessageHeader.Schema);
        Message.addHeader(builder, schema);
        builder.finish(Message.endMessage(builder));
        final byte[] message = builder.sizedByteArray();
        return ByteBuffer.allocate(8 + message.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(-1)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static int field(final FlatBufferBuilder builder, final int[] children) {
        final int vector = org.apache.arrow.flatbuf.Field.createChildrenVector(builder, children);
        org.apache.arrow.flatbuf.Struct_.startStruct_(builder);
        final int type = org.apache.arrow.flatbuf.Struct_.endStruct_(builder);
        org.apache.arrow.flatbuf.Field.startField(builder);
        org.apache.arrow.flatbuf.Field.addTypeType(builder, org.apache.arrow.flatbuf.Type.Struct_);
        org.apache.arrow.flatbuf.Field.addType(builder, type);
        org.apache.arrow.flatbuf.Field.addChildren(builder, vector);
        return org.apache.arrow.flatbuf.Field.endField(builder);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 40, 450})
    void aMessageThatStandsForMoreFieldsThanAHeapHoldsIsRefused(final int levels) throws StateFormatException {
        final SchemaForm form = ofMessage(sharing(levels));
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> form.requireSame(parquet(optional("a", INT))))
                .withMessageContaining("its Arrow schema states more than its bytes hold");
    }

    @Test
    void aMessageThatNestsTooDeeplyIsRefused() throws StateFormatException {
        final SchemaForm form = ofMessage(sharing(501));
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> form.requireSame(parquet(optional("a", INT))))
                .withMessageContaining("its Arrow schema nests deeper than 500 fields");
        // The builder of this test is not at fault.
        assertThat(SchemaMessage.read(sharing(2)).getFields().get(0).getChildren())
                .hasSize(2);
    }
}
