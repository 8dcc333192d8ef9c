package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.page.PageFormat;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.schema.Leaf;
import java.util.List;

/**
 * What all columns of a file work with, one after the other, and none of them keeps. Confined to the writer's thread.
 *
 * <p>Each column says what it needs while an operation is planned; the most of it is taken once.
 */
public final class ColumnWorkspace {
    private final Reserve reserve;
    private final PageWriter pages;
    private final int denseBytes;
    private final Area dense = new Area();
    private final Area scratch = new Area();
    private int largestBody;
    private long scratchBytes;
    private int sampleBytes;

    /**
     * @param reserve the memory of the operation in progress
     * @param pages puts pages into lanes
     * @param leaves the columns
     */
    public ColumnWorkspace(final Reserve reserve, final PageWriter pages, final List<Leaf> leaves) {
        this.reserve = reserve;
        this.pages = pages;
        int bytes = 0;
        for (final Leaf leaf : leaves) {
            if (leaf.conversion().fixedWidth()) {
                bytes = Math.max(bytes, FixedValues.denseBytes(leaf.slotBytes(), leaf.plainBytes()));
            }
        }
        this.denseBytes = bytes;
    }

    Reserve reserve() {
        return reserve;
    }

    PageWriter pages() {
        return pages;
    }

    /** A piece of memory that runs pass through on their way into a page. */
    Area dense() {
        return dense;
    }

    /** Begins to plan an operation. */
    public void beginPlan() {
        largestBody = 0;
        scratchBytes = 0;
        sampleBytes = 0;
    }

    /** Says that a page body of so many bytes may be written. */
    void needBody(final PageFormat format, final int bytes) {
        if (!format.storesPlain()) {
            largestBody = Math.max(largestBody, bytes);
        }
    }

    /** Says that so many bytes may be worked in at a time. */
    void needScratch(final long bytes) {
        scratchBytes = Math.max(scratchBytes, bytes);
    }

    /** Says that values of at most so many bytes may be compressed to see what comes of it. */
    void needSample(final PageFormat format, final int bytes) {
        if (!format.storesPlain()) {
            largestBody = Math.max(largestBody, bytes);
            sampleBytes = Math.max(sampleBytes, pages.claimBytes(format, bytes));
        }
    }

    /** Adds to the demand what the columns said they need, and what appending rows does. */
    public void endPlanOfAppending(final Demand demand) {
        dense.plan(denseBytes, demand);
        endPlan(demand);
    }

    /** Adds to the demand what the columns said they need. */
    public void endPlan(final Demand demand) {
        scratch.plan(scratchBytes, demand);
        pages.plan(largestBody, sampleBytes, demand);
    }

    /** Begins to append rows, for which memory is reserved. */
    public void begin() {
        dense.ensure(denseBytes, 0, reserve);
    }

    /** Address of at least so many bytes to work in, until the next call. */
    long scratch(final long bytes) {
        scratch.ensure(Math.max(bytes, scratchBytes), 0, reserve);
        return scratch.address();
    }

    /** Ends an operation: gives back to the reserve what it worked with. */
    public void end() {
        dense.giveBackTo(reserve);
        scratch.giveBackTo(reserve);
        pages.endOperation();
    }
}
