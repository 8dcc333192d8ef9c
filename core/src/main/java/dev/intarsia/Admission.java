package dev.intarsia;

import dev.intarsia.internal.file.FileWriter;
import dev.intarsia.options.MemoryBudgetException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * How a batch comes to the memory that it takes to write it: at once, with the help of the group, or by waiting.
 * Confined to the writer's thread.
 */
final class Admission {
    private static final String BATCH = "a batch of rows";
    private static final String WRITE = "write a batch";

    private final ParquetWriter writer;
    private final WriterGroup group;
    private final WriterContext context;
    private final FileWriter file;
    private final Lifecycle life;

    Admission(final ParquetWriter writer, final WriterGroup group, final FileWriter file, final Lifecycle life) {
        this.writer = writer;
        this.group = group;
        this.context = group.context();
        this.file = file;
        this.life = life;
    }

    /**
     * Reserves for a batch, with the help of the group where memory is short; false if that did not help.
     *
     * @throws MemoryBudgetException if nothing would help
     */
    boolean admit(final VectorSchemaRoot batch) {
        life.requireOpen(WRITE);
        group.use(writer);
        group.relieve(); // what other threads have asked for
        if (file.tryAdmit(batch)
                || group.relieve(writer, () -> life.isOpen() && file.refusal().mayFitNow() && file.tryAdmit(batch))) {
            return true;
        }
        life.requireOpen(WRITE); // the owner may have ended this very file
        if (file.refusal().isHopeless()) {
            context.refused(file.refusal().missingBytes());
            throw refusal();
        }
        return false;
    }

    /**
     * Goes on asking, after {@link #admit} was in vain, whenever memory has come back.
     *
     * @throws MemoryBudgetException if it was in vain for so long
     */
    void await(final VectorSchemaRoot batch, final Duration timeout) throws InterruptedException {
        final long start = System.nanoTime();
        final long most = TimeUnit.NANOSECONDS.convert(timeout);
        boolean admitted = false;
        context.waitBegun(file.refusal().missingBytes());
        try {
            while (!admitted && context.memory().awaitAvailable(most - (System.nanoTime() - start))) {
                admitted = admit(batch);
            }
        } finally {
            context.waitEnded(System.nanoTime() - start, admitted);
        }
        if (!admitted) {
            context.refused(file.refusal().missingBytes());
            throw file.refusal().exception(BATCH, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** What to throw after {@link #admit} was in vain, with the sums of now. */
    MemoryBudgetException refusal() {
        return file.refusal().exception(BATCH);
    }
}
