package dev.intarsia.internal.memory;

import java.util.ArrayList;
import java.util.List;

/** Holds all the memory of a pool that nobody else holds. */
public final class MemoryHog {
    private final List<Segment> held = new ArrayList<>();

    private MemoryHog() {}

    public static MemoryHog takeAll(final SlabPool pool) {
        final MemoryHog hog = new MemoryHog();
        for (int bytes = pool.maxBlockBytes(); bytes >= SlabPool.UNIT_BYTES; bytes /= 2) {
            Segment segment;
            while ((segment = pool.tryAllocate(bytes)) != null) {
                hog.held.add(segment);
            }
        }
        return hog;
    }

    public void giveBack() {
        held.forEach(Segment::release);
    }
}
