package dev.intarsia.cli.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MILLIS;

import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** From the footer's logical and converted types to parquet-column's annotations. Stateless. */
public final class Annotations {
    private Annotations() {}

    /** Annotation of a leaf, or null where it has none. The logical type goes before the converted one. */
    public static LogicalTypeAnnotation of(final SchemaElement element) {
        return element.isSetLogicalType() && element.getLogicalType().isSet()
                ? ofLogical(element.getLogicalType())
                : ofConverted(element);
    }

    /** Whether the element has a logical type that this version of the format library does not know. */
    public static boolean isUnknown(final SchemaElement element) {
        return element.isSetLogicalType() && !element.getLogicalType().isSet();
    }

    /** Whether logical and converted type say the same, or one of them is absent. */
    public static boolean agree(final SchemaElement element) {
        if (!element.isSetLogicalType() || !element.getLogicalType().isSet() || !element.isSetConverted_type()) {
            return true;
        }
        final LogicalTypeAnnotation logical = ofLogical(element.getLogicalType());
        final LogicalTypeAnnotation converted = ofConverted(element);
        // A converted time has no zone of its own: it goes with local ones too.
        if (logical instanceof TimeLogicalTypeAnnotation one && converted instanceof TimeLogicalTypeAnnotation other) {
            return one.getUnit() == other.getUnit();
        }
        if (logical instanceof TimestampLogicalTypeAnnotation one
                && converted instanceof TimestampLogicalTypeAnnotation other) {
            return one.getUnit() == other.getUnit();
        }
        return logical.equals(converted);
    }

    /** Whether the format gives values of this type an order. */
    public static boolean isOrdered(final PrimitiveType type) {
        final LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        return type.getPrimitiveTypeName() != PrimitiveTypeName.INT96
                && !(annotation instanceof IntervalLogicalTypeAnnotation)
                && !(annotation instanceof UnknownLogicalTypeAnnotation)
                && !(annotation instanceof LogicalTypeAnnotation.VariantLogicalTypeAnnotation)
                && !(annotation instanceof LogicalTypeAnnotation.GeometryLogicalTypeAnnotation)
                && !(annotation instanceof LogicalTypeAnnotation.GeographyLogicalTypeAnnotation);
    }

    private static LogicalTypeAnnotation ofConverted(final SchemaElement element) {
        if (!element.isSetConverted_type()) {
            return null;
        }
        return switch (element.getConverted_type()) {
            case UTF8 -> LogicalTypeAnnotation.stringType();
            case ENUM -> LogicalTypeAnnotation.enumType();
            case JSON -> LogicalTypeAnnotation.jsonType();
            case BSON -> LogicalTypeAnnotation.bsonType();
            case INTERVAL -> LogicalTypeAnnotation.intervalType();
            case DECIMAL -> LogicalTypeAnnotation.decimalType(element.getScale(), element.getPrecision());
            case DATE -> LogicalTypeAnnotation.dateType();
            case TIME_MILLIS -> LogicalTypeAnnotation.timeType(true, MILLIS);
            case TIME_MICROS -> LogicalTypeAnnotation.timeType(true, MICROS);
            case TIMESTAMP_MILLIS -> LogicalTypeAnnotation.timestampType(true, MILLIS);
            case TIMESTAMP_MICROS -> LogicalTypeAnnotation.timestampType(true, MICROS);
            case INT_8 -> LogicalTypeAnnotation.intType(8, true);
            case INT_16 -> LogicalTypeAnnotation.intType(16, true);
            case INT_32 -> LogicalTypeAnnotation.intType(32, true);
            case INT_64 -> LogicalTypeAnnotation.intType(64, true);
            case UINT_8 -> LogicalTypeAnnotation.intType(8, false);
            case UINT_16 -> LogicalTypeAnnotation.intType(16, false);
            case UINT_32 -> LogicalTypeAnnotation.intType(32, false);
            case UINT_64 -> LogicalTypeAnnotation.intType(64, false);
            case LIST -> LogicalTypeAnnotation.listType();
            case MAP, MAP_KEY_VALUE -> LogicalTypeAnnotation.mapType();
        };
    }

    private static LogicalTypeAnnotation ofLogical(final LogicalType type) {
        return switch (type.getSetField()) {
            case STRING -> LogicalTypeAnnotation.stringType();
            case MAP -> LogicalTypeAnnotation.mapType();
            case LIST -> LogicalTypeAnnotation.listType();
            case ENUM -> LogicalTypeAnnotation.enumType();
            case DECIMAL ->
                LogicalTypeAnnotation.decimalType(
                        type.getDECIMAL().getScale(), type.getDECIMAL().getPrecision());
            case DATE -> LogicalTypeAnnotation.dateType();
            case TIME ->
                LogicalTypeAnnotation.timeType(
                        type.getTIME().isIsAdjustedToUTC(), unit(type.getTIME().getUnit()));
            case TIMESTAMP ->
                LogicalTypeAnnotation.timestampType(
                        type.getTIMESTAMP().isIsAdjustedToUTC(),
                        unit(type.getTIMESTAMP().getUnit()));
            case INTEGER ->
                LogicalTypeAnnotation.intType(
                        type.getINTEGER().getBitWidth(), type.getINTEGER().isIsSigned());
            case UNKNOWN -> LogicalTypeAnnotation.unknownType();
            case JSON -> LogicalTypeAnnotation.jsonType();
            case BSON -> LogicalTypeAnnotation.bsonType();
            case UUID -> LogicalTypeAnnotation.uuidType();
            case FLOAT16 -> LogicalTypeAnnotation.float16Type();
            case VARIANT -> LogicalTypeAnnotation.variantType(type.getVARIANT().getSpecification_version());
            case GEOMETRY ->
                LogicalTypeAnnotation.geometryType(type.getGEOMETRY().getCrs());
            // Its algorithm plays no part in reading.
            case GEOGRAPHY ->
                LogicalTypeAnnotation.geographyType(type.getGEOGRAPHY().getCrs(), null);
        };
    }

    private static LogicalTypeAnnotation.TimeUnit unit(final TimeUnit unit) {
        if (!unit.isSet()) {
            throw new IllegalArgumentException("its unit of time is unknown");
        }
        return LogicalTypeAnnotation.TimeUnit.valueOf(unit.getSetField().name());
    }
}
