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
 * <p>Slots are examined a block at a time, without regard to nulls. Only in a block that does not pass are they looked
 * at one by one, nulls left out: what is under a null is arbitrary and no error. So garbage under nulls costs time,
 * never correctness.
 */
final class BatchValidation {
    private static final int BLOCK_SLOTS = 1024;
    private static final String NEGATIVE_INTERVAL =
            ", and Parquet's intervals have no negative parts; leave it out or write the parts as columns of numbers";

    private final Leaf leaf;
    private final boolean variableWidth;
    private final boolean views;
    private final int precision;
    private final int scale;
    private final SlotLimits limits;

    BatchValidation(final Leaf leaf) {
        this.leaf = leaf;
        variableWidth = leaf.conversion().variableWidth();
        views = leaf.conversion() == Conversion.VIEWS;
        final ArrowType.Decimal decimal =
                VectorMatch.storage(leaf.field().getType()) instanceof ArrowType.Decimal type ? type : null;
        precision = decimal == null ? 0 : decimal.getPrecision();
        scale = decimal == null ? 0 : decimal.getScale();
        limits = new SlotLimits(leaf.conversion(), precision);
    }

    /**
     * Refuses slots that have no PLAIN value, offsets and views that would make a reader leave the data, and values
     * that are too long. Offsets must hold under nulls too: the offset behind a null is the one before the next value.
     *
     * @param space the slots
     * @param live address of the bitmap of those that have a value; 0 where all have
     * @param table address of the index of each slot's value; 0 where that is the slot
     * @param values the values, all of which must be in order where there is a table, but only those
     *     in use within limits
     */
    void requireValues(
            final SlotSpace space,
            final long live,
            final long table,
            final ValueBuffers values,
            final int maxValueBytes) {
        if (!variableWidth && !limits.exist()) {
            return;
        }
        if (table != 0 && allHold(values, 0, values.slots(), maxValueBytes)) {
            return;
        }
        if (table != 0) {
            requireAllWhole(values);
        }
        for (int run = 0; run < space.runs(); run++) {
            final int end = space.runSlot(run) + space.runLength(run);
            for (int from = space.runSlot(run); from < end; from += BLOCK_SLOTS) {
                final int count = Math.min(BLOCK_SLOTS, end - from);
                if (table != 0 || !hold(values, from, count, maxValueBytes)) {
                    requireEach(space, run, from, count, live, table, values, maxValueBytes);
                }
            }
        }
    }

    private boolean allHold(final ValueBuffers values, final int first, final int slots, final int maxValueBytes) {
        for (int from = first; from < first + slots; from += BLOCK_SLOTS) {
            if (!hold(values, from, Math.min(BLOCK_SLOTS, first + slots - from), maxValueBytes)) {
                return false;
            }
        }
        return true;
    }

    /** Whether each of a block of slots, nulls included, is in order and within limits. */
    private boolean hold(final ValueBuffers values, final int from, final int count, final int maxValueBytes) {
        return switch (leaf.conversion()) {
            case BYTES, LARGE_BYTES ->
                Offsets.hold(values.offsets(), values.wideOffsets(), from, count, maxValueBytes)
                        && values.offset((long) from + count) <= values.dataBytes();
            case VIEWS -> Views.hold(values, from, count, maxValueBytes);
            default -> limits.hold(values.slotAddress(from), count);
        };
    }

    /** Refuses values that cannot be read, used or not: whoever looks at an entry once looks at all of them. */
    private void requireAllWhole(final ValueBuffers values) {
        for (int slot = 0; variableWidth && slot < values.slots(); slot++) {
            final String damage = views && !present(values.validity(), slot) ? null : damage(values, slot);
            if (damage != null) {
                throw refused("entry " + slot + " (counted from 0) of what its indexes lead to ", damage);
            }
        }
    }

    private void requireEach(
            final SlotSpace space,
            final int run,
            final int from,
            final int count,
            final long live,
            final long table,
            final ValueBuffers values,
            final int maxValueBytes) {
        for (int slot = from; slot < from + count; slot++) {
            final boolean present = present(live, slot);
            if (present || (table == 0 && !views)) {
                final int at = table == 0 ? slot : Indexes.get(table, slot);
                String complaint = variableWidth ? damage(values, at) : null;
                if (complaint == null && present) {
                    complaint = variableWidth ? tooLong(values, at, maxValueBytes) : outOfRange(values, at);
                }
                if (complaint != null) {
                    throw refused(space.place(space.runOrdinal(run) + slot - space.runSlot(run)) + " ", complaint);
                }
            }
        }
    }

    private static boolean present(final long validity, final int slot) {
        return validity == 0 || Bitmaps.isSet(validity, slot);
    }

    /** What keeps a value from being read; null if nothing does. */
    private String damage(final ValueBuffers values, final int slot) {
        if (views) {
            return Views.damage(values, slot);
        }
        final long begin = values.offset(slot);
        final long end = values.offset(slot + 1L);
        if (begin < 0 || end < begin) {
            return "lies between the offsets " + begin + " and " + end + "; the vector is damaged";
        }
        return end <= values.dataBytes()
                ? null
                : "ends at byte " + end + " of the data, which has " + values.dataBytes() + "; the vector is damaged";
    }

    private String tooLong(final ValueBuffers values, final int slot, final int maxValueBytes) {
        final long bytes = views ? Views.length(values, slot) : values.offset(slot + 1L) - values.offset(slot);
        return bytes <= maxValueBytes
                ? null
                : "has " + bytes + " bytes, a value may have " + maxValueBytes + "; leave it out or store it elsewhere";
    }

    private String outOfRange(final ValueBuffers values, final int slot) {
        final long address = values.slotAddress(slot);
        return limits.hold(address, 1) ? null : complaint(address);
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
            case DECIMAL_TO_INT32,
                    DECIMAL_TO_INT64,
                    DECIMAL_TO_FIXED,
                    DECIMAL256_TO_INT32,
                    DECIMAL256_TO_INT64,
                    DECIMAL256_TO_FIXED ->
                "is " + decimal(slot)
                        + ", which has more than " + precision
                        + " digits, the precision of the field; correct it or declare a larger precision";
            case INTERVAL_MONTHS -> "is an interval of " + NativeMemory.getInt(slot) + " months" + NEGATIVE_INTERVAL;
            case INTERVAL_DAYS ->
                "is an interval of " + NativeMemory.getInt(slot) + " days and "
                        + NativeMemory.getInt(slot + Integer.BYTES) + " milliseconds" + NEGATIVE_INTERVAL;
            case BITS, IDENTITY, INT8, UINT8, INT16, UINT16, BYTES, LARGE_BYTES, VIEWS, NULLS ->
                throw new AssertionError(leaf.conversion() + " has a value for every slot");
        };
    }

    private String decimal(final long slot) {
        final byte[] bigEndian = new byte[leaf.slotBytes()];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[bigEndian.length - 1 - i] = NativeMemory.getByte(slot + i);
        }
        return new BigDecimal(new BigInteger(bigEndian), scale).toPlainString();
    }

    private InvalidBatchException refused(final String place, final String complaint) {
        return new InvalidBatchException("column '" + leaf.path() + "': " + place + complaint);
    }
}
