package dev.intarsia.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * A map in neutral form: its entries in their order, duplicates kept, because neither Arrow nor Parquet forbids them
 * and a writer that drops one loses data. Immutable.
 *
 * @param entries in order; copied
 */
public record MapEntries(List<Entry> entries) {
    /**
     * One entry.
     *
     * @param key null only in what no writer may accept
     * @param value may be null
     */
    public record Entry(Object key, Object value) {}

    public MapEntries {
        entries = List.copyOf(entries);
    }

    /** A map of keys and values in turn. */
    public static MapEntries of(final Object... keysAndValues) {
        final List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.add(new Entry(keysAndValues[i], keysAndValues[i + 1]));
        }
        return new MapEntries(entries);
    }
}
