package dev.intarsia.testkit;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * How a type of DuckDB leaves it: an SQL expression that gives raw values in nothing but lists and structs, and the way
 * from there to neutral form. Immutable.
 */
sealed interface DuckDbType {
    /** The type that DuckDB writes so. */
    static DuckDbType of(final String sqlType) {
        return new DuckDbTypeParser(sqlType).parse();
    }

    /** SQL that gives the raw form of the values of another expression. */
    String expression(String value);

    /** Neutral form of a raw value that is not null. */
    Object neutral(Object raw);

    /** The Parquet columns that a value of it is made of, in their order. */
    Stream<Leaf> leaves();

    /** How many levels of types there are, this included: it names the variables of lambdas apart. */
    int height();

    private static Object neutralOrNull(final DuckDbType type, final Object raw) {
        return raw == null ? null : type.neutral(raw);
    }

    private static String unlessNull(final String value, final String expression) {
        return "CASE WHEN " + value + " IS NULL THEN NULL ELSE " + expression + " END";
    }

    /**
     * A type without parts.
     *
     * @param sqlType as DuckDB writes it
     */
    record Leaf(String sqlType, DuckDbScalar scalar) implements DuckDbType {
        @Override
        public String expression(final String value) {
            return scalar.expression(value);
        }

        @Override
        public Object neutral(final Object raw) {
            return scalar.neutral(raw);
        }

        @Override
        public Stream<Leaf> leaves() {
            return Stream.of(this);
        }

        @Override
        public int height() {
            return 1;
        }
    }

    /** A list of any number of elements. */
    record ListOf(DuckDbType element) implements DuckDbType {
        @Override
        public String expression(final String value) {
            final String variable = "x" + height();
            return "list_transform(" + value + ", lambda " + variable + ": " + element.expression(variable) + ")";
        }

        @Override
        public Object neutral(final Object raw) {
            try {
                final List<Object> values = new ArrayList<>();
                for (final Object value : (Object[]) ((Array) raw).getArray()) {
                    values.add(neutralOrNull(element, value));
                }
                return values;
            } catch (final SQLException e) {
                throw new IllegalStateException("DuckDB did not hand over a list", e);
            }
        }

        @Override
        public Stream<Leaf> leaves() {
            return element.leaves();
        }

        @Override
        public int height() {
            return 1 + element.height();
        }
    }

    /** A struct; its fields are taken by position, for their names differ in more than case only to us. */
    record StructOf(List<String> names, List<DuckDbType> fields) implements DuckDbType {
        @Override
        public String expression(final String value) {
            final StringJoiner parts = new StringJoiner(", ", "struct_pack(", ")");
            for (int i = 0; i < fields.size(); i++) {
                parts.add("f" + i + " := "
                        + fields.get(i).expression("struct_extract_at(" + value + ", " + (i + 1) + ")"));
            }
            return unlessNull(value, parts.toString());
        }

        @Override
        public Object neutral(final Object raw) {
            try {
                final List<Object> values = new ArrayList<>();
                final Object[] attributes = ((java.sql.Struct) raw).getAttributes();
                for (int i = 0; i < fields.size(); i++) {
                    values.add(neutralOrNull(fields.get(i), attributes[i]));
                }
                return new Struct(names, values);
            } catch (final SQLException e) {
                throw new IllegalStateException("DuckDB did not hand over a struct", e);
            }
        }

        @Override
        public Stream<Leaf> leaves() {
            return fields.stream().flatMap(DuckDbType::leaves);
        }

        @Override
        public int height() {
            return 1 + fields.stream().mapToInt(DuckDbType::height).max().orElse(0);
        }
    }

    /** A map, which leaves as a list of its entries: DuckDB's JDBC would make a hash table of it. */
    record MapOf(DuckDbType key, DuckDbType value) implements DuckDbType {
        private ListOf entries() {
            return new ListOf(new StructOf(Arrays.asList("key", "value"), List.of(key, value)));
        }

        @Override
        public String expression(final String map) {
            return unlessNull(map, entries().expression("map_entries(" + map + ")"));
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object neutral(final Object raw) {
            return Neutral.map((List<Object>) entries().neutral(raw));
        }

        @Override
        public Stream<Leaf> leaves() {
            return Stream.concat(key.leaves(), value.leaves());
        }

        @Override
        public int height() {
            return 1 + entries().height();
        }
    }
}
