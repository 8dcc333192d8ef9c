package dev.intarsia.options;

import java.time.Duration;

/**
 * The memory budget of a context has no room for what was asked. What was asked has not happened and harmed nothing:
 * drain and close parts, finish files, or give the context a larger budget, then ask again.
 */
public final class MemoryBudgetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long freeBytes;
    private final long budgetBytes;
    private final Duration waited;

    /**
     * @param asked what needed the memory, as the first words of the sentence
     * @param neededBytes bytes that it needed
     * @param freeBytes bytes that were free; they may lie in pieces too small for what was asked
     * @param budgetBytes the whole budget
     */
    public MemoryBudgetException(
            final String asked, final long neededBytes, final long freeBytes, final long budgetBytes) {
        this(asked, neededBytes, freeBytes, budgetBytes, Duration.ZERO);
    }

    /**
     * As {@link #MemoryBudgetException(String, long, long, long)}, after a wait.
     *
     * @param waited how long memory was waited for
     */
    public MemoryBudgetException(
            final String asked,
            final long neededBytes,
            final long freeBytes,
            final long budgetBytes,
            final Duration waited) {
        super(asked + " needs " + neededBytes + " bytes of memory, " + freeBytes + " of the budget of " + budgetBytes
                + " are free" + (waited.isZero() ? "" : " after a wait of " + waited.toMillis() + " ms")
                + ": drain and close parts, finish files, or raise the budget of the context");
        this.neededBytes = neededBytes;
        this.freeBytes = freeBytes;
        this.budgetBytes = budgetBytes;
        this.waited = waited;
    }

    /** How long memory was waited for; zero where nobody waited. */
    public Duration waited() {
        return waited;
    }

    /** Bytes that were needed beyond what was held already, for the worst that could have come of what was asked. */
    public long neededBytes() {
        return neededBytes;
    }

    /** Bytes that were free; they may have lain in pieces too small for what was asked. */
    public long freeBytes() {
        return freeBytes;
    }

    /** The whole budget of the context, in bytes. */
    public long budgetBytes() {
        return budgetBytes;
    }
}
