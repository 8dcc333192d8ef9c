package dev.intarsia.testkit.structure;

/**
 * Bytes that are not what they must be: what was being read, and what stands there instead. Caught
 * where a place is known.
 */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(final String sentence) {
        super(sentence, null, false, false);
    }
}
