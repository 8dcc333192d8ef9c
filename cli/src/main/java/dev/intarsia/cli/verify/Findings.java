package dev.intarsia.cli.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects findings up to a limit. Confined. */
final class Findings {
    /** Thrown at the greatest number of errors: a file so damaged needs no further reading. */
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super("enough errors were found", null, false, false);
        }
    }

    private final int limit;
    private final List<Finding> found = new ArrayList<>();
    private int grave;
    private int notes;
    private int omittedNotes;
    private boolean ours;

    /**
     * @param limit errors after which {@link Enough} is thrown, and notes that are kept
     */
    Findings(final int limit) {
        this.limit = limit;
    }

    /** From now on the file is one of ours, so that every rule binds it. */
    void fileIsOurs() {
        ours = true;
    }

    /** The file is damaged or lies. */
    void error(final Place place, final String sentence) {
        addGrave(Finding.Severity.ERROR, place, sentence);
    }

    /** Something could not be read by this program. */
    void cannotVerify(final Place place, final String sentence) {
        addGrave(Finding.Severity.CANNOT_VERIFY, place, "cannot be verified: " + sentence);
    }

    /** A rule is broken that careful readers survive: an error in files of ours, a note in others. */
    void rule(final Place place, final String sentence) {
        if (ours) {
            error(place, sentence);
        } else if (notes < limit) {
            notes++;
            found.add(new Finding(Finding.Severity.NOTE, place, sentence));
        } else {
            omittedNotes++;
        }
    }

    /** A rule is broken that we gave ourselves: an error in files of ours, nothing in others. */
    void houseRule(final Place place, final String sentence) {
        if (ours) {
            error(place, sentence);
        }
    }

    List<Finding> found() {
        return found;
    }

    int omittedNotes() {
        return omittedNotes;
    }

    private void addGrave(final Finding.Severity severity, final Place place, final String sentence) {
        found.add(new Finding(severity, place, sentence));
        grave++;
        if (grave >= limit) {
            throw new Enough();
        }
    }
}
