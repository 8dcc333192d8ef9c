package dev.intarsia.violations.options;

import dev.intarsia.violations.buffer.Somewhere;

/** A word of the vocabulary that knows who speaks it. */
public final class KnowsTooMuch {
    private KnowsTooMuch() {}

    public static int size() {
        return Somewhere.size();
    }
}
