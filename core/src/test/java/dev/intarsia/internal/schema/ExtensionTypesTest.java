package dev.intarsia.internal.schema;

import static dev.intarsia.internal.schema.Schemas.BINARY;
import static dev.intarsia.internal.schema.Schemas.INT;
import static dev.intarsia.internal.schema.Schemas.LIST;
import static dev.intarsia.internal.schema.Schemas.STRUCT;
import static dev.intarsia.internal.schema.Schemas.UTF8;
import static dev.intarsia.internal.schema.Schemas.assertRefused;
import static dev.intarsia.internal.schema.Schemas.extension;
import static dev.intarsia.internal.schema.Schemas.index;
import static dev.intarsia.internal.schema.Schemas.optional;
import static dev.intarsia.internal.schema.Schemas.parquet;
import static dev.intarsia.internal.schema.Schemas.required;
import static dev.intarsia.internal.schema.Schemas.runs;
import static dev.intarsia.internal.schema.Schemas.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionTypesTest {
    private static final ArrowType UUID_BYTES = new ArrowType.FixedSizeBinary(16);
    private static final List<ArrowType> TEXTS = List.of(UTF8, new ArrowType.LargeUtf8(), new ArrowType.Utf8View());
    private static final List<ArrowType> BINARIES =
            List.of(BINARY, new ArrowType.LargeBinary(), new ArrowType.BinaryView());

    @Test
    void aUuidIsAUuid() {
        assertBecomes(
                "optional fixed_len_byte_array(16) x (UUID)",
                Order.LEXICOGRAPHIC,
                Truncation.NO,
                extension("arrow.uuid", optional("x", UUID_BYTES)));
    }

    @Test
    void aRegisteredExtensionIsTheSameAsOneThatIsOnlyNamed() {
        assertBecomes(
                "optional fixed_len_byte_array(16) x (UUID)",
                Order.LEXICOGRAPHIC,
                Truncation.NO,
                optional("x", new TestExtension("arrow.uuid", "", UUID_BYTES)));
        assertBecomes(
                "optional binary x (GEOGRAPHY(EPSG:3857,KARNEY))",
                Order.NONE,
                Truncation.NO,
                optional(
                        "x",
                        new TestExtension("geoarrow.wkb", "{\"crs\":\"EPSG:3857\",\"edges\":\"karney\"}", BINARY)));
    }

    @Test
    void jsonIsJsonOverEveryKindOfText() {
        for (final ArrowType text : TEXTS) {
            assertBecomes(
                    "optional binary x (JSON)",
                    Order.LEXICOGRAPHIC,
                    Truncation.UTF8,
                    extension("arrow.json", optional("x", text)));
        }
    }

    @Test
    void wellKnownBinaryIsAGeometryOverEveryKindOfBinary() {
        for (final ArrowType binary : BINARIES) {
            final ParquetSchema schema = parquet(extension("geoarrow.wkb", optional("x", binary)));

            assertThat(schema.messageType().toString()).startsWith("message schema {\n  optional binary x (GEOMETRY");
            assertThat(schema.leaves())
                    .extracting(Leaf::order, Leaf::truncation)
                    .containsExactly(tuple(Order.NONE, Truncation.NO));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrow.parquet.variant", "parquet.variant"})
    void anUnshreddedVariantIsAGroupOfRequiredBytesInTheOrderOfArrow(final String name) {
        final ParquetSchema schema = parquet(extension(
                name,
                optional(
                        "x",
                        STRUCT,
                        optional("value", new ArrowType.BinaryView()),
                        required("metadata", new ArrowType.LargeBinary()))));

        assertThat(schema.messageType().toString())
                .isEqualTo("message schema {\n  optional group x (VARIANT(1)) {\n    required binary value;\n"
                        + "    required binary metadata;\n  }\n}\n");
        assertThat(schema.leaves())
                .extracting(Leaf::order, Leaf::truncation, Leaf::nullable, Leaf::maxDefinitionLevel)
                .containsOnly(tuple(Order.NONE, Truncation.NO, false, 1));
        assertThat(schema.roots().get(0).children()).extracting(Node::nullable).containsOnly(false);
    }

    @Test
    void metadataOfAVariantMayBeRunEndEncoded() {
        final ParquetSchema schema = parquet(extension(
                "arrow.parquet.variant",
                required("x", STRUCT, runs("metadata", 32, required("values", BINARY)), required("value", BINARY))));

        assertThat(schema.messageType().toString())
                .isEqualTo("message schema {\n  required group x (VARIANT(1)) {\n    required binary metadata;\n"
                        + "    required binary value;\n  }\n}\n");
    }

    @Test
    void extensionsThatParquetHasNoWordForAreTheirStorage() {
        final Field bool8 = extension("arrow.bool8", optional("a", new ArrowType.Int(8, true)));
        final Field tensor = extension("arrow.fixed_shape_tensor", "{}", optional("b", LIST, optional("item", INT)));
        final Field own = optional("c", new TestExtension("test.colour", "red", INT));
        final ParquetSchema schema = parquet(bool8, tensor, own);

        assertThat(schema.messageType().toString())
                .isEqualTo("message schema {\n  optional int32 a (INTEGER(8,true));\n  optional group b (LIST) {\n"
                        + "    repeated group list {\n      optional int32 element;\n    }\n  }\n"
                        + "  optional int32 c;\n}\n");
        assertThat(entry(schema))
                .isEqualTo(new Schema(List.of(bool8, tensor, extension("test.colour", "red", optional("c", INT)))));
    }

    @Test
    void anExtensionOfAnIndexIsOneOfItsValues() {
        try (BufferAllocator allocator = new RootAllocator();
                FieldVector values = required("values", UUID_BYTES).createVector(allocator)) {
            final var provider = new DictionaryProvider.MapDictionaryProvider(
                    new Dictionary(values, new DictionaryEncoding(1, false, null)));
            final ParquetSchema schema =
                    parquet(provider, extension("arrow.uuid", index("x", true, new ArrowType.Int(8, true), 1)));

            assertThat(schema.messageType().toString())
                    .isEqualTo("message schema {\n  optional fixed_len_byte_array(16) x (UUID);\n}\n");
            // Arrow knows the type itself once its class was loaded, be it by another test.
            final Field field = entry(schema).getFields().get(0);
            if (field.getType() instanceof ArrowType.ExtensionType known) {
                assertThat(known.storageType()).isEqualTo(UUID_BYTES);
                assertThat(known.extensionName()).isEqualTo("arrow.uuid");
            } else {
                assertThat(field.getType()).isEqualTo(UUID_BYTES);
                assertThat(field.getMetadata()).containsEntry("ARROW:extension:name", "arrow.uuid");
            }
        }
    }

    @Test
    void anExtensionOfTheValuesOfRunsIsOneOfTheField() {
        assertBecomes(
                "optional binary x (JSON)",
                Order.LEXICOGRAPHIC,
                Truncation.UTF8,
                runs("x", 32, extension("arrow.json", optional("values", UTF8))));
    }

    @ParameterizedTest
    @CsvSource({
        "arrow.uuid, FixedSizeBinary(16)",
        "arrow.json, 'Utf8, LargeUtf8 or Utf8View'",
        "geoarrow.wkb, 'Binary, LargeBinary or BinaryView'",
        "arrow.parquet.variant, a struct of metadata and value"
    })
    void aKnownExtensionOverAnotherStorageIsRefused(final String name, final String wanted) {
        assertRefused(
                "field 'x': its type is FixedSizeBinary(15): as the extension " + name
                        + ", which it says it is, it must be stored as " + wanted
                        + "; convert the values or take the extension's name away",
                extension(name, optional("x", new ArrowType.FixedSizeBinary(15))));
    }

    @Test
    void aShreddedVariantIsRefused() {
        assertRefused(
                "field 'x': its type is Struct: it is a shredded variant, whose values are partly in its field"
                        + " typed_value, and only unshredded ones can be written; put all of them into the field value",
                extension(
                        "arrow.parquet.variant",
                        optional(
                                "x",
                                STRUCT,
                                required("metadata", BINARY),
                                optional("value", BINARY),
                                optional("typed_value", INT))));
    }

    @Test
    void aVariantOfOtherFieldsIsRefused() {
        assertRefused(
                "field 'x': its type is Struct: as the extension arrow.parquet.variant, which it says it is, it must be"
                        + " stored as a struct of metadata and value, while its fields are [metadata, values];"
                        + " convert the values or take the extension's name away",
                extension(
                        "arrow.parquet.variant",
                        optional("x", STRUCT, required("metadata", BINARY), required("values", BINARY))));
    }

    @Test
    void aVariantThatIsNotOfBytesIsRefused() {
        assertRefused(
                "field 'x.value': its type is Utf8: metadata and value of a variant are Binary, LargeBinary or"
                        + " BinaryView; convert it to one of these",
                extension(
                        "arrow.parquet.variant",
                        optional("x", STRUCT, required("metadata", BINARY), required("value", UTF8))));
    }

    @Test
    void theMetadataNamesWhatArrowHasNoTypeFor() {
        for (final ArrowType binary : BINARIES) {
            assertBecomes("optional binary x (BSON)", Order.LEXICOGRAPHIC, Truncation.BYTES, named("BSON", binary));
            assertBecomes("optional binary x (ENUM)", Order.LEXICOGRAPHIC, Truncation.UTF8, named("ENUM", binary));
            assertBecomes("optional binary x (JSON)", Order.LEXICOGRAPHIC, Truncation.UTF8, named("JSON", binary));
        }
        for (final ArrowType text : TEXTS) {
            assertBecomes("optional binary x (ENUM)", Order.LEXICOGRAPHIC, Truncation.UTF8, named("ENUM", text));
            assertBecomes("optional binary x (JSON)", Order.LEXICOGRAPHIC, Truncation.UTF8, named("JSON", text));
        }
        assertBecomes(
                "optional fixed_len_byte_array(16) x (UUID)",
                Order.LEXICOGRAPHIC,
                Truncation.NO,
                named("UUID", UUID_BYTES));
    }

    @Test
    void anotherNameIsRefused() {
        assertRefused(
                "field 'x': the entry PARQUET:logical_type of its metadata is 'bson', it must be JSON, ENUM, BSON or"
                        + " UUID; correct it or leave it out",
                named("bson", BINARY));
    }

    @ParameterizedTest
    @CsvSource({
        "BSON, binaries of any length",
        "ENUM, strings and binaries of any length",
        "JSON, strings and binaries of any length",
        "UUID, FixedSizeBinary(16)"
    })
    void aNameForOtherValuesIsRefused(final String name, final String wanted) {
        assertRefused(
                "field 'x': its type is Int(32, true): the entry PARQUET:logical_type of its metadata is '" + name
                        + "', which is for " + wanted + "; correct it or leave it out",
                named(name, INT));
    }

    @Test
    void bsonIsNoTextAndAListHasNoName() {
        assertRefused(
                "field 'x': its type is Utf8: the entry PARQUET:logical_type of its metadata is 'BSON', which is for"
                        + " binaries of any length; correct it or leave it out",
                named("BSON", UTF8));
        assertRefused(
                "field 'x': its type is List: the entry PARQUET:logical_type of its metadata is 'JSON', which is for"
                        + " strings and binaries of any length; correct it or leave it out",
                with(optional("x", LIST, optional("item", UTF8)), Map.of(ParquetSchema.LOGICAL_TYPE_KEY, "JSON")));
    }

    @Test
    void aNameAndAnExtensionMustAgree() {
        assertBecomes(
                "optional binary x (JSON)",
                Order.LEXICOGRAPHIC,
                Truncation.UTF8,
                with(
                        optional("x", UTF8),
                        Map.of(ParquetSchema.LOGICAL_TYPE_KEY, "JSON", "ARROW:extension:name", "arrow.json")));
        assertRefused(
                "field 'x': the entry PARQUET:logical_type of its metadata is 'ENUM', while the extension that it also"
                        + " names is written as JSON; leave one of them out",
                with(
                        optional("x", UTF8),
                        Map.of(ParquetSchema.LOGICAL_TYPE_KEY, "ENUM", "ARROW:extension:name", "arrow.json")));
    }

    private static Field named(final String name, final ArrowType type) {
        return with(optional("x", type), Map.of(ParquetSchema.LOGICAL_TYPE_KEY, name));
    }

    private static void assertBecomes(
            final String parquet, final Order order, final Truncation truncation, final Field field) {
        final ParquetSchema schema = parquet(field);
        assertThat(schema.messageType().toString()).isEqualTo("message schema {\n  " + parquet + ";\n}\n");
        assertThat(schema.leaves()).extracting(Leaf::order, Leaf::truncation).containsExactly(tuple(order, truncation));
    }

    private static Schema entry(final ParquetSchema schema) {
        return Schema.deserializeMessage(ByteBuffer.wrap(Base64.getDecoder().decode(schema.arrowSchemaBase64())));
    }

    /** An extension that this JVM has a class for. */
    private static final class TestExtension extends ArrowType.ExtensionType {
        private final String name;
        private final String metadata;
        private final ArrowType storage;

        TestExtension(final String name, final String metadata, final ArrowType storage) {
            this.name = name;
            this.metadata = metadata;
            this.storage = storage;
        }

        @Override
        public ArrowType storageType() {
            return storage;
        }

        @Override
        public String extensionName() {
            return name;
        }

        @Override
        public boolean extensionEquals(final ExtensionType other) {
            return other instanceof TestExtension extension && extension.name.equals(name);
        }

        @Override
        public String serialize() {
            return metadata;
        }

        @Override
        public ArrowType deserialize(final ArrowType storageType, final String serializedData) {
            return this;
        }

        @Override
        public FieldVector getNewVector(final String vector, final FieldType type, final BufferAllocator allocator) {
            throw new UnsupportedOperationException("a schema needs no vector");
        }
    }
}
