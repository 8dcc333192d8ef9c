package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Conversion;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.options.InvalidBatchException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Refuses what a column cannot hold, before any of it is written. Immutable.
 *
 * <p>Rows are examined a block at a time, without regard to nulls. Only in a block that does not pass are they looked
 * at one by one, nulls left out: what is under a null is arbitrary and no error. So garbage under nulls costs time,
 * never correctness.
 */
final class BatchValidation {
    private static final int BLOCK_ROWS = 1024;
    private static final int DECIMAL_BYTES = 16;

    private final Leaf leaf;
    private final boolean wideOffsets;
    private final int slotBytes;
    private final int precision;
    private final int scale;
    private final SlotLimits limits;

    BatchValidation(final Leaf leaf) {
        this.leaf = leaf;
        wideOffsets = leaf.conversion() == Conversion.LARGE_BYTES;
        slotBytes = leaf.slotBytes();
        final ArrowType.Decimal decimal = leaf.field().getType() instanceof ArrowType.Decimal type ? type : null;
        precision = decimal == null ? 0 : decimal.getPrecision();
        scale = decimal == null ? 0 : decimal.getScale();
        limits = new SlotLimits(leaf.conversion(), precision);
    }

    /** Refuses a null in a field that has none. */
    void requireNoNulls(final long validity, final int rows) {
        if (leaf.required() && validity != 0) {
            final int row = Bitmaps.leadingOnes(validity, 0, rows);
            if (row < rows) {
                throw refused(row, "is null, and the field is not nullable; fill it or declare the field nullable");
            }
        }
    }

    /** Refuses slots of fixed width that have no PLAIN value. */
    void requireValues(final long validity, final long slots, final int rows) {
        if (!limits.exist()) {
            return;
        }
        for (int from = 0; from < rows; from += BLOCK_ROWS) {
            final int count = Math.min(BLOCK_ROWS, rows - from);
            if (!limits.hold(slots + (long) from * slotBytes, count)) {
                requireEachValue(validity, slots, from, count);
            }
        }
    }

    /**
     * Refuses offsets that would make a reader leave the data, and values that are too long. Offsets must hold under
     * nulls too: the offset behind a null is the one before the next value.
     */
    void requireOffsets(
            final long validity, final long offsets, final long dataBytes, final int rows, final int maxValueBytes) {
        for (int from = 0; from < rows; from += BLOCK_ROWS) {
            final int count = Math.min(BLOCK_ROWS, rows - from);
            if (!Offsets.hold(offsets, wideOffsets, from, count, maxValueBytes)) {
                requireEachLength(validity, offsets, from, count, maxValueBytes);
            }
        }
        final long end = Offsets.at(offsets, wideOffsets, rows);
        if (end > dataBytes) {
            throw refused(
                    rows - 1,
                    "ends at byte " + end + " of the data, which has " + dataBytes + "; the vector is damaged");
        }
    }

    private void requireEachValue(final long validity, final long slots, final int from, final int count) {
        for (int row = from; row < from + count; row++) {
            final long slot = slots + (long) row * slotBytes;
            if (present(validity, row) && !limits.hold(slot, 1)) {
                throw refused(row, complaint(slot));
            }
        }
    }

    private void requireEachLength(
            final long validity, final long offsets, final int from, final int count, final int maxValueBytes) {
        for (int row = from; row < from + count; row++) {
            final long begin = Offsets.at(offsets, wideOffsets, row);
            final long end = Offsets.at(offsets, wideOffsets, row + 1L);
            if (begin < 0 || end < begin) {
                throw refused(row, "lies between the offsets " + begin + " and " + end + "; the vector is damaged");
            }
            if (end - begin > maxValueBytes && present(validity, row)) {
                throw refused(
                        row,
                        "has " + (end - begin) + " bytes, a value may have " + maxValueBytes
                                + "; leave it out or store it elsewhere");
            }
        }
    }

    private static boolean present(final long validity, final int row) {
        return validity == 0 || Bitmaps.isSet(validity, row);
    }

    private String complaint(final long slot) {
        return switch (leaf.conversion()) {
            case MILLIS_TO_DAYS ->
                "is " + NativeMemory.getLong(slot)
                        + " milliseconds, a date must be a whole number of days (of 86400000 milliseconds) that fits 32"
                        + " bits; round it or declare the field a timestamp";
            case TIME_SECONDS_TO_MILLIS ->
                "is " + NativeMemory.getInt(slot)
                        + " seconds, which as milliseconds do not fit 32 bits; a time of day is less than 86400"
                        + " seconds, correct it";
            case TIMESTAMP_SECONDS_TO_MILLIS ->
                "is " + NativeMemory.getLong(slot) + " seconds, which as milliseconds do not fit 64 bits; correct it";
            case DECIMAL_TO_INT32, DECIMAL_TO_INT64, DECIMAL_TO_FIXED ->
                "is " + decimal(slot)
                        + ", which has more than " + precision
                        + " digits, the precision of the field; correct it or declare a larger precision";
            default -> throw new AssertionError(leaf.conversion() + " has a value for every slot");
        };
    }

    private String decimal(final long slot) {
        final byte[] bigEndian = new byte[DECIMAL_BYTES];
        for (int i = 0; i < DECIMAL_BYTES; i++) {
            bigEndian[DECIMAL_BYTES - 1 - i] = NativeMemory.getByte(slot + i);
        }
        return new BigDecimal(new BigInteger(bigEndian), scale).toPlainString();
    }

    private InvalidBatchException refused(final int row, final String complaint) {
        return new InvalidBatchException(
                "column '" + leaf.path() + "': row " + row + " of the batch (counted from 0) " + complaint);
    }
}
