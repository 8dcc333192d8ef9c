package dev.intarsia.testkit.structure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Thrift struct as it stands in the file: field id to value, and nothing known of what the ids mean. Values are
 * Boolean, Byte, Short, Integer, Long, Double, {@code byte[]}, List and Struct, so that the same tree can be written
 * back. Confined, mutable.
 */
final class Struct {
    private final SortedMap<Integer, Object> fields = new TreeMap<>();
    private final String name;

    Struct(final String name) {
        this.name = name;
    }

    SortedMap<Integer, Object> fields() {
        return fields;
    }

    String name() {
        return name;
    }

    boolean has(final int id) {
        return fields.containsKey(id);
    }

    Struct set(final int id, final Object value) {
        fields.put(id, value);
        return this;
    }

    Struct remove(final int id) {
        fields.remove(id);
        return this;
    }

    /** A 64-bit number: an offset, a size, a count. A reader skips a number of another width. */
    long i64(final int id) {
        return required(id, Long.class);
    }

    long i64(final int id, final long otherwise) {
        return has(id) ? i64(id) : otherwise;
    }

    /** A 32-bit number: an enum, a page's size, a count of its values. */
    int i32(final int id) {
        return required(id, Integer.class);
    }

    int i32(final int id, final int otherwise) {
        return has(id) ? i32(id) : otherwise;
    }

    short i16(final int id) {
        return required(id, Short.class);
    }

    byte i8(final int id) {
        return required(id, Byte.class);
    }

    double real(final int id) {
        return required(id, Double.class);
    }

    boolean flag(final int id) {
        return required(id, Boolean.class);
    }

    /** The flag, or null where it is not written. */
    Boolean flagOrNull(final int id) {
        return has(id) ? flag(id) : null;
    }

    byte[] bytes(final int id) {
        return required(id, byte[].class);
    }

    /** The bytes, or null where they are not written. */
    byte[] bytesOrNull(final int id) {
        return has(id) ? bytes(id) : null;
    }

    String text(final int id) {
        return new String(bytes(id), StandardCharsets.UTF_8);
    }

    Struct struct(final int id) {
        return required(id, Struct.class);
    }

    List<Struct> structs(final int id) {
        return list(id, Struct.class);
    }

    /** The list; the very one, so that a test can change it. */
    @SuppressWarnings("unchecked")
    <T> List<T> list(final int id, final Class<T> type) {
        final List<Object> list = required(id, List.class);
        for (final Object element : list) {
            if (!type.isInstance(element)) {
                throw new Malformed(
                        "field " + id + " of " + name + " holds an element that is no " + type.getSimpleName());
            }
        }
        return (List<T>) list;
    }

    private <T> T required(final int id, final Class<T> type) {
        final Object value = fields.get(id);
        if (value == null) {
            throw new Malformed("field " + id + " of " + name + " is missing");
        } else if (!type.isInstance(value)) {
            throw new Malformed("field " + id + " of " + name + " is no " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
