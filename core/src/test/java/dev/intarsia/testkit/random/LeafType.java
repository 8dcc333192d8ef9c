package dev.intarsia.testkit.random;

import dev.intarsia.testkit.FlatTypes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.extension.UuidType;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A type without children that is written. Immutable.
 *
 * @param type of the vector
 * @param extension name of an extension type that only the field's metadata states, empty where there is none
 */
public record LeafType(ArrowType type, String extension) {
    static final String UUID = "arrow.uuid";
    static final String JSON = "arrow.json";
    static final String WKB = "geoarrow.wkb";
    static final String VARIANT = "arrow.parquet.variant";
    static final String UNKNOWN = "intarsia.test.unknown";

    private static final int UUID_BYTES = 16;

    /** Every such type, by a short name that serves in the names of columns; in an order that does not change. */
    public static final Map<String, LeafType> ALL = all();

    /** Whether it can be the key of a map or the value of a dictionary: all can that have a value. */
    boolean hasValues() {
        return !(type instanceof ArrowType.Null);
    }

    /** In an order that is the same in every process, as that of {@code Map.of} is not: it comes to stand in files. */
    Map<String, String> metadata() {
        final Map<String, String> metadata = new LinkedHashMap<>();
        if (!extension.isEmpty()) {
            metadata.put(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME, extension);
            metadata.put(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA, "");
        }
        return metadata;
    }

    private static Map<String, LeafType> all() {
        final Map<String, LeafType> types = new LinkedHashMap<>();
        FlatTypes.ALL.forEach((name, type) -> types.put(name, new LeafType(type, "")));
        types.put("null", new LeafType(new ArrowType.Null(), ""));
        types.put("utf8_view", new LeafType(new ArrowType.Utf8View(), ""));
        types.put("binary_view", new LeafType(new ArrowType.BinaryView(), ""));
        for (final int precision : new int[] {1, 18, 38, 39, 76}) {
            types.put(
                    "decimal256_" + precision, new LeafType(new ArrowType.Decimal(precision, precision / 3, 256), ""));
        }
        types.put("interval_ym", new LeafType(new ArrowType.Interval(IntervalUnit.YEAR_MONTH), ""));
        types.put("interval_dt", new LeafType(new ArrowType.Interval(IntervalUnit.DAY_TIME), ""));
        for (final TimeUnit unit : TimeUnit.values()) {
            types.put("duration_" + unit.ordinal(), new LeafType(new ArrowType.Duration(unit), ""));
        }
        types.put("uuid", new LeafType(UuidType.INSTANCE, ""));
        types.put("uuid_unregistered", new LeafType(new ArrowType.FixedSizeBinary(UUID_BYTES), UUID));
        types.put("json", new LeafType(new ArrowType.Utf8(), JSON));
        types.put("wkb", new LeafType(new ArrowType.Binary(), WKB));
        types.put("unknown_extension", new LeafType(new ArrowType.Int(32, true), UNKNOWN));
        return Collections.unmodifiableMap(types);
    }
}
