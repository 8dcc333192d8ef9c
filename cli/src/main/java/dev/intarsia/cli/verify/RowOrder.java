package dev.intarsia.cli.verify;

import java.util.BitSet;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Compares every row of a sorting column with the row before it, and remembers which of them go in the right direction and
 * which in the wrong one: two bits a row. What equal rows mean is decided by the next sorting column, which may be read
 * earlier or later. Confined.
 */
final class RowOrder implements ValueTap {
    private static final int HALF_MAGNITUDE = 0x7FFF;
    private static final int HALF_INFINITY = 0x7C00;

    private final SortingColumn declared;
    private final boolean halves;
    private final int rows;
    private final PrimitiveTypeName physical;
    private final PrimitiveComparator<Binary> order;
    private final BitSet right = new BitSet();
    private final BitSet wrong = new BitSet();
    private BitSet present = new BitSet();
    private boolean allPresent;
    private int rowInPage;
    private long row;
    private boolean hasBefore;
    private boolean beforeIsNull;
    private long bitsBefore;
    private Binary binaryBefore;

    /**
     * @param rows of the row group; what comes behind them is not kept
     */
    RowOrder(final SortingColumn declared, final Leaf leaf, final int rows) {
        this.rows = rows;
        this.declared = declared;
        this.physical = leaf.physical();
        this.halves = leaf.isFloat16();
        this.order = leaf.type().comparator();
    }

    /**
     * A page begins.
     *
     * @param notNull rows of it that are not null, or null if all are
     */
    void page(final BitSet notNull) {
        allPresent = notNull == null;
        present = allPresent ? present : notNull;
        rowInPage = 0;
    }

    @Override
    public void take(final long bits) {
        nulls();
        advance(false, beforeIsNull || !hasBefore ? 0 : compare(bitsBefore, bits));
        bitsBefore = bits;
        beforeIsNull = false;
    }

    @Override
    public void take(final Binary value) {
        nulls();
        advance(false, beforeIsNull || !hasBefore ? 0 : compare(binaryBefore, value));
        binaryBefore = value;
        beforeIsNull = false;
    }

    /** The page ends, and with it the bytes of its last value. */
    void endPage(final int pageRows) {
        while (rowInPage < pageRows) {
            advanceNull();
        }
        if (binaryBefore != null) {
            binaryBefore = Binary.fromConstantByteArray(binaryBefore.getBytes());
        }
    }

    private void nulls() {
        while (!allPresent && rowInPage < rows && !present.get(rowInPage)) {
            advanceNull();
        }
    }

    private void advanceNull() {
        advance(true, 0);
        beforeIsNull = true;
    }

    /** @param sign of the row before compared with this one, where both are not null */
    private void advance(final boolean isNull, final int sign) {
        if (hasBefore && row < rows) {
            final int wanted;
            if (isNull || beforeIsNull) {
                final int nullSign = isNull == beforeIsNull ? 0 : beforeIsNull ? -1 : 1;
                wanted = declared.isNulls_first() ? nullSign : -nullSign;
            } else {
                wanted = declared.isDescending() ? -sign : sign;
            }
            right.set((int) row, wanted < 0);
            wrong.set((int) row, wanted > 0);
        }
        hasBefore = true;
        rowInPage++;
        row++;
    }

    /** NaN has no place in an order that all writers share: a pair with one is neither right nor wrong. */
    private int compare(final long before, final long bits) {
        return switch (physical) {
            case BOOLEAN -> Long.compare(before, bits);
            case INT32 -> order.compare((int) before, (int) bits);
            case FLOAT -> compare(Float.intBitsToFloat((int) before), Float.intBitsToFloat((int) bits));
            case DOUBLE -> compare(Double.longBitsToDouble(before), Double.longBitsToDouble(bits));
            default -> order.compare(before, bits);
        };
    }

    private int compare(final Binary before, final Binary value) {
        if (!halves) {
            return order.compare(before, value);
        }
        final int one = before.get2BytesLittleEndian() & HALF_MAGNITUDE;
        final int other = value.get2BytesLittleEndian() & HALF_MAGNITUDE;
        final boolean undecided = one > HALF_INFINITY || other > HALF_INFINITY || (one | other) == 0;
        return undecided ? 0 : order.compare(before, value);
    }

    private static int compare(final double before, final double value) {
        return before < value ? -1 : before > value ? 1 : 0;
    }

    /** Rows that were seen. */
    long seenRows() {
        return row;
    }

    /** Rows whose order is kept. */
    int rows() {
        return rows;
    }

    /** Whether the row comes behind the one before it. */
    boolean isRight(final int number) {
        return right.get(number);
    }

    /** Whether the row should come in front of the one before it. */
    boolean isWrong(final int number) {
        return wrong.get(number);
    }
}
