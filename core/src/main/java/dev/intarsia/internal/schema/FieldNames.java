package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;

/** Names of Arrow fields, as Parquet needs them. */
final class FieldNames {
    private FieldNames() {}

    /** An Arrow field may come without a name, which is the same as an empty one; Parquet must have one. */
    static String of(final Field field) {
        return Objects.requireNonNullElse(field.getName(), "");
    }

    /**
     * @param prefix path of the fields' parent and a dot, for the message; empty for the fields at the top
     * @throws UnsupportedSchemaException if two have the same name
     */
    static void requireDistinct(final String prefix, final List<Field> siblings) {
        final Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < siblings.size(); i++) {
            final String name = of(siblings.get(i));
            final Integer first = positions.putIfAbsent(name, i);
            if (first != null) {
                throw new UnsupportedSchemaException(
                        prefix + name,
                        "fields " + first + " and " + i + " (counted from 0) both have this name, and Parquet finds a"
                                + " column by its name; rename one of them");
            }
        }
    }
}
