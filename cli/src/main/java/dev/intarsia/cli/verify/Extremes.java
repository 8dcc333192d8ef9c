package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.MalformedException;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Smallest and largest of the values of a page or a chunk, in the order of their column. Confined; one for the pages
 * and one for the chunk serve a whole chunk.
 */
abstract class Extremes {
    static Extremes of(final Leaf leaf) {
        final PrimitiveTypeName physical = leaf.physical();
        return physical == PrimitiveTypeName.BINARY
                        || physical == PrimitiveTypeName.INT96
                        || physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY && !leaf.isFloat16()
                ? new BinaryExtremes(leaf)
                : new NumberExtremes(leaf);
    }

    /** Forgets all values. */
    abstract void clear();

    /**
     * Reads values to their end.
     *
     * @throws MalformedException if a value is not of the column's type
     */
    abstract void take(ValuesReader values, int count) throws MalformedException;

    /**
     * Takes the entries of a dictionary that are used.
     *
     * @param uses how often each entry is used
     * @throws MalformedException if an entry is not of the column's type
     */
    abstract void take(Dictionary dictionary, int[] uses) throws MalformedException;

    /** Takes the values of a page, whose bytes may go away afterwards. */
    abstract void add(Extremes page);

    /**
     * Whether there is nothing that bounds must hold: no value, or none but NaN where NaN has no place in the order.
     */
    abstract boolean isEmpty();

    /** Whether there are values, and all of them are NaN. */
    abstract boolean onlyNans();

    /** How many values are NaN. */
    abstract long nans();

    /** Bytes of all byte arrays, without their lengths; 0 for other types. */
    abstract long byteArrayBytes();

    /** Whether a bound has the length of a value. */
    abstract boolean fits(byte[] bound);

    /** Whether a bound is NaN. */
    abstract boolean isNan(byte[] bound);

    /**
     * Whether a bound is zero with the sign that widens: negative for a minimum, positive for a maximum; true if not
     * zero.
     */
    abstract boolean isWideZero(byte[] bound, boolean negative);

    abstract int compare(byte[] oneBound, byte[] otherBound);

    /** Compares a bound with the smallest value; there must be one. */
    abstract int compareToSmallest(byte[] bound);

    /** Compares a bound with the largest value; there must be one. */
    abstract int compareToLargest(byte[] bound);

    /** A bound in words. */
    abstract String show(byte[] bound);

    abstract String showSmallest();

    abstract String showLargest();
}
