package dev.intarsia.cli.inspect;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a file is shown. Immutable.
 *
 * @param columns patterns of column paths, of which one must match; none for all columns
 * @param rowGroup the row group, or {@link #EVERY}
 * @param pages whether pages are shown
 * @param all whether nothing is left out for its number
 * @param arrowSchema whether the Arrow schema is decoded
 */
public record Selection(List<String> columns, int rowGroup, boolean pages, boolean all, boolean arrowSchema) {
    /** Stands for all row groups. */
    public static final int EVERY = -1;

    /** Columns that are shown where not all are asked for. */
    static final int MAX_COLUMNS = 50;

    static final int MAX_ROW_GROUPS = 10;
    static final int MAX_PAGES = 50;
    static final int MAX_METADATA = 20;

    public Selection {
        columns = List.copyOf(columns);
    }

    /** How many of {@code count} things are shown. */
    int shown(final int count, final int limit) {
        return all ? count : Math.min(count, limit);
    }

    /** Whether chunks are shown one by one, not only as a line. */
    boolean hasDetails() {
        return pages || !columns.isEmpty();
    }

    /** Matches paths, joined by dots. A pattern without wildcards also takes what is below a group of that path. */
    Pattern columnPattern() {
        return columns.isEmpty()
                ? Pattern.compile(".*", Pattern.DOTALL)
                : Pattern.compile(
                        columns.stream().map(Selection::regex).collect(Collectors.joining("|")), Pattern.DOTALL);
    }

    private static String regex(final String glob) {
        final StringBuilder regex = new StringBuilder("(?:");
        for (int i = 0; i < glob.length(); i++) {
            final char c = glob.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return regex.append(glob.contains("*") || glob.contains("?") ? ")" : ")(?:\\..*)?")
                .toString();
    }
}
