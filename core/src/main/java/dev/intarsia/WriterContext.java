package dev.intarsia;

import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.MemoryLimits;
import dev.intarsia.internal.memory.SlabPool;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One hard memory budget over all the files that are open at a time, and what their writers work with. Thread-safe.
 *
 * <p>The budget is physical: all bytes of files in progress lie in slabs that are taken from the system once and are
 * never more than it. What does not fit is refused with a {@link dev.intarsia.options.MemoryBudgetException}, and what was
 * refused has changed nothing. The budget does not cover the heap, where a writer keeps a few kilobytes a column, the
 * work space of compressors in use, nor Arrow's own memory.
 *
 * <p>Close writers, captures and parts first, then their context.
 */
public final class WriterContext implements AutoCloseable {
    private final SlabPool memory;
    private final CompressorPool compressors = new CompressorPool();
    private final AtomicInteger openWriters = new AtomicInteger();
    private final AtomicInteger openCaptures = new AtomicInteger();

    private WriterContext(final SlabPool memory) {
        this.memory = memory;
    }

    /**
     * A context with slabs of the usual size: a quarter of the budget at most, and at most 64 MiB.
     *
     * @param budgetBytes bytes that all files together may take; at least 64 KiB, of use from some MiB on
     * @throws IllegalArgumentException if the budget is too small, or more than this JVM or its container can have
     */
    public static WriterContext create(final long budgetBytes) {
        return create(budgetBytes, 0);
    }

    /**
     * A context with slabs of a given size, which bounds the largest page and the largest value.
     *
     * @param budgetBytes bytes that all files together may take; at least one slab
     * @param slabBytes bytes of a slab, a power of two from 64 KiB to 64 MiB; 0 for the usual size
     * @throws IllegalArgumentException if the budget is too small, or more than this JVM or its container can have, or the
     *     slab size is none
     */
    public static WriterContext create(final long budgetBytes, final int slabBytes) {
        MemoryLimits.requireAvailable(budgetBytes);
        return new WriterContext(new SlabPool(budgetBytes, slabBytes));
    }

    /** The budget, in bytes. */
    public long budgetBytes() {
        return memory.budgetBytes();
    }

    /** Bytes that files in progress and parts hold now, counted in whole segments. */
    public long usedBytes() {
        return memory.usedBytes();
    }

    /** Bytes taken from the system so far; never more than the budget, and kept until {@link #close()}. */
    public long slabBytesTaken() {
        return memory.slabBytesTaken();
    }

    /** Writers that are open: opened and not yet closed, finished or not. */
    public int openWriters() {
        return openWriters.get();
    }

    SlabPool memory() {
        return memory;
    }

    CompressorPool compressors() {
        return compressors;
    }

    void captureOpened() {
        openCaptures.incrementAndGet();
    }

    void captureClosed() {
        openCaptures.decrementAndGet();
    }

    void writerOpened() {
        openWriters.incrementAndGet();
    }

    void writerClosed() {
        openWriters.decrementAndGet();
    }

    /**
     * Gives all memory back. Idempotent. No writer may be opened meanwhile or afterwards.
     *
     * @throws IllegalStateException if writers, captures or parts are still open; nothing is given back then, because a reader may
     *     be on it
     */
    @Override
    public void close() {
        if (openWriters.get() > 0 || openCaptures.get() > 0) {
            throw new IllegalStateException(openWriters.get() + " writers and " + openCaptures.get()
                    + " captures of this context are still open and hold " + usedBytes()
                    + " bytes: close them and their parts first");
        }
        memory.close();
        compressors.close();
    }

    @Override
    public String toString() {
        return "WriterContext[" + usedBytes() + " of " + budgetBytes() + " bytes used, " + openWriters() + " writers]";
    }
}
