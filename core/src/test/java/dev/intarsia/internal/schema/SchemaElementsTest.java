package dev.intarsia.internal.schema;

import static dev.intarsia.internal.schema.Schemas.BINARY;
import static dev.intarsia.internal.schema.Schemas.INT;
import static dev.intarsia.internal.schema.Schemas.LIST;
import static dev.intarsia.internal.schema.Schemas.STRUCT;
import static dev.intarsia.internal.schema.Schemas.UTF8;
import static dev.intarsia.internal.schema.Schemas.extension;
import static dev.intarsia.internal.schema.Schemas.map;
import static dev.intarsia.internal.schema.Schemas.optional;
import static dev.intarsia.internal.schema.Schemas.parquet;
import static dev.intarsia.internal.schema.Schemas.required;
import static dev.intarsia.internal.schema.Schemas.runs;
import static dev.intarsia.internal.schema.Schemas.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.format.SchemaWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/** What a footer says of everything that Arrow has, read by the classes generated from {@code parquet.thrift}. */
class SchemaElementsTest {
    private static final ParquetSchema SCHEMA = parquet(
            with(
                    optional(
                            "s",
                            STRUCT,
                            required("u", new ArrowType.Int(16, false)),
                            optional("v", new ArrowType.Utf8View())),
                    Map.of(ParquetSchema.FIELD_ID_KEY, "1")),
            optional("l", LIST, with(optional("item", INT), Map.of(ParquetSchema.FIELD_ID_KEY, "2"))),
            required("f", new ArrowType.FixedSizeList(0), required("item", LIST, optional("item", UTF8))),
            map("m", required("k", UTF8), optional("v", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null))),
            optional("n", new ArrowType.Null()),
            runs("r", 32, optional("values", new ArrowType.Date(org.apache.arrow.vector.types.DateUnit.DAY))),
            optional("d", new ArrowType.Decimal(76, 10, 256)),
            optional("t", new ArrowType.Duration(TimeUnit.NANOSECOND)),
            required("i", new ArrowType.Interval(IntervalUnit.DAY_TIME)),
            extension("arrow.uuid", optional("uuid", new ArrowType.FixedSizeBinary(16))),
            extension("arrow.json", optional("json", UTF8)),
            with(optional("bson", BINARY), Map.of(ParquetSchema.LOGICAL_TYPE_KEY, "BSON")),
            with(optional("enum", UTF8), Map.of(ParquetSchema.LOGICAL_TYPE_KEY, "ENUM")),
            extension("geoarrow.wkb", "{\"crs\":\"EPSG:3857\"}", optional("geometry", BINARY)),
            extension("geoarrow.wkb", "{\"edges\":\"karney\"}", optional("geography", BINARY)),
            extension(
                    "arrow.parquet.variant",
                    optional("variant", STRUCT, required("metadata", BINARY), required("value", BINARY))));

    @Test
    void everyElementIsTheOneThatParquetJavaMakes() throws IOException, TException {
        final List<SchemaElement> expected = oracle(SCHEMA.messageType());
        for (final SchemaElement element : expected) {
            if (element.getConverted_type() == ConvertedType.INTERVAL) {
                // parquet-java adds the logical type UNKNOWN, which says that every value is null.
                assertThat(element.getLogicalType())
                        .isEqualTo(LogicalType.UNKNOWN(new org.apache.parquet.format.NullType()));
                element.unsetLogicalType();
            }
        }

        assertThat(elements(SCHEMA)).isEqualTo(expected);
    }

    @Test
    void elementsSayInBothWaysWhatOlderReadersKnow() throws TException {
        final List<SchemaElement> elements = elements(SCHEMA);

        assertThat(named(elements, "l").getConverted_type()).isEqualTo(ConvertedType.LIST);
        assertThat(named(elements, "l").getLogicalType().isSetLIST()).isTrue();
        assertThat(named(elements, "m").getConverted_type()).isEqualTo(ConvertedType.MAP);
        assertThat(named(elements, "m").getLogicalType().isSetMAP()).isTrue();
        assertThat(named(elements, "key_value").isSetConverted_type()).isFalse();
        assertThat(named(elements, "bson").getConverted_type()).isEqualTo(ConvertedType.BSON);
        assertThat(named(elements, "enum").getConverted_type()).isEqualTo(ConvertedType.ENUM);
        assertThat(named(elements, "json").getConverted_type()).isEqualTo(ConvertedType.JSON);
        assertThat(named(elements, "i").getConverted_type()).isEqualTo(ConvertedType.INTERVAL);
        assertThat(named(elements, "i").isSetLogicalType()).isFalse();
        assertThat(named(elements, "n").getLogicalType().isSetUNKNOWN()).isTrue();
        assertThat(named(elements, "n").isSetConverted_type()).isFalse();
        assertThat(named(elements, "variant").getLogicalType().getVARIANT().getSpecification_version())
                .isEqualTo((byte) 1);
        assertThat(named(elements, "variant").isSetConverted_type()).isFalse();
        assertThat(named(elements, "geometry").getLogicalType().getGEOMETRY().getCrs())
                .isEqualTo("EPSG:3857");
        assertThat(named(elements, "geography").getLogicalType().getGEOGRAPHY().isSetCrs())
                .isFalse();
        assertThat(named(elements, "s").getField_id()).isEqualTo(1);
        assertThat(named(elements, "element").getField_id()).isEqualTo(2);
        assertThat(named(elements, "list").isSetField_id()).isFalse();
    }

    private static SchemaElement named(final List<SchemaElement> elements, final String name) {
        return elements.stream()
                .filter(element -> element.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<SchemaElement> oracle(final MessageType schema) throws IOException {
        final ParquetMetadata metadata = new ParquetMetadata(
                new org.apache.parquet.hadoop.metadata.FileMetaData(schema, Map.of(), "oracle"), List.of());
        return new ParquetMetadataConverter().toParquetMetadata(1, metadata).getSchema();
    }

    private static List<SchemaElement> elements(final ParquetSchema schema) throws TException {
        final var in = new ByteArrayInputStream(SchemaWriter.bytes(schema.messageType()));
        final TCompactProtocol protocol = new TCompactProtocol(new TIOStreamTransport(in));
        final int count = protocol.readListBegin().size;
        final List<SchemaElement> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final SchemaElement element = new SchemaElement();
            element.read(protocol);
            elements.add(element);
        }
        assertThat(in.available()).isZero();
        return elements;
    }
}
