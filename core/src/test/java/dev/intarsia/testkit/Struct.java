package dev.intarsia.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A struct in neutral form: its fields in order, equal by names and values. Names may repeat. Immutable.
 *
 * @param names of the fields; copied
 * @param values of the fields, null for a field that is null; copied
 */
public record Struct(List<String> names, List<Object> values) {
    public Struct {
        if (names.size() != values.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + values.size() + " values");
        }
        names = List.copyOf(names);
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** A struct of names and values in turn. */
    public static Struct of(final Object... namesAndValues) {
        final List<String> names = new ArrayList<>();
        final List<Object> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add((String) namesAndValues[i]);
            values.add(namesAndValues[i + 1]);
        }
        return new Struct(names, values);
    }

    /** The value of the first field of this name. */
    public Object get(final String name) {
        final int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("there is no field '" + name + "' among " + names);
        }
        return values.get(index);
    }
}
