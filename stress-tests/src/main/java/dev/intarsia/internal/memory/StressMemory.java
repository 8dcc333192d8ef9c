package dev.intarsia.internal.memory;

/**
 * The memory that the race tests share: a state takes a block or two of it and its arbiter gives them back. What is freed
 * is overwritten at once, so that a reader who came too late does not see what it hoped for.
 */
public final class StressMemory {
    /** A value that is in memory while it may be read. */
    public static final long ALIVE = 0x0123_4567_89AB_CDEFL;

    private static final long BUDGET_BYTES = 256L << 20;
    private static final SlabPool POOL;

    static {
        System.setProperty("intarsia.poisonFreedMemory", "true");
        POOL = new SlabPool(BUDGET_BYTES, 0);
    }

    private StressMemory() {}

    /** Blocks of the shared memory. */
    public static Reserve reserve() {
        return new Reserve(POOL);
    }

    /** A block that begins with {@link #ALIVE}; its one reference is the caller's. */
    public static Segment segment() {
        final Segment segment = reserve().take(SlabPool.UNIT_BYTES);
        NativeMemory.putLong(segment.address(), ALIVE);
        return segment;
    }

    /** Drops references until there are none; what comes back is how many there were. */
    public static int references(final Segment segment) {
        for (int references = 0; ; references++) {
            try {
                segment.release();
            } catch (final IllegalStateException none) {
                return references;
            }
        }
    }
}
