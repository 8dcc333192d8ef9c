package dev.intarsia.cli.verify;

/** Holds a declared lower or upper bound against the values. Stateless. */
final class BoundsCheck {
    /**
     * A bound that a file declares.
     *
     * @param name what the file calls it
     * @param bytes its PLAIN bytes, without length
     * @param lower whether it is a minimum
     * @param exact whether the file says that a value equals it
     * @param widensZeros whether a zero must have the sign that bounds both zeros
     * @param nansAreCounted whether the file counts NaN beside it, which forbids NaN in the bound
     */
    record Bound(
            String name, byte[] bytes, boolean lower, boolean exact, boolean widensZeros, boolean nansAreCounted) {}

    private BoundsCheck() {}

    static void check(
            final Bound bound, final Leaf leaf, final Extremes values, final Place place, final Findings findings) {
        if (!values.fits(bound.bytes)) {
            findings.error(
                    place, bound.name + " has " + bound.bytes.length + " bytes, which no " + leaf.physical() + " has");
            return;
        }
        final String said = bound.name + " is " + values.show(bound.bytes);
        if (values.isNan(bound.bytes) && isForeignToOrder(bound, leaf, values, said, place, findings)) {
            return;
        }
        if (values.isEmpty()) {
            findings.rule(place, said + " where there is no value that it could bound");
            return;
        }
        final int sign = bound.lower ? values.compareToSmallest(bound.bytes) : -values.compareToLargest(bound.bytes);
        final String fact = bound.lower
                ? "the smallest value is " + values.showSmallest()
                : "the largest value is " + values.showLargest();
        if (sign > 0) {
            findings.error(place, said + ", but " + fact);
        } else if (sign < 0 && bound.exact) {
            findings.error(place, said + " and is said to be exact, but " + fact);
        }
        if (bound.widensZeros && !values.isWideZero(bound.bytes, bound.lower)) {
            findings.rule(
                    place,
                    said + "; a zero is written as " + (bound.lower ? "-0.0 there" : "+0.0 there")
                            + ", so that it bounds both zeros");
        }
    }

    private static boolean isForeignToOrder(
            final Bound bound,
            final Leaf leaf,
            final Extremes values,
            final String said,
            final Place place,
            final Findings findings) {
        if (leaf.order() != ValueOrder.IEEE_754) {
            if (bound.nansAreCounted) {
                findings.error(place, said + " though NaN are counted apart: a bound holds numbers only");
            } else {
                findings.rule(place, said + ": readers must ignore it");
            }
            return true;
        }
        if (!values.isEmpty() && !values.onlyNans()) {
            findings.error(place, said + ", but there are values that are numbers, and bounds hold those");
            return true;
        }
        return false;
    }
}
