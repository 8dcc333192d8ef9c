package dev.intarsia.cli;

import java.util.function.Function;

/**
 * The value of an option, for one column or for all: {@code COLUMN=VALUE} or {@code VALUE}. Immutable.
 *
 * @param column its path joined by dots; empty for all columns
 */
record ForColumn<T>(String column, T value) {
    /**
     * Reads it. The name of a column may hold a {@code =}, a value may not.
     *
     * @throws IllegalArgumentException as the value's parser
     */
    static <T> ForColumn<T> of(final String text, final Function<String, T> parser) {
        final int sign = text.lastIndexOf('=');
        return sign < 0
                ? new ForColumn<>("", parser.apply(text))
                : new ForColumn<>(text.substring(0, sign), parser.apply(text.substring(sign + 1)));
    }

    boolean isForAll() {
        return column.isEmpty();
    }
}
