package dev.intarsia.cli.inspect;

import dev.intarsia.cli.progress.Numbers;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.SortingColumn;

/** Small phrases that several parts of the text use. Stateless. */
final class Words {
    private Words() {}

    /** A count with its thousands parted, or nothing where it is not known. */
    static String count(final long count) {
        return count < 0 ? "" : Numbers.grouped(count);
    }

    /** How many times smaller, or nothing where nothing is stored. */
    static String ratio(final long uncompressed, final long stored) {
        return stored <= 0 || uncompressed <= 0 ? "" : Numbers.ratio((double) uncompressed / stored);
    }

    static String encodings(final Collection<Encoding> encodings) {
        return encodings.stream().map(String::valueOf).distinct().sorted().collect(Collectors.joining(" "));
    }

    /** Column and direction of every sorting column. */
    static String sorting(final OpenFile file, final List<SortingColumn> columns) {
        return columns == null
                ? ""
                : columns.stream()
                        .map(column -> columnName(file, column.getColumn_idx())
                                + (column.isDescending() ? " descending" : "")
                                + (column.isNulls_first() ? " nulls first" : ""))
                        .collect(Collectors.joining(", "));
    }

    /** The path of a column by its number, or the number where there is no such column. */
    static String columnName(final OpenFile file, final int number) {
        return number >= 0 && number < file.leaves().size()
                ? Escapes.text(file.leaves().get(number).dottedPath(), Escapes.WHOLE)
                : "column " + number;
    }
}
