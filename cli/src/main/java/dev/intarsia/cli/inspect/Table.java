package dev.intarsia.cli.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines of cells, aligned, as wide as allowed. Columns without any content are left out. Where there is no room, cells that
 * may be cut are cut, and then the least important columns go. Confined.
 */
final class Table {
    private static final String GAP = "  ";
    private static final String CUT = "...";

    private record Column(String title, boolean right, int weight, int least, boolean path) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();
    private final List<String> omitted = new ArrayList<>();

    /** Adds a column of words that are never cut; the larger its weight, the longer it stays. */
    Table words(final String title, final int weight) {
        columns.add(new Column(title, false, weight, Integer.MAX_VALUE, false));
        return this;
    }

    /** Adds a column of numbers. */
    Table numbers(final String title, final int weight) {
        columns.add(new Column(title, true, weight, Integer.MAX_VALUE, false));
        return this;
    }

    /** Adds a column of texts that may be cut to {@code least} characters. */
    Table texts(final String title, final int weight, final int least) {
        columns.add(new Column(title, false, weight, least, false));
        return this;
    }

    /** Adds a column of paths, which are cut in their middle. */
    Table paths(final String title, final int weight, final int least) {
        columns.add(new Column(title, false, weight, least, true));
        return this;
    }

    /** Adds a line; one cell a column. */
    void row(final String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(cells);
    }

    /** Lines so far. */
    int size() {
        return rows.size();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, the titles first, each at most {@code width} characters if the cells that must stay allow for it. */
    List<String> lines(final int width) {
        final int[] widths = widths();
        omitted.clear();
        fit(widths, width);
        final List<String> lines = new ArrayList<>(rows.size() + 1);
        lines.add(line(columns.stream().map(Column::title).toArray(String[]::new), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    /** Titles of columns with content for which the lines that were made last have no room. */
    List<String> omitted() {
        return omitted;
    }

    private int[] widths() {
        final int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            for (final String[] row : rows) {
                widths[c] = Math.max(widths[c], length(row[c]));
            }
            widths[c] = widths[c] == 0 ? 0 : Math.max(widths[c], length(columns.get(c).title));
        }
        return widths;
    }

    private void fit(final int[] widths, final int width) {
        boolean changed = true;
        while (changed && total(widths, true) > width) {
            changed = drop(widths);
        }
        changed = true;
        while (changed && total(widths, false) > width) {
            changed = shrink(widths);
        }
    }

    /** The sum of widths and gaps, with all cells or with cells cut as far as they may be. */
    private int total(final int[] widths, final boolean cut) {
        int sum = -GAP.length();
        for (int c = 0; c < widths.length; c++) {
            if (widths[c] > 0) {
                sum += GAP.length() + (cut ? Math.min(widths[c], least(c)) : widths[c]);
            }
        }
        return sum;
    }

    private int least(final int column) {
        return Math.max(columns.get(column).least, length(columns.get(column).title));
    }

    private boolean drop(final int[] widths) {
        int lightest = -1;
        for (int c = 0; c < widths.length; c++) {
            if (widths[c] > 0 && (lightest < 0 || columns.get(c).weight < columns.get(lightest).weight)) {
                lightest = c;
            }
        }
        if (lightest < 0 || Arrays.stream(widths).filter(w -> w > 0).count() == 1) {
            return false;
        }
        widths[lightest] = 0;
        omitted.add(columns.get(lightest).title);
        return true;
    }

    /** Takes one character from the widest column that has any to give. */
    private boolean shrink(final int[] widths) {
        int widest = -1;
        for (int c = 0; c < widths.length; c++) {
            if (widths[c] > least(c) && (widest < 0 || widths[c] > widths[widest])) {
                widest = c;
            }
        }
        if (widest >= 0) {
            widths[widest]--;
        }
        return widest >= 0;
    }

    private String line(final String[] cells, final int[] widths) {
        final StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            if (widths[c] == 0) {
                continue;
            }
            final String cell = cut(cells[c], widths[c], columns.get(c).path);
            final String blanks = " ".repeat(widths[c] - length(cell));
            line.append(line.length() == 0 ? "" : GAP).append(columns.get(c).right ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }

    private static int length(final String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(final String text, final int width, final boolean path) {
        final int length = length(text);
        if (length <= width) {
            return text;
        }
        final int kept = Math.max(0, width - CUT.length());
        final int tail = path ? kept / 2 : 0;
        return text.substring(0, text.offsetByCodePoints(0, kept - tail))
                + CUT
                + text.substring(text.offsetByCodePoints(0, length - tail));
    }
}
