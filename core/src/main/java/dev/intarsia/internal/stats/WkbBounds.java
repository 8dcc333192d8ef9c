package dev.intarsia.internal.stats;

import dev.intarsia.internal.format.BoundingBox;
import dev.intarsia.internal.format.GeospatialStatistics;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import java.util.Arrays;

/**
 * The box around the geometries of one column chunk, and which types of geometry there are (specification:
 * Geospatial.md). Confined to one thread at a time.
 *
 * <p>Values are well-known binary, in either byte order, with the dimensions in the type code (ISO) or in its upper
 * bits (EWKB, whose SRID is skipped). A coordinate that is NaN, as all are in an empty point, widens nothing. The types
 * are those of whole values; what a collection holds is only in its box.
 *
 * <p>A value that is not well-formed, or of a type beyond the seven of the specification, makes the statistics of the
 * whole chunk {@link GeospatialStatistics#NONE}: they have to hold for every value. It is never an error, since WKB is
 * the caller's business and the bytes are stored as they came.
 */
public final class WkbBounds {
    private static final int POINT = 1;
    private static final int LINE_STRING = 2;
    private static final int POLYGON = 3;
    private static final int MULTI_POINT = 4;
    private static final int MULTI_LINE_STRING = 5;
    private static final int MULTI_POLYGON = 6;
    private static final int GEOMETRY_COLLECTION = 7;

    private static final int EWKB_Z = 0x80000000;
    private static final int EWKB_M = 0x40000000;
    private static final int EWKB_SRID = 0x20000000;
    private static final int EWKB_FLAGS = EWKB_Z | EWKB_M | EWKB_SRID;
    private static final int ISO_STEP = 1000;

    private static final int Z = 1;
    private static final int M = 2;
    private static final int DIMENSIONS = 4; // none, Z, M, both

    private static final int HEAD_BYTES = 1 + Integer.BYTES;

    /** Deeper collections are no data of anybody, and must not exhaust the stack. */
    private static final int MAX_DEPTH = 32;

    private static final int MALFORMED = -1;

    private final double[] min = new double[DIMENSIONS]; // x, y, z, m
    private final double[] max = new double[DIMENSIONS];
    private int types; // a bit for each dimension times 8 plus type
    private boolean malformed;

    // Where the walk through one value is.
    private long at;
    private long end;
    private boolean swapped;

    public WkbBounds() {
        clear();
    }

    /** Forgets all values. */
    public void clear() {
        Arrays.fill(min, Double.POSITIVE_INFINITY);
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
        types = 0;
        malformed = false;
    }

    /** Writes everything. */
    public void write(final StateOutput out) {
        for (int i = 0; i < DIMENSIONS; i++) {
            out.putDouble(min[i]);
            out.putDouble(max[i]);
        }
        out.putVarint(Integer.toUnsignedLong(types));
        out.putBoolean(malformed);
    }

    /** Reads what {@link #write} wrote. */
    public static WkbBounds read(final StateInput in) throws StateFormatException {
        final WkbBounds bounds = new WkbBounds();
        for (int i = 0; i < DIMENSIONS; i++) {
            bounds.min[i] = in.getDouble();
            bounds.max[i] = in.getDouble();
        }
        bounds.types = (int) in.getVarint();
        bounds.malformed = in.getBoolean();
        return bounds;
    }

    /** Becomes equal to another. */
    public void copyFrom(final WkbBounds other) {
        System.arraycopy(other.min, 0, min, 0, DIMENSIONS);
        System.arraycopy(other.max, 0, max, 0, DIMENSIONS);
        types = other.types;
        malformed = other.malformed;
    }

    /**
     * Takes in a run of values, of which nothing is borrowed.
     *
     * @param values address of the first value, PLAIN: a 4-byte length and the bytes
     * @param count number of values, which may be 0
     */
    public void update(final long values, final int count) {
        long value = values;
        for (int i = 0; i < count && !malformed; i++) {
            final int length = NativeMemory.getInt(value);
            add(value + Integer.BYTES, length);
            value += (long) Integer.BYTES + length;
        }
    }

    /** Takes in one value, of which nothing is borrowed. */
    public void add(final long wkb, final int bytes) {
        at = wkb;
        end = wkb + bytes;
        final int code = geometry(0, 0);
        if (code == MALFORMED || at != end) {
            malformed = true;
        } else {
            types |= 1 << code;
        }
    }

    /** Whether every value so far was understood. */
    public boolean isWellFormed() {
        return !malformed;
    }

    /** What a column of GEOMETRY says of itself. */
    public GeospatialStatistics geometry() {
        if (malformed) {
            return GeospatialStatistics.NONE;
        }
        return new GeospatialStatistics(
                new BoundingBox(low(0), high(0), low(1), high(1), low(2), high(2), low(3), high(3)), typeCodes());
    }

    /**
     * What a column of GEOGRAPHY says of itself: its types. A box is left out, because edges on a sphere reach beyond
     * the box around their ends, and one around the antimeridian has its least x in the east.
     */
    public GeospatialStatistics geography() {
        return malformed ? GeospatialStatistics.NONE : new GeospatialStatistics(BoundingBox.NONE, typeCodes());
    }

    private double low(final int axis) {
        return min[axis] > max[axis] ? Double.NaN : min[axis];
    }

    private double high(final int axis) {
        return min[axis] > max[axis] ? Double.NaN : max[axis];
    }

    /** Codes of ISO WKB: 1 to 7, and 1000 more for Z, 2000 for M, 3000 for both. */
    private int[] typeCodes() {
        final int[] codes = new int[Integer.bitCount(types)];
        int count = 0;
        for (int rest = types; rest != 0; rest &= rest - 1) {
            final int code = Integer.numberOfTrailingZeros(rest);
            codes[count++] = code / Byte.SIZE * ISO_STEP + code % Byte.SIZE;
        }
        return codes;
    }

    /**
     * Walks through one geometry with its head.
     *
     * @param depth how many collections it is in
     * @param required the type that it must have, 0 for any
     * @return its dimensions times 8 plus its type, or {@link #MALFORMED}
     */
    private int geometry(final int depth, final int required) {
        if (end - at < HEAD_BYTES || depth > MAX_DEPTH) {
            return MALFORMED;
        }
        final int byteOrder = NativeMemory.getByte(at++);
        if (byteOrder != 0 && byteOrder != 1) {
            return MALFORMED;
        }
        swapped = byteOrder == 0; // until the next head: nothing of a collection follows its parts
        final int head = nextInt();
        final int iso = head & ~EWKB_FLAGS;
        final int type = iso % ISO_STEP;
        final int isoDimensions = iso / ISO_STEP;
        if (type < POINT || type > GEOMETRY_COLLECTION || isoDimensions >= DIMENSIONS) {
            return MALFORMED;
        }
        if (required != 0 && type != required) {
            return MALFORMED;
        }
        final int dimensions = isoDimensions | ((head & EWKB_Z) != 0 ? Z : 0) | ((head & EWKB_M) != 0 ? M : 0);
        if ((head & EWKB_SRID) != 0 && !skip(Integer.BYTES)) {
            return MALFORMED;
        }
        final boolean sound =
                switch (type) {
                    case POINT -> coordinates(1, dimensions);
                    case LINE_STRING -> line(dimensions);
                    case POLYGON -> rings(dimensions);
                    case MULTI_POINT -> parts(depth, POINT);
                    case MULTI_LINE_STRING -> parts(depth, LINE_STRING);
                    case MULTI_POLYGON -> parts(depth, POLYGON);
                    default -> parts(depth, 0);
                };
        return sound ? dimensions * Byte.SIZE + type : MALFORMED;
    }

    /** Parts have heads of their own, which may differ in byte order, and in dimensions too. */
    private boolean parts(final int depth, final int required) {
        final long count = nextCount();
        for (long i = 0; i < count; i++) {
            if (geometry(depth + 1, required) == MALFORMED) {
                return false;
            }
        }
        return count != MALFORMED;
    }

    private boolean rings(final int dimensions) {
        final long count = nextCount();
        for (long i = 0; i < count; i++) {
            if (!line(dimensions)) {
                return false;
            }
        }
        return count != MALFORMED;
    }

    private boolean line(final int dimensions) {
        final long count = nextCount();
        return count != MALFORMED && coordinates(count, dimensions);
    }

    /** Walks through points without heads. */
    private boolean coordinates(final long points, final int dimensions) {
        final int axes = 2 + Integer.bitCount(dimensions);
        if (end - at < points * axes * Double.BYTES) {
            return false;
        }
        for (long i = 0; i < points; i++) {
            widen(0);
            widen(1);
            if ((dimensions & Z) != 0) {
                widen(2);
            }
            if ((dimensions & M) != 0) {
                widen(3);
            }
        }
        return true;
    }

    /** Takes in the next coordinate. Comparisons with a NaN are false, so it widens nothing. */
    private void widen(final int axis) {
        final long bits = NativeMemory.getLong(at);
        at += Double.BYTES;
        final double value = Double.longBitsToDouble(swapped ? Long.reverseBytes(bits) : bits);
        if (value < min[axis]) {
            min[axis] = value;
        }
        if (value > max[axis]) {
            max[axis] = value;
        }
    }

    /** The next unsigned count, or {@link #MALFORMED} if the value ends before it. */
    private long nextCount() {
        return end - at < Integer.BYTES ? MALFORMED : Integer.toUnsignedLong(nextInt());
    }

    private int nextInt() {
        final int value = NativeMemory.getInt(at);
        at += Integer.BYTES;
        return swapped ? Integer.reverseBytes(value) : value;
    }

    private boolean skip(final int bytes) {
        if (end - at < bytes) {
            return false;
        }
        at += bytes;
        return true;
    }
}
