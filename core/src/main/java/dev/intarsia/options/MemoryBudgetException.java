package dev.intarsia.options;

/**
 * The memory budget of a context has no room for what was asked. What was asked has not happened and harmed nothing: drain
 * and close parts, finish files, or give the context a larger budget, then ask again.
 */
public final class MemoryBudgetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long freeBytes;
    private final long budgetBytes;

    /**
     * @param asked what needed the memory, as the first words of the sentence
     * @param neededBytes bytes that it needed
     * @param freeBytes bytes that were free; they may lie in pieces too small for what was asked
     * @param budgetBytes the whole budget
     */
    public MemoryBudgetException(
            final String asked, final long neededBytes, final long freeBytes, final long budgetBytes) {
        super(asked + " needs " + neededBytes + " bytes of memory, " + freeBytes + " of the budget of " + budgetBytes
                + " are free: drain and close parts, finish files, or raise the budget of the context");
        this.neededBytes = neededBytes;
        this.freeBytes = freeBytes;
        this.budgetBytes = budgetBytes;
    }

    /** Bytes that were needed, for the worst that could have come of what was asked. */
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
