package dev.intarsia.internal.file;

import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.options.MemoryBudgetException;
import java.time.Duration;

/** What a file was refused last, if anything. Confined to the writer's thread. */
public final class Refusal {
    private final SlabPool memory;
    private final Reserve reserve;
    private long missingBytes;
    private boolean hopeless;

    Refusal(final SlabPool memory, final Reserve reserve) {
        this.memory = memory;
        this.reserve = reserve;
    }

    /** Fills the reserve with what is planned, or remembers what was missing. */
    boolean orFilled(final Demand planned) {
        if (reserve.tryFill(planned)) {
            return true;
        }
        of(reserve.missingBytes(planned));
        return false;
    }

    void of(final MemoryBudgetException refused) {
        of(refused.neededBytes());
    }

    void of(final long bytes) {
        missingBytes = bytes;
        hopeless = reserve.isHopeless();
    }

    /** Bytes that were missing. */
    public long missingBytes() {
        return missingBytes;
    }

    /** Whether it would be refused, as the file is, if the context held nothing else. */
    public boolean isHopeless() {
        return hopeless;
    }

    /** Whether it may help to ask again: so much is free now, or only a change of the file can help. */
    public boolean mayFitNow() {
        return isHopeless() || memory.freeBytes() >= missingBytes;
    }

    /** What to throw, with the sums of now. */
    public MemoryBudgetException exception(final String asked) {
        return exception(asked, Duration.ZERO);
    }

    /** As {@link #exception(String)}, after a wait. */
    public MemoryBudgetException exception(final String asked, final Duration waited) {
        return memory.exhausted(asked, missingBytes, waited);
    }
}
