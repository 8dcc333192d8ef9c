package dev.intarsia.options;

/** How floating-point columns are ordered in bounds, as {@code column_orders} of the footer states it. */
public enum FloatOrder {
    /**
     * The format's own order, which leaves NaN undefined: bounds are left out where there is a NaN, and a zero bound
     * covers both zeros. Every reader knows it.
     */
    TYPE_ORDER,
    /**
     * IEEE 754 total order, new in format 2.13: bounds stand beside NaNs, which are counted, and tell the zeros apart.
     * Readers that do not know it must ignore the bounds; some older ones do not.
     */
    IEEE_754_TOTAL_ORDER
}
