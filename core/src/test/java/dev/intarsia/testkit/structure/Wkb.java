package dev.intarsia.testkit.structure;

import java.util.function.BiConsumer;

/** Well-known binary, of ISO or extended: goes through the coordinates of a geometry. */
final class Wkb {
    private static final int POINT = 1;
    private static final int LINE = 2;
    private static final int POLYGON = 3;
    private static final int MULTI = 4;
    private static final int COLLECTION = 7;
    private static final int THOUSAND = 1_000;
    private static final int EXTENDED_Z = 1 << 31;
    private static final int EXTENDED_M = 1 << 30;
    private static final int EXTENDED_SRID = 1 << 29;
    private static final int MAX_DEPTH = 16;

    private final Cursor in;
    private final BiConsumer<Integer, Double> ordinates;

    private Wkb(final Cursor in, final BiConsumer<Integer, Double> ordinates) {
        this.in = in;
        this.ordinates = ordinates;
    }

    /**
     * Returns the ISO type of the geometry.
     *
     * @param ordinates takes dimension (0 x, 1 y, 2 z, 3 m) and value of every ordinate that is no NaN
     */
    static int read(final byte[] wkb, final BiConsumer<Integer, Double> ordinates) {
        final Cursor in = new Cursor(wkb);
        final int type = new Wkb(in, ordinates).geometry(0);
        in.requireSpent("the geometry");
        return type;
    }

    private int geometry(final int depth) {
        final int order = in.u8();
        if (order > 1 || depth > MAX_DEPTH) {
            throw new Malformed("a geometry has the byte order " + order + " at depth " + depth);
        }
        final boolean isLittle = order == 1;
        final int type = type(number(isLittle), isLittle);
        final int shape = type % THOUSAND;
        switch (shape) {
            case POINT -> point(isLittle, type / THOUSAND);
            case LINE -> line(isLittle, type / THOUSAND);
            case POLYGON -> {
                for (int rings = number(isLittle); rings > 0; rings--) {
                    line(isLittle, type / THOUSAND);
                }
            }
            case MULTI, MULTI + 1, MULTI + 2, COLLECTION -> {
                for (int parts = number(isLittle); parts > 0; parts--) {
                    geometry(depth + 1);
                }
            }
            default -> throw new Malformed("there is no WKB type " + type);
        }
        return type;
    }

    /** The ISO code of a type, which may have its dimensions in the upper bits, as EWKB has. */
    private int type(final int head, final boolean isLittle) {
        if ((head & EXTENDED_SRID) != 0) {
            number(isLittle);
        }
        final int z = (head & EXTENDED_Z) == 0 ? 0 : THOUSAND;
        final int m = (head & EXTENDED_M) == 0 ? 0 : 2 * THOUSAND;
        return (head & ~(EXTENDED_Z | EXTENDED_M | EXTENDED_SRID)) + z + m;
    }

    private void line(final boolean isLittle, final int dimensions) {
        for (int points = number(isLittle); points > 0; points--) {
            point(isLittle, dimensions);
        }
    }

    /** Dimensions: 0 xy, 1 xyz, 2 xym, 3 xyzm. */
    private void point(final boolean isLittle, final int dimensions) {
        ordinate(0, isLittle);
        ordinate(1, isLittle);
        if ((dimensions & 1) != 0) {
            ordinate(2, isLittle);
        }
        if ((dimensions & 2) != 0) {
            ordinate(3, isLittle);
        }
    }

    private void ordinate(final int dimension, final boolean isLittle) {
        final long bits = in.littleEndian(Double.BYTES);
        final double value = Double.longBitsToDouble(isLittle ? bits : Long.reverseBytes(bits));
        if (!Double.isNaN(value)) {
            ordinates.accept(dimension, value);
        }
    }

    private int number(final boolean isLittle) {
        final int number = in.i32();
        return isLittle ? number : Integer.reverseBytes(number);
    }
}
