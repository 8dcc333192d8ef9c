package dev.intarsia;

import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.MemoryLimits;
import dev.intarsia.internal.memory.ReliefRequests;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.options.WriterOptions;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One hard memory budget over all the files that are open at a time, and what their writers work with. Thread-safe.
 *
 * <p>The budget is physical: all bytes of files in progress lie in slabs that are taken from the system once and are
 * never more than it. What does not fit is refused with a {@link dev.intarsia.options.MemoryBudgetException}, and what
 * was refused has changed nothing, but for row groups that were closed to make room. What an open file holds is always
 * enough to finish it. The budget does not cover the heap, where a writer keeps a few kilobytes a column, the work
 * space of compressors in use, nor Arrow's own memory.
 *
 * <p>Close writers, captures and parts first, then their context.
 */
public final class WriterContext implements AutoCloseable {
    private static final MemoryListener NOBODY = new MemoryListener() {};

    private final SlabPool memory;
    private final CompressorPool compressors = new CompressorPool();
    private final AtomicInteger openWriters = new AtomicInteger();
    private final AtomicInteger openCaptures = new AtomicInteger();
    private final MemoryListener listener;
    private final ReliefRequests reliefRequests = new ReliefRequests();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();

    private WriterContext(final SlabPool memory, final MemoryListener listener) {
        this.memory = memory;
        this.listener = listener;
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
     * @throws IllegalArgumentException if the budget is too small, or more than this JVM or its container can have, or
     *     the slab size is none
     */
    public static WriterContext create(final long budgetBytes, final int slabBytes) {
        return create(budgetBytes, slabBytes, NOBODY);
    }

    /**
     * A context that tells what happens to its memory.
     *
     * @param budgetBytes bytes that all files together may take; at least one slab
     * @param slabBytes bytes of a slab, a power of two from 64 KiB to 64 MiB; 0 for the usual size
     * @param listener is told; retained
     * @throws IllegalArgumentException if the budget is too small, or more than this JVM or its container can have, or
     *     the slab size is none
     */
    public static WriterContext create(final long budgetBytes, final int slabBytes, final MemoryListener listener) {
        Objects.requireNonNull(listener, "listener");
        MemoryLimits.requireAvailable(budgetBytes);
        return new WriterContext(new SlabPool(budgetBytes, slabBytes, listener::slabTaken), listener);
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

    /**
     * Bytes of the file in parts that are handed out and not closed. Those of a part that is closed but not
     * durable are not here.
     */
    public long partBytes() {
        return memory.partBytes();
    }

    /**
     * Bytes that only captures and increments keep from being free, in whole segments: their writers have gone on to
     * other memory, and no part has them.
     */
    public long captureBytes() {
        return memory.capturedBytes();
    }

    /**
     * What writers hold themselves: open pages, dictionaries, lanes, finished bytes that no part has taken,
     * reservations. The rest of {@link #usedBytes}, so exact only while nobody moves it.
     */
    public long writerBytes() {
        return Math.max(0, usedBytes() - partBytes() - captureBytes());
    }

    /** How often memory was refused to a caller. */
    public long refusals() {
        return refusals.sum();
    }

    /** How often a write has waited for memory, and is over with it. */
    public long waits() {
        return waits.sum();
    }

    /** How long writes have waited for memory, in nanoseconds. */
    public long waitNanos() {
        return waitNanos.sum();
    }

    /**
     * Completes when, after a refusal, so much memory has come back that the smallest request that was refused may fit;
     * complete already where nothing was refused since. Whoever was refused asks again then, and may be refused again.
     *
     * <p>What depends on it runs on the thread that gives memory back, be that in the middle of a call of some writer:
     * it must not call a writer, but hand over to the thread that does.
     */
    public CompletionStage<Void> available() {
        return memory.available();
    }

    /**
     * Works out what files of a schema will take, as a file plans it for itself; nothing is opened.
     *
     * @param schema of all batches
     * @param dictionaries of dictionary-encoded fields
     * @param options how they are written
     * @param openFiles how many are to be open at a time, at least 1
     * @throws dev.intarsia.options.UnsupportedSchemaException if a field cannot be written
     * @throws IllegalArgumentException if the options ask for what a column does not have, or for no file at all
     * @throws dev.intarsia.options.MemoryBudgetException if not a single file could be opened, whatever its rows
     */
    public MemoryForecast forecast(
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final int openFiles) {
        if (openFiles < 1) {
            throw new IllegalArgumentException(
                    "a forecast was asked for " + openFiles + " open files, at least 1 has to be open");
        }
        return MemoryForecast.of(this, schema, dictionaries, options, openFiles);
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
        memory.leased().join(); // a capture may outlive its writer
    }

    void captureClosed() {
        openCaptures.decrementAndGet();
        memory.leased().leave();
    }

    ReliefRequests reliefRequests() {
        return reliefRequests;
    }

    void refused(final long missingBytes) {
        refusals.increment();
        listener.refused(missingBytes, memory.freeBytes());
    }

    void waitBegun(final long missingBytes) {
        listener.waitBegun(missingBytes);
    }

    void waitEnded(final long nanos, final boolean admitted) {
        waits.increment();
        waitNanos.add(nanos);
        listener.waitEnded(nanos, admitted);
    }

    void relieved(final MemoryListener.Relief relief, final long usedBefore) {
        listener.relieved(relief, usedBefore - usedBytes());
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
     * @throws IllegalStateException if writers, captures or parts are still open; nothing is given back then, because
     *     a reader may be on it
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
