package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.schema.Leaf;
import java.util.List;

/**
 * What all columns of a file work with, one after the other, and none of them keeps. Confined to the writer's thread.
 *
 * @param reserve the memory of the operation in progress
 * @param pages puts pages into lanes
 * @param dense a piece of memory that runs pass through on their way into a page
 * @param limits how large pages may become
 */
public record ColumnWorkspace(Reserve reserve, PageWriter pages, Area dense, PageLimits limits) {
    /** Adds to the demand what an operation on these columns works with, whatever they hold. */
    public void plan(final List<Leaf> leaves, final Demand demand) {
        dense.plan(denseBytes(leaves), demand);
    }

    /** Begins an operation whose memory is reserved. */
    public void begin(final List<Leaf> leaves) {
        dense.ensure(denseBytes(leaves), 0, reserve);
    }

    /** Ends an operation: gives back what it worked with and what it did not take. */
    public void end() {
        dense.free();
        pages.endOperation();
        reserve.giveBack();
    }

    private static int denseBytes(final List<Leaf> leaves) {
        int bytes = 0;
        for (int i = 0; i < leaves.size(); i++) {
            final Leaf leaf = leaves.get(i);
            if (leaf.conversion().fixedWidth()) {
                bytes = Math.max(bytes, FixedValues.denseBytes(leaf.slotBytes(), leaf.plainBytes()));
            }
        }
        return bytes;
    }
}
