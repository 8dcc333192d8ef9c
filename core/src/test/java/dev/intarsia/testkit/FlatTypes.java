package dev.intarsia.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Every flat Arrow type that Intarsia writes, by a short name that serves as a column's name. */
public final class FlatTypes {
    private static final int[] DECIMAL_PRECISIONS = {1, 9, 10, 18, 19, 38};
    private static final int[] FIXED_WIDTHS = {1, 16, 71};

    /** The types, in an order that does not change. */
    public static final Map<String, ArrowType> ALL = all();

    private FlatTypes() {}

    /** A field of its own; its name is the type's. */
    public static Field field(final String name, final boolean nullable) {
        if (!ALL.containsKey(name)) {
            throw new IllegalArgumentException("there is no flat type '" + name + "' among " + ALL.keySet());
        }
        return field(name, ALL.get(name), nullable);
    }

    public static Field field(final String name, final ArrowType type, final boolean nullable) {
        return new Field(name, new FieldType(nullable, type, null), null);
    }

    /** A required and a nullable column of every type: {@code int8} and {@code int8_n}. */
    public static Schema schemaOfAll() {
        final List<Field> fields = new ArrayList<>();
        ALL.forEach((name, type) -> {
            fields.add(field(name, type, false));
            fields.add(field(name + "_n", type, true));
        });
        return new Schema(fields);
    }

    private static Map<String, ArrowType> all() {
        final Map<String, ArrowType> types = new LinkedHashMap<>();
        types.put("bool", new ArrowType.Bool());
        for (final int bits : new int[] {8, 16, 32, 64}) {
            types.put("int" + bits, new ArrowType.Int(bits, true));
            types.put("uint" + bits, new ArrowType.Int(bits, false));
        }
        types.put("float16", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF));
        types.put("float32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
        types.put("float64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        types.put("utf8", new ArrowType.Utf8());
        types.put("large_utf8", new ArrowType.LargeUtf8());
        types.put("binary", new ArrowType.Binary());
        types.put("large_binary", new ArrowType.LargeBinary());
        for (final int width : FIXED_WIDTHS) {
            types.put("fixed" + width, new ArrowType.FixedSizeBinary(width));
        }
        for (final int precision : DECIMAL_PRECISIONS) {
            types.put("decimal" + precision, new ArrowType.Decimal(precision, precision / 3, 128));
        }
        types.put("date32", new ArrowType.Date(DateUnit.DAY));
        types.put("date64", new ArrowType.Date(DateUnit.MILLISECOND));
        types.put("time_s", new ArrowType.Time(TimeUnit.SECOND, 32));
        types.put("time_ms", new ArrowType.Time(TimeUnit.MILLISECOND, 32));
        types.put("time_us", new ArrowType.Time(TimeUnit.MICROSECOND, 64));
        types.put("time_ns", new ArrowType.Time(TimeUnit.NANOSECOND, 64));
        final String[] names = {"s", "ms", "us", "ns"};
        for (final TimeUnit unit : TimeUnit.values()) {
            types.put("timestamp_" + names[unit.ordinal()], new ArrowType.Timestamp(unit, null));
            types.put("timestamp_" + names[unit.ordinal()] + "_tz", new ArrowType.Timestamp(unit, "Europe/Vienna"));
        }
        return Collections.unmodifiableMap(types);
    }
}
