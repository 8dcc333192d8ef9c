package dev.intarsia.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Reads files with DuckDB, from its JDBC jar alone: extensions are neither installed nor loaded. One thread, rows in
 * file order. Values leave DuckDB raw (epochs, days, hexadecimal) because its JDBC types would bend them:
 * {@code Timestamp} goes through the machine's time zone.
 *
 * <p>What DuckDB does not say exactly: a decimal of more than 38 digits, which it reads as DOUBLE ({@link
 * Comparison#WIDENED} knows), and a Variant ({@link NotAsked}). What it refuses to read: texts that are not UTF-8.
 */
public final class DuckDbReader implements AutoCloseable {
    private final Connection connection;

    public DuckDbReader() {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            execute("SET autoinstall_known_extensions=false");
            execute("SET autoload_known_extensions=false");
            execute("SET threads=1");
            execute("SET preserve_insertion_order=true");
            execute("SET TimeZone='UTC'");
        } catch (final SQLException e) {
            throw new IllegalStateException("DuckDB did not start", e);
        }
    }

    /** All rows of the file, by a reader that lives for this one call. */
    public static Table read(final Path file) {
        try (DuckDbReader reader = new DuckDbReader()) {
            return reader.rows(file);
        }
    }

    /** All rows of the file; DuckDB renames columns that are empty or equal but for case. */
    public Table rows(final Path file) {
        return rows(file, column -> true);
    }

    /**
     * All rows of some columns of the file; of the others DuckDB looks at nothing but the schema.
     *
     * @param wanted whether the column of this position is asked for, which at least one must be
     */
    public Table rows(final Path file, final IntPredicate wanted) {
        final String source = "read_parquet(" + literal(file) + ")";
        final List<String> names = new ArrayList<>();
        final List<DuckDbType> types = new ArrayList<>();
        for (final List<Object> column : query("DESCRIBE SELECT * FROM " + source)) {
            names.add((String) column.get(0));
            types.add(DuckDbType.of((String) column.get(1)));
        }
        final StringJoiner projection = new StringJoiner(", ");
        final StringJoiner aliases = new StringJoiner(", ", " AS t(", ")");
        for (int i = 0; i < types.size(); i++) {
            aliases.add("c" + i);
            if (wanted.test(i)) {
                projection.add(types.get(i).expression("c" + i));
            }
        }
        final int[] asked = IntStream.range(0, types.size()).filter(wanted).toArray();
        final Table table = Table.empty(IntStream.of(asked).mapToObj(names::get).toList());
        for (final List<Object> row : query("SELECT " + projection + " FROM " + source + aliases)) {
            for (int i = 0; i < asked.length; i++) {
                final Object value = row.get(i);
                table.columns()
                        .get(i)
                        .add(value == null ? null : types.get(asked[i]).neutral(value));
            }
        }
        return table;
    }

    /**
     * One row group's statistics of a column, as {@code parquet_metadata()} shows them, brought back
     * to values by DuckDB.
     *
     * @param min least value in neutral form, null where the file has none; so is {@code max}
     */
    public record ColumnStatistics(Object min, Object max, Boolean minIsExact, Boolean maxIsExact, Long nullCount) {}

    /**
     * Statistics of every Parquet column, those inside lists and structs too, in file order, for each a row group each.
     */
    public List<List<ColumnStatistics>> statistics(final Path file) {
        execute("CREATE OR REPLACE TEMP TABLE metadata AS SELECT * FROM parquet_metadata(" + literal(file) + ")");
        final List<List<ColumnStatistics>> columns = new ArrayList<>();
        for (final List<Object> column : query("DESCRIBE SELECT * FROM read_parquet(" + literal(file) + ")")) {
            DuckDbType.of((String) column.get(1))
                    .leaves()
                    .forEach(leaf -> columns.add(statistics(columns.size(), leaf)));
        }
        return columns;
    }

    private List<ColumnStatistics> statistics(final int column, final DuckDbType.Leaf type) {
        final List<ColumnStatistics> groups = new ArrayList<>();
        for (final List<Object> row :
                query("SELECT " + type.expression("CAST(stats_min_value AS " + type.sqlType() + ")") + ", "
                        + type.expression("CAST(stats_max_value AS " + type.sqlType() + ")")
                        + ", min_is_exact, max_is_exact, stats_null_count FROM metadata WHERE column_id = " + column
                        + " ORDER BY row_group_id")) {
            groups.add(new ColumnStatistics(
                    row.get(0) == null ? null : type.neutral(row.get(0)),
                    row.get(1) == null ? null : type.neutral(row.get(1)),
                    (Boolean) row.get(2),
                    (Boolean) row.get(3),
                    (Long) row.get(4)));
        }
        return groups;
    }

    /** The rows that a query gives, for questions about metadata; a file's name goes in as {@link #literal}. */
    public List<List<Object>> query(final String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            final int columns = result.getMetaData().getColumnCount();
            final List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                final List<Object> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (final SQLException e) {
            throw new IllegalStateException("DuckDB refused: " + sql, e);
        }
    }

    /** Runs a statement that answers nothing. */
    public void execute(final String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (final SQLException e) {
            throw new IllegalStateException("DuckDB refused: " + sql, e);
        }
    }

    /** A file's name as an SQL literal. */
    public static String literal(final Path file) {
        return "'" + file.toString().replace("'", "''") + "'";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (final SQLException e) {
            throw new IllegalStateException("DuckDB did not close", e);
        }
    }
}
