package dev.intarsia.cli.inspect;

import java.util.Locale;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/** Types of the schema in words. Stateless. */
final class TypeText {
    private static final int MAX_CRS = 200;

    private TypeText() {}

    /** The physical type, for example {@code FIXED_LEN_BYTE_ARRAY(16)}; {@code group} for one. */
    static String physical(final SchemaElement element) {
        if (!element.isSetType()) {
            return "group";
        }
        return element.getType() == Type.FIXED_LEN_BYTE_ARRAY
                ? "FIXED_LEN_BYTE_ARRAY(" + element.getType_length() + ")"
                : element.getType().name();
    }

    static String repetition(final SchemaElement element) {
        return element.isSetRepetition_type()
                ? element.getRepetition_type().name().toLowerCase(Locale.ROOT)
                : "";
    }

    /** The logical type with its parameters, else the converted one, else the empty string. */
    static String annotation(final SchemaElement element) {
        if (element.isSetLogicalType()) {
            return element.getLogicalType().isSet() ? logical(element.getLogicalType()) : "(unknown logical type)";
        }
        return converted(element);
    }

    /** The converted type with its parameters, or the empty string. */
    static String converted(final SchemaElement element) {
        if (!element.isSetConverted_type()) {
            return "";
        }
        return switch (element.getConverted_type()) {
            case DECIMAL -> "DECIMAL(" + element.getPrecision() + ", " + element.getScale() + ")";
            default -> element.getConverted_type().name();
        };
    }

    private static String logical(final LogicalType type) {
        return switch (type.getSetField()) {
            case DECIMAL ->
                "DECIMAL(" + type.getDECIMAL().getPrecision() + ", "
                        + type.getDECIMAL().getScale() + ")";
            case TIME ->
                "TIME(" + instant(type.getTIME().getUnit(), type.getTIME().isIsAdjustedToUTC());
            case TIMESTAMP ->
                "TIMESTAMP("
                        + instant(
                                type.getTIMESTAMP().getUnit(),
                                type.getTIMESTAMP().isIsAdjustedToUTC());
            case INTEGER ->
                (type.getINTEGER().isIsSigned() ? "INT(" : "UINT(")
                        + type.getINTEGER().getBitWidth() + ")";
            case VARIANT ->
                type.getVARIANT().isSetSpecification_version()
                        ? "VARIANT(" + type.getVARIANT().getSpecification_version() + ")"
                        : "VARIANT";
            case GEOMETRY ->
                type.getGEOMETRY().isSetCrs()
                        ? "GEOMETRY(" + crs(type.getGEOMETRY().getCrs()) + ")"
                        : "GEOMETRY";
            case GEOGRAPHY -> geography(type);
            case UNKNOWN -> "NULL";
            default -> type.getSetField().name();
        };
    }

    private static String geography(final LogicalType type) {
        final String crs =
                type.getGEOGRAPHY().isSetCrs() ? crs(type.getGEOGRAPHY().getCrs()) : "OGC:CRS84";
        return type.getGEOGRAPHY().isSetAlgorithm()
                ? "GEOGRAPHY(" + crs + ", " + type.getGEOGRAPHY().getAlgorithm() + ")"
                : type.getGEOGRAPHY().isSetCrs() ? "GEOGRAPHY(" + crs + ")" : "GEOGRAPHY";
    }

    private static String crs(final String crs) {
        return Escapes.text(crs, MAX_CRS);
    }

    private static String instant(final TimeUnit unit, final boolean utc) {
        return (unit.isSet() ? unit.getSetField().name().toLowerCase(Locale.ROOT) : "unknown unit")
                + (utc ? ", UTC)" : ", local)");
    }
}
