package dev.intarsia.cli.verify;

import java.util.Objects;

/**
 * Where in a file a finding was made. Immutable.
 *
 * @param rowGroup the row group, from 0, or {@link #NONE} for the file as a whole
 * @param column path of the column, joined by dots, or the empty string for all of them
 * @param page the data page in its column chunk, from 0, {@link #NONE} for the whole chunk or {@link #DICTIONARY}
 */
public record Place(int rowGroup, String column, int page) {
    /** Stands for all row groups or all pages. */
    public static final int NONE = -1;
    /** Stands for the dictionary page of a chunk. */
    public static final int DICTIONARY = -2;

    static final Place FILE = new Place(NONE, "", NONE);

    public Place {
        Objects.requireNonNull(column, "column");
    }

    static Place ofRowGroup(final int rowGroup) {
        return new Place(rowGroup, "", NONE);
    }

    static Place ofColumn(final String column) {
        return new Place(NONE, column, NONE);
    }

    Place atPage(final int wanted) {
        return new Place(rowGroup, column, wanted);
    }

    /** The place in words, for example {@code row group 0, column 'a.b', page 3}. */
    @Override
    public String toString() {
        final StringBuilder words = new StringBuilder();
        if (rowGroup != NONE) {
            words.append("row group ").append(rowGroup);
        }
        if (!column.isEmpty()) {
            words.append(words.length() == 0 ? "" : ", ")
                    .append("column '")
                    .append(column)
                    .append('\'');
        }
        if (page == DICTIONARY) {
            words.append(", dictionary page");
        } else if (page != NONE) {
            words.append(", page ").append(page);
        }
        return words.length() == 0 ? "file" : words.toString();
    }
}
