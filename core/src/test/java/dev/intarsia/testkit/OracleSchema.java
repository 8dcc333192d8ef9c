package dev.intarsia.testkit;

import java.util.List;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * An Arrow schema as a Parquet schema by the rules of the format, for files that parquet-java writes: one of the
 * readers' expectations, not of ours. Fields under dictionaries and run ends are those of their values.
 */
public final class OracleSchema {
    private static final int INTERVAL_BYTES = 12;
    private static final int UUID_BYTES = 16;

    private final DictionaryProvider dictionaries;

    private OracleSchema(final DictionaryProvider dictionaries) {
        this.dictionaries = dictionaries;
    }

    /** The schema of a file of these fields; dictionaries are asked for the types of their entries. */
    public static MessageType of(final Schema schema, final DictionaryProvider dictionaries) {
        final OracleSchema oracle = new OracleSchema(dictionaries);
        return new MessageType(
                "oracle",
                schema.getFields().stream()
                        .map(field -> oracle.type(field, field.getName(), false))
                        .toList());
    }

    private Type type(final Field field, final String name, final boolean alsoNullable) {
        final boolean nullable = field.isNullable() || alsoNullable;
        if (field.getDictionary() != null) {
            return type(
                    dictionaries
                            .lookup(field.getDictionary().getId())
                            .getVector()
                            .getField(),
                    name,
                    nullable);
        }
        final Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
        final List<Field> children = field.getChildren();
        return switch (field.getType().getTypeID()) {
            case RunEndEncoded -> type(children.get(1), name, nullable);
            case Struct ->
                group(
                        repetition,
                        isExtension(field, "arrow.parquet.variant")
                                ? LogicalTypeAnnotation.variantType((byte) 1)
                                : null,
                        name,
                        children.stream()
                                .map(child -> type(child, child.getName(), false))
                                .toArray(Type[]::new));
            case List, LargeList, FixedSizeList, ListView, LargeListView ->
                group(
                        repetition,
                        LogicalTypeAnnotation.listType(),
                        name,
                        group(Repetition.REPEATED, null, "list", type(children.get(0), "element", false)));
            case Map -> {
                final List<Field> entry = children.get(0).getChildren();
                yield group(
                        repetition,
                        LogicalTypeAnnotation.mapType(),
                        name,
                        group(
                                Repetition.REPEATED,
                                null,
                                "key_value",
                                type(entry.get(0), "key", false),
                                type(entry.get(1), "value", false)));
            }
            default -> leaf(field, repetition, name);
        };
    }

    private static GroupType group(
            final Repetition repetition,
            final LogicalTypeAnnotation annotation,
            final String name,
            final Type... fields) {
        return Types.buildGroup(repetition).as(annotation).addFields(fields).named(name);
    }

    private static boolean isExtension(final Field field, final String name) {
        return field.getType() instanceof ArrowType.ExtensionType extension
                ? extension.extensionName().equals(name)
                : name.equals(field.getMetadata().get(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME));
    }

    private static Type leaf(final Field field, final Repetition repetition, final String name) {
        if (isExtension(field, "arrow.uuid")) {
            return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                    .length(UUID_BYTES)
                    .as(LogicalTypeAnnotation.uuidType())
                    .named(name);
        } else if (isExtension(field, "arrow.json")) {
            return binary(repetition, LogicalTypeAnnotation.jsonType(), name);
        } else if (isExtension(field, "geoarrow.wkb")) {
            return binary(repetition, LogicalTypeAnnotation.geometryType(null), name);
        }
        return switch (field.getType().getTypeID()) {
            case Utf8View -> binary(repetition, LogicalTypeAnnotation.stringType(), name);
            case BinaryView -> binary(repetition, null, name);
            case Null ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.unknownType())
                        .named(name);
            case Duration ->
                Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case Interval ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(INTERVAL_BYTES)
                        .as(LogicalTypeAnnotation.IntervalLogicalTypeAnnotation.getInstance())
                        .named(name);
            case Decimal -> {
                final ArrowType.Decimal decimal = (ArrowType.Decimal) field.getType();
                yield Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(decimal.getBitWidth() / Byte.SIZE)
                        .as(LogicalTypeAnnotation.decimalType(decimal.getScale(), decimal.getPrecision()))
                        .named(name);
            }
            default -> OracleWriter.type(field, repetition, name);
        };
    }

    private static Type binary(final Repetition repetition, final LogicalTypeAnnotation logical, final String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition).as(logical).named(name);
    }
}
