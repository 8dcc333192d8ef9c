package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;

/** Collects findings. Confined to one look at one file. */
final class Report {
    private final List<Finding> findings = new ArrayList<>();

    List<Finding> findings() {
        return findings;
    }

    void found(final Rule rule, final String place, final String text) {
        findings.add(new Finding(rule, place, text));
    }

    void unless(final boolean sound, final Rule rule, final String place, final String text) {
        if (!sound) {
            found(rule, place, text);
        }
    }

    /** Finds a number that is not what it must be. */
    void equal(final Rule rule, final String place, final String what, final long stated, final long truth) {
        if (stated != truth) {
            found(rule, place, what + " is " + stated + ", and should be " + truth);
        }
    }

    /** Runs a part of the look; what is malformed ends that part only. */
    void within(final Rule rule, final String place, final Runnable part) {
        try {
            part.run();
        } catch (final Malformed malformed) {
            found(rule, place, malformed.getMessage());
        }
    }
}
