package dev.intarsia.internal.format;

/**
 * The box around all geometries of a column chunk. Immutable.
 *
 * <p>An axis that no coordinate was on has two NaNs; a box without x or without y is none, see {@link #isPresent}.
 *
 * @param xMin the least x (easting, longitude), and so on
 */
public record BoundingBox(
        double xMin, double xMax, double yMin, double yMax, double zMin, double zMax, double mMin, double mMax) {
    /** No box, and nothing is written. */
    public static final BoundingBox NONE = new BoundingBox(
            Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /**
     * @throws IllegalArgumentException if of an axis only one bound is NaN
     */
    public BoundingBox {
        if (isHalf(xMin, xMax) || isHalf(yMin, yMax) || isHalf(zMin, zMax) || isHalf(mMin, mMax)) {
            throw new IllegalArgumentException("a bounding box cannot have only one bound of an axis: x " + xMin
                    + " to "
                    + xMax + ", y " + yMin + " to " + yMax + ", z " + zMin + " to " + zMax + ", m " + mMin + " to "
                    + mMax + "; an axis without coordinates has two NaNs");
        }
    }

    private static boolean isHalf(final double min, final double max) {
        return Double.isNaN(min) != Double.isNaN(max);
    }

    /** Whether there is a box to write: the format has none without x and y. */
    public boolean isPresent() {
        return !Double.isNaN(xMin) && !Double.isNaN(yMin);
    }

    boolean hasZ() {
        return !Double.isNaN(zMin);
    }

    boolean hasM() {
        return !Double.isNaN(mMin);
    }
}
