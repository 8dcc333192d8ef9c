package dev.intarsia.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code docs/format-coverage.md} as a test reads it: the rows of the table under each heading. Immutable.
 *
 * @param rows of all tables, in order
 */
record CoverageTable(List<Row> rows) {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /**
     * One row.
     *
     * @param heading of the section that the table is in
     * @param titles of the columns
     * @param cells one for each
     */
    record Row(String heading, List<String> titles, List<String> cells) {
        String cell(final String title) {
            return cells.get(titles.indexOf(title));
        }

        /** What stands between backticks in a cell, none where there is no such column. */
        List<String> names(final String title) {
            return titles.contains(title) ? CoverageTable.names(cell(title)) : List.of();
        }

        /** Whether DuckDB reads it too: the column {@code readers} says {@code both} or {@code parquet-java}. */
        boolean byBoth() {
            final String readers = cell("readers");
            if (!Set.of("both", "parquet-java").contains(readers)) {
                throw new AssertionError("readers are 'both' or 'parquet-java', not '" + readers + "': " + this);
            }
            return readers.equals("both");
        }

        /** What it claims: each name of the first column with each of the second, where that one has names. */
        List<String> claims() {
            if (heading.equals("Types")) {
                return names(titles.get(0)).stream().map(this::withTypes).toList();
            }
            final List<String> of = titles.get(1).equals("of") ? names("of") : List.of();
            final List<String> claims = new ArrayList<>();
            for (final String name : names(titles.get(0))) {
                if (of.isEmpty()) {
                    claims.add(name);
                }
                of.forEach(other -> claims.add(name + " " + other));
            }
            return claims;
        }

        private String withTypes(final String arrow) {
            return arrow + " | "
                    + cells.subList(1, 4).stream()
                            .filter(cell -> !cell.isEmpty())
                            .map(cell -> cell.replace("`", ""))
                            .collect(Collectors.joining(" | "));
        }
    }

    /** The root of the checkout. */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("mvnw"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new AssertionError(
                        "no folder with mvnw above " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    static CoverageTable read() {
        final List<Row> rows = new ArrayList<>();
        String heading = "";
        List<String> titles = List.of();
        for (final String line : lines(repository().resolve("docs/format-coverage.md"))) {
            if (line.startsWith("## ")) {
                heading = line.substring(3);
            }
            if (!line.startsWith("|")) {
                titles = List.of();
            } else if (titles.isEmpty()) {
                titles = cells(line);
            } else if (!line.startsWith("|---")) {
                rows.add(new Row(heading, titles, cells(line)));
                if (titles.size() != cells(line).size()) {
                    throw new AssertionError("a row of another width than its head: " + line);
                }
            }
        }
        return new CoverageTable(rows);
    }

    private static List<String> lines(final Path file) {
        try {
            return Files.readAllLines(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(final String line) {
        final String[] parts = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
        return List.of(parts).stream().map(String::strip).toList();
    }

    static List<String> names(final String cell) {
        return NAME.matcher(cell).results().map(result -> result.group(1)).toList();
    }

    /** The rows under a heading. */
    List<Row> under(final String heading) {
        return rows.stream().filter(row -> row.heading().equals(heading)).toList();
    }

    /** What the rows under a heading claim; a claim that is made twice is a defect. */
    Set<String> claims(final String heading, final boolean ofBothOnly) {
        final Set<String> claims = new TreeSet<>();
        for (final Row row : under(heading)) {
            if (!ofBothOnly || row.byBoth()) {
                for (final String claim : row.claims()) {
                    if (!claims.add(claim)) {
                        throw new AssertionError("'" + claim + "' is claimed twice under " + heading);
                    }
                }
            }
        }
        return claims;
    }
}
