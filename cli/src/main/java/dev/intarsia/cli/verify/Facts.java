package dev.intarsia.cli.verify;

import java.util.Arrays;

/** What was counted in a page or in a chunk. Confined; one for pages and one for the chunk serve a whole chunk. */
final class Facts {
    private final Extremes extremes;
    private final long[] repetitions;
    private final long[] definitions;
    private boolean startsInsideRow;

    Facts(final Leaf leaf) {
        extremes = Extremes.of(leaf);
        repetitions = new long[leaf.maxRepetition() + 1];
        definitions = new long[leaf.maxDefinition() + 1];
    }

    void clear() {
        extremes.clear();
        Arrays.fill(repetitions, 0);
        Arrays.fill(definitions, 0);
        startsInsideRow = false;
    }

    void add(final Facts page) {
        extremes.add(page.extremes);
        for (int i = 0; i < repetitions.length; i++) {
            repetitions[i] += page.repetitions[i];
        }
        for (int i = 0; i < definitions.length; i++) {
            definitions[i] += page.definitions[i];
        }
    }

    void startsInsideRow(final boolean inside) {
        startsInsideRow = inside;
    }

    boolean startsInsideRow() {
        return startsInsideRow;
    }

    Extremes extremes() {
        return extremes;
    }

    /** Values by repetition level; written by the decoder of levels. */
    long[] repetitions() {
        return repetitions;
    }

    /** Values by definition level; written by the decoder of levels. */
    long[] definitions() {
        return definitions;
    }

    long rows() {
        return repetitions[0];
    }

    long values() {
        return nonNulls() + nulls();
    }

    long nonNulls() {
        return definitions[definitions.length - 1];
    }

    /** Values without a value: their own null, or an ancestor that is null or empty. */
    long nulls() {
        long sum = 0;
        for (int i = 0; i < definitions.length - 1; i++) {
            sum += definitions[i];
        }
        return sum;
    }
}
