package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;

/** The memory that reading a batch takes, from the reserve of the operation and back to it. Confined. */
final class Scratch {
    private final Reserve reserve;
    private final Demand demand = new Demand();

    Scratch(final Reserve reserve) {
        this.reserve = reserve;
    }

    /**
     * Makes room for so many bytes, of no particular content, in an area; returns its address, which means nothing
     * where no bytes were asked for.
     *
     * @throws dev.intarsia.options.MemoryBudgetException if there is no such block
     */
    long take(final Area area, final long bytes) {
        demand.clear();
        area.plan(bytes, demand);
        reserve.fill(demand, "the levels of a batch");
        area.ensure(bytes, 0, reserve);
        return area.address();
    }

    /** Empties an area; what takes scratch next in the same operation may have its block. */
    void giveBack(final Area area) {
        area.giveBackTo(reserve);
    }
}
