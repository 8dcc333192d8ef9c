package dev.intarsia.interop;

import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;

/** The Parquet type of each flat Arrow type, written down by hand: physical type, converted type, logical type. */
final class ExpectedTypes {
    static final Map<String, String> BY_NAME = byName();

    private ExpectedTypes() {}

    private static Map<String, String> byName() {
        final Map<String, String> types = new HashMap<>();
        types.put("bool", "BOOLEAN - -");
        types.put("int8", "INT32 INT_8 INTEGER(8,true)");
        types.put("int16", "INT32 INT_16 INTEGER(16,true)");
        types.put("int32", "INT32 - -");
        types.put("int64", "INT64 - -");
        types.put("uint8", "INT32 UINT_8 INTEGER(8,false)");
        types.put("uint16", "INT32 UINT_16 INTEGER(16,false)");
        types.put("uint32", "INT32 UINT_32 INTEGER(32,false)");
        types.put("uint64", "INT64 UINT_64 INTEGER(64,false)");
        types.put("float16", "FIXED_LEN_BYTE_ARRAY(2) - FLOAT16");
        types.put("float32", "FLOAT - -");
        types.put("float64", "DOUBLE - -");
        types.put("utf8", "BYTE_ARRAY UTF8 STRING");
        types.put("large_utf8", "BYTE_ARRAY UTF8 STRING");
        types.put("binary", "BYTE_ARRAY - -");
        types.put("large_binary", "BYTE_ARRAY - -");
        types.put("fixed1", "FIXED_LEN_BYTE_ARRAY(1) - -");
        types.put("fixed16", "FIXED_LEN_BYTE_ARRAY(16) - -");
        types.put("fixed71", "FIXED_LEN_BYTE_ARRAY(71) - -");
        types.put("decimal1", "INT32 DECIMAL[1,0] DECIMAL(1,0)");
        types.put("decimal9", "INT32 DECIMAL[9,3] DECIMAL(9,3)");
        types.put("decimal10", "INT64 DECIMAL[10,3] DECIMAL(10,3)");
        types.put("decimal18", "INT64 DECIMAL[18,6] DECIMAL(18,6)");
        types.put("decimal19", "FIXED_LEN_BYTE_ARRAY(9) DECIMAL[19,6] DECIMAL(19,6)");
        types.put("decimal38", "FIXED_LEN_BYTE_ARRAY(16) DECIMAL[38,12] DECIMAL(38,12)");
        types.put("date32", "INT32 DATE DATE");
        types.put("date64", "INT32 DATE DATE");
        types.put("time_s", "INT32 TIME_MILLIS TIME(MILLIS,false)");
        types.put("time_ms", "INT32 TIME_MILLIS TIME(MILLIS,false)");
        types.put("time_us", "INT64 TIME_MICROS TIME(MICROS,false)");
        types.put("time_ns", "INT64 - TIME(NANOS,false)");
        types.put("timestamp_s", "INT64 TIMESTAMP_MILLIS TIMESTAMP(MILLIS,false)");
        types.put("timestamp_s_tz", "INT64 TIMESTAMP_MILLIS TIMESTAMP(MILLIS,true)");
        types.put("timestamp_ms", "INT64 TIMESTAMP_MILLIS TIMESTAMP(MILLIS,false)");
        types.put("timestamp_ms_tz", "INT64 TIMESTAMP_MILLIS TIMESTAMP(MILLIS,true)");
        types.put("timestamp_us", "INT64 TIMESTAMP_MICROS TIMESTAMP(MICROS,false)");
        types.put("timestamp_us_tz", "INT64 TIMESTAMP_MICROS TIMESTAMP(MICROS,true)");
        types.put("timestamp_ns", "INT64 - TIMESTAMP(NANOS,false)");
        types.put("timestamp_ns_tz", "INT64 - TIMESTAMP(NANOS,true)");
        return types;
    }

    /** A schema element in the words of this table. */
    static String describe(final SchemaElement element) {
        final String physical =
                element.getType() + (element.isSetType_length() ? "(" + element.getType_length() + ")" : "");
        final String converted = !element.isSetConverted_type()
                ? "-"
                : element.getConverted_type()
                        + (element.isSetPrecision()
                                ? "[" + element.getPrecision() + "," + element.getScale() + "]"
                                : "");
        return physical + " " + converted + " "
                + (element.isSetLogicalType() ? describe(element.getLogicalType()) : "-");
    }

    private static String describe(final LogicalType type) {
        final String name = type.getSetField().getFieldName();
        return switch (type.getSetField()) {
            case INTEGER ->
                name + "(" + type.getINTEGER().getBitWidth() + ","
                        + type.getINTEGER().isIsSigned() + ")";
            case DECIMAL ->
                name + "(" + type.getDECIMAL().getPrecision() + ","
                        + type.getDECIMAL().getScale() + ")";
            case TIME ->
                name + "(" + unit(type.getTIME().getUnit()) + ","
                        + type.getTIME().isIsAdjustedToUTC() + ")";
            case TIMESTAMP ->
                name + "(" + unit(type.getTIMESTAMP().getUnit()) + ","
                        + type.getTIMESTAMP().isIsAdjustedToUTC() + ")";
            default -> name;
        };
    }

    private static String unit(final TimeUnit unit) {
        return unit.getSetField().getFieldName();
    }
}
