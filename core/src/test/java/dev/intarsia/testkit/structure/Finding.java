package dev.intarsia.testkit.structure;

/**
 * One thing that is wrong. Immutable.
 *
 * @param rule that is broken
 * @param place row group, column and page
 * @param text what stands there and what should
 */
public record Finding(Rule rule, String place, String text) {
    /** Place, rule and text. */
    public String sentence() {
        return place + ": " + text + " [" + rule + ": " + rule.sentence() + "]";
    }

    @Override
    public String toString() {
        return sentence();
    }
}
