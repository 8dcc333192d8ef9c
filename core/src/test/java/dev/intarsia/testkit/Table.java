package dev.intarsia.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in neutral form, column by column; what every reader answers with. A value is one of
 *
 * <ul>
 *   <li>{@code null};
 *   <li>{@code Boolean};
 *   <li>{@code Long} for every integer but unsigned 64 bit, which is a non-negative {@code BigInteger};
 *   <li>{@code Float} for 16 and 32 bit, {@code Double}: their {@code equals} compares bits, with all NaNs one;
 *   <li>{@code BigDecimal} of the column's scale;
 *   <li>{@code String}, or {@link Bytes} where a text is not valid UTF-8; {@link Bytes} for binary;
 *   <li>{@code LocalDate}, {@code LocalTime}, {@code LocalDateTime} for timestamps without zone, {@code Instant} for
 *       those with one. The unit is not part of it: Parquet has no seconds and DuckDB widens milliseconds;
 *   <li>{@code Long} for durations, the number of units, because Parquet knows neither them nor their unit;
 *   <li>{@link Interval}; {@code UUID};
 *   <li>{@link Struct}, of a Variant that of its bytes; {@code List} for lists of every kind; {@link MapEntries};
 *   <li>{@link NotAsked}, where a reader cannot hand over what it has.
 * </ul>
 *
 * <p>Dictionaries, run ends and views have no form of their own: they are ways to hold these values. An extension type
 * is its storage, UUID excepted; a JSON text and an ENUM are {@code String}, BSON and geometries {@link Bytes}.
 *
 * @param names column names in file order
 * @param columns values of each column; all of one length
 */
public record Table(List<String> names, List<List<Object>> columns) {
    public Table {
        if (names.size() != columns.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + columns.size() + " columns");
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).size() != columns.get(0).size()) {
                throw new IllegalArgumentException("column '" + names.get(i) + "' has "
                        + columns.get(i).size() + " values, column '" + names.get(0) + "' "
                        + columns.get(0).size());
            }
        }
    }

    /** A table without rows whose columns can be added to. */
    static Table empty(final List<String> names) {
        final List<List<Object>> columns = new ArrayList<>();
        names.forEach(name -> columns.add(new ArrayList<>()));
        return new Table(List.copyOf(names), columns);
    }

    public int rowCount() {
        return columns.isEmpty() ? 0 : columns.get(0).size();
    }

    /** Values of the first column of this name. */
    public List<Object> column(final String name) {
        final int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("there is no column '" + name + "' among " + names);
        }
        return columns.get(index);
    }
}
