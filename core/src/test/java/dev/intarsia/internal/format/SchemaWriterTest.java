package dev.intarsia.internal.format;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MILLIS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.NANOS;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import shaded.parquet.org.apache.thrift.protocol.TList;

/**
 * The schema model of parquet-java gives floating-point leaves the IEEE 754 order unless told otherwise. We write the
 * order that the type defines, so the leaves here say so where schemas are compared.
 */
class SchemaWriterTest {
    private static final Type INTERVAL = leaf(FIXED_LEN_BYTE_ARRAY, 12, LogicalTypeAnnotation.intervalType());

    /** One leaf for every annotation of the model and every combination of its parameters that matters here. */
    static Stream<Type> annotatedLeaves() {
        final List<Type> leaves = new ArrayList<>();
        for (final boolean utc : new boolean[] {true, false}) {
            leaves.add(leaf(INT32, 0, LogicalTypeAnnotation.timeType(utc, MILLIS)));
            leaves.add(leaf(INT64, 0, LogicalTypeAnnotation.timeType(utc, MICROS)));
            leaves.add(leaf(INT64, 0, LogicalTypeAnnotation.timeType(utc, NANOS)));
            leaves.add(leaf(INT64, 0, LogicalTypeAnnotation.timestampType(utc, MILLIS)));
            leaves.add(leaf(INT64, 0, LogicalTypeAnnotation.timestampType(utc, MICROS)));
            leaves.add(leaf(INT64, 0, LogicalTypeAnnotation.timestampType(utc, NANOS)));
            leaves.add(leaf(INT32, 0, LogicalTypeAnnotation.intType(8, utc)));
            leaves.add(leaf(INT32, 0, LogicalTypeAnnotation.intType(16, utc)));
            leaves.add(leaf(INT32, 0, LogicalTypeAnnotation.intType(32, utc)));
            leaves.add(leaf(INT64, 0, LogicalTypeAnnotation.intType(64, utc)));
        }
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.stringType()));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.enumType()));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.jsonType()));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.bsonType()));
        leaves.add(leaf(INT32, 0, LogicalTypeAnnotation.dateType()));
        leaves.add(leaf(INT32, 0, LogicalTypeAnnotation.decimalType(0, 9)));
        leaves.add(leaf(INT64, 0, LogicalTypeAnnotation.decimalType(18, 18)));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.decimalType(70, 100)));
        leaves.add(leaf(FIXED_LEN_BYTE_ARRAY, 16, LogicalTypeAnnotation.decimalType(2, 38)));
        leaves.add(leaf(FIXED_LEN_BYTE_ARRAY, 16, LogicalTypeAnnotation.uuidType()));
        leaves.add(Types.required(FIXED_LEN_BYTE_ARRAY)
                .length(2)
                .as(LogicalTypeAnnotation.float16Type())
                .columnOrder(ColumnOrder.typeDefined())
                .named("leaf"));
        leaves.add(leaf(INT32, 0, LogicalTypeAnnotation.unknownType()));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.geometryType(null)));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.geometryType("EPSG:4326")));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.geographyType()));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.geographyType("ä", EdgeInterpolationAlgorithm.KARNEY)));
        leaves.add(leaf(BINARY, 0, LogicalTypeAnnotation.geographyType(null, EdgeInterpolationAlgorithm.SPHERICAL)));
        return leaves.stream();
    }

    @ParameterizedTest
    @MethodSource("annotatedLeaves")
    void anAnnotatedLeafIsTheBytesThatThriftWritesForParquetJavasElements(final Type leaf) throws IOException {
        final MessageType schema = new MessageType("root", leaf);

        assertThat(SchemaWriter.bytes(schema)).isEqualTo(thrift(oracle(schema)));
        assertThat(readBack(schema)).isEqualTo(schema);
    }

    @Test
    void anIntervalIsAConvertedTypeOnly() throws IOException {
        final MessageType schema = new MessageType("root", INTERVAL);
        final List<SchemaElement> expected = oracle(schema);
        // parquet-java adds the logical type UNKNOWN, which says that every value is null.
        assertThat(expected.get(1).isSetLogicalType()).isTrue();
        expected.get(1).unsetLogicalType();

        assertThat(expected.get(1).getConverted_type()).isEqualTo(ConvertedType.INTERVAL);
        assertThat(SchemaWriter.bytes(schema)).isEqualTo(thrift(expected));
        assertThat(readBack(schema)).isEqualTo(schema);
    }

    @Test
    void localTimestampsHaveTheConvertedTypeTooAndNanosecondsHaveNone() throws IOException {
        final SchemaElement local = readElement(leaf(INT64, 0, LogicalTypeAnnotation.timestampType(false, MICROS)));
        final SchemaElement nanos = readElement(leaf(INT64, 0, LogicalTypeAnnotation.timestampType(true, NANOS)));

        assertThat(local.getConverted_type()).isEqualTo(ConvertedType.TIMESTAMP_MICROS);
        assertThat(local.getLogicalType().getTIMESTAMP().isIsAdjustedToUTC()).isFalse();
        assertThat(nanos.isSetConverted_type()).isFalse();
        assertThat(nanos.getLogicalType().getTIMESTAMP().getUnit().isSetNANOS()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(PrimitiveTypeName.class)
    void aBareLeafIsTheBytesThatThriftWritesInEveryRepetition(final PrimitiveTypeName type) throws IOException {
        for (final Type.Repetition repetition : Type.Repetition.values()) {
            final MessageType schema = new MessageType(
                    "名前",
                    Types.primitive(type, repetition)
                            .length(type == FIXED_LEN_BYTE_ARRAY ? 5 : 0)
                            .columnOrder(type == INT96 ? ColumnOrder.undefined() : ColumnOrder.typeDefined())
                            .named("é.x"));

            assertThat(SchemaWriter.bytes(schema)).isEqualTo(thrift(oracle(schema)));
            assertThat(readBack(schema)).isEqualTo(schema);
        }
    }

    @Test
    void nestedGroupsWithFieldIdsAreTheBytesThatThriftWrites() throws IOException {
        final MessageType schema = Types.buildMessage()
                .required(BOOLEAN)
                .id(0)
                .named("flag")
                .optionalList()
                .optionalElement(BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .id(7)
                .named("names")
                .optionalMap()
                .key(BINARY)
                .optionalValue(DOUBLE)
                .columnOrder(ColumnOrder.typeDefined())
                .named("weights")
                .requiredGroup()
                .id(Integer.MAX_VALUE)
                .optional(FLOAT)
                .columnOrder(ColumnOrder.typeDefined())
                .id(-1)
                .named("x")
                .repeatedGroup()
                .required(INT96)
                .named("old")
                .named("inner")
                .named("outer")
                .named("schema");

        assertThat(SchemaWriter.bytes(schema)).isEqualTo(thrift(oracle(schema)));
        assertThat(readBack(schema)).isEqualTo(schema);
    }

    @Test
    void annotatedGroupsAreTheBytesThatThriftWrites() throws IOException {
        final Type variant = Types.optionalGroup()
                .as(LogicalTypeAnnotation.variantType((byte) 1))
                .required(BINARY)
                .named("metadata")
                .required(BINARY)
                .named("value")
                .named("v");
        final Type keyValue = Types.repeatedGroup()
                .as(LogicalTypeAnnotation.MapKeyValueTypeAnnotation.getInstance())
                .required(BINARY)
                .named("key")
                .optional(INT32)
                .named("value")
                .named("map");
        final Type map = Types.optionalGroup()
                .as(LogicalTypeAnnotation.mapType())
                .addField(keyValue)
                .named("m");
        for (final Type group : List.of(variant, map)) {
            final MessageType schema = new MessageType("root", group);

            assertThat(SchemaWriter.bytes(schema)).isEqualTo(thrift(oracle(schema)));
            assertThat(readBack(schema)).isEqualTo(schema);
        }
    }

    @Test
    void wideSchemasAndLongNamesAreTheBytesThatThriftWrites() throws IOException {
        for (final int columns : new int[] {0, 1, 13, 14, 15, 200}) {
            final Type[] leaves = new Type[columns];
            Arrays.setAll(leaves, i -> Types.optional(INT64).named("c".repeat(1 + i * 7) + i));
            final MessageType schema = new MessageType("root", leaves);

            assertThat(SchemaWriter.bytes(schema)).isEqualTo(thrift(oracle(schema)));
        }
    }

    /** The elements that parquet-java makes of a schema. */
    static List<SchemaElement> oracle(final MessageType schema) throws IOException {
        final ParquetMetadata metadata = new ParquetMetadata(
                new org.apache.parquet.hadoop.metadata.FileMetaData(schema, Map.of(), "oracle"), List.of());
        return new ParquetMetadataConverter().toParquetMetadata(1, metadata).getSchema();
    }

    private static byte[] thrift(final List<SchemaElement> elements) {
        return Thrift.bytes(protocol -> {
            protocol.writeListBegin(new TList(Thrift.STRUCT, elements.size()));
            for (final SchemaElement element : elements) {
                element.write(protocol);
            }
        });
    }

    private static MessageType readBack(final MessageType schema) throws IOException {
        return new ParquetMetadataConverter()
                .fromParquetMetadata(footer(schema))
                .getFileMetaData()
                .getSchema();
    }

    private static SchemaElement readElement(final Type leaf) throws IOException {
        return footer(new MessageType("root", leaf)).getSchema().get(1);
    }

    private static FileMetaData footer(final MessageType schema) throws IOException {
        final byte[] elements = SchemaWriter.bytes(schema);
        final byte[] createdBy = CreatedBy.bytes();
        final int leaves = schema.getColumns().size();
        final byte[] footer = RedZones.written(
                FileMetaDataWriter.maxPrefixBytes(elements)
                        + FileMetaDataWriter.maxSuffixBytes(List.of(), createdBy, leaves),
                at -> FileMetaDataWriter.writeSuffix(
                        FileMetaDataWriter.writePrefix(at, elements, 0, 0), List.of(), createdBy, leaves));
        return Util.readFileMetaData(new ByteArrayInputStream(footer));
    }

    private static Type leaf(final PrimitiveTypeName type, final int length, final LogicalTypeAnnotation annotation) {
        return Types.optional(type).length(length).as(annotation).id(3).named("leaf");
    }
}
