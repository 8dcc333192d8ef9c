package dev.intarsia.testkit.structure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is true of the values of a page or chunk, by looking at each. Immutable.
 *
 * @param nulls levels below the highest
 * @param values all others
 * @param nans how many of the values are NaN
 * @param min least value that a bound may be, or null: NaNs only where the order has them and there is nothing else
 * @param max greatest such value, or null
 */
record Truth(long nulls, List<byte[]> values, long nans, byte[] min, byte[] max) {
    static Truth of(final Leaf leaf, final long nulls, final List<byte[]> values) {
        final ValueOrder order = leaf.order();
        long nans = 0;
        for (final byte[] value : values) {
            nans += order.isNan(value) ? 1 : 0;
        }
        byte[] min = null;
        byte[] max = null;
        if (order != ValueOrder.NONE) {
            final boolean takesNans = order == ValueOrder.FLOAT_TOTAL && nans == values.size();
            for (final byte[] value : values) {
                if (takesNans || !order.isNan(value)) {
                    min = min == null || order.compare(value, min) < 0 ? value : min;
                    max = max == null || order.compare(value, max) > 0 ? value : max;
                }
            }
        }
        return new Truth(nulls, values, nans, min, max);
    }

    static Truth of(final Leaf leaf, final List<DataPage> pages) {
        final List<byte[]> values = new ArrayList<>();
        long nulls = 0;
        for (final DataPage page : pages) {
            values.addAll(page.truth().values());
            nulls += page.truth().nulls();
        }
        return of(leaf, nulls, values);
    }

    /** Lengths of all values, summed. */
    long unencodedBytes() {
        return values.stream().mapToLong(value -> value.length).sum();
    }

    long distinct() {
        final Set<ByteBuffer> distinct = new HashSet<>();
        values.forEach(value -> distinct.add(ByteBuffer.wrap(value)));
        return distinct.size();
    }

    /** Whether our house gives bounds to these values: a NaN forbids them under type order. */
    boolean hasBounds(final Leaf leaf) {
        return min != null && (nans == 0 || leaf.order() == ValueOrder.FLOAT_TOTAL);
    }
}
