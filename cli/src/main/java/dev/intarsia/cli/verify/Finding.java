package dev.intarsia.cli.verify;

import java.util.Objects;

/**
 * Something that is not as it should be. Immutable.
 *
 * @param severity how much it weighs
 * @param place where it is
 * @param sentence what the file says and what is the case
 */
public record Finding(Severity severity, Place place, String sentence) {
    /** How much a finding weighs. */
    public enum Severity {
        /** The file is damaged or lies: readers may fail or answer wrongly. */
        ERROR,
        /** This program cannot tell, because it cannot read that part. */
        CANNOT_VERIFY,
        /** Lawful or of old habit, harmless to careful readers, but not what a writer should do today. */
        NOTE
    }

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(sentence, "sentence");
    }

    /** Place and sentence on one line. */
    @Override
    public String toString() {
        return place + ": " + sentence;
    }
}
