package dev.intarsia.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Netty's leak detector, which reports to a list that a test can ask for instead of to a log that nobody reads.
 * Thread-safe: leaks are reported by whichever thread allocates next.
 *
 * @param <T> what is tracked
 */
final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {
    private static final ConcurrentLinkedQueue<String> RECORDS = new ConcurrentLinkedQueue<>();
    private static final long COLLECTION_SECONDS = 10;
    private static final int ROUNDS = 3;

    RecordingLeakDetector(final Class<?> resource, final int samplingInterval) {
        super(resource, samplingInterval);
    }

    /** Gives Netty this detector; must be installed before the first buffer class loads. */
    static final class Factory extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // Netty still declares it abstract
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                final Class<T> resource, final int samplingInterval, final long maxActive) {
            return new RecordingLeakDetector<>(resource, samplingInterval);
        }

        @Override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                final Class<T> resource, final int samplingInterval) {
            return new RecordingLeakDetector<>(resource, samplingInterval);
        }
    }

    /** The leaks reported since they were last taken. */
    static List<String> takeRecords() {
        final List<String> records = new ArrayList<>();
        for (String next = RECORDS.poll(); next != null; next = RECORDS.poll()) {
            records.add(next);
        }
        return records;
    }

    /**
     * Collects garbage, lets Netty look at what was collected, and takes the leaks it found. Buffers reachable only
     * from each other need a second round, hence several.
     */
    static List<String> collectLeaks() {
        for (int round = 0; round < ROUNDS && RECORDS.isEmpty(); round++) {
            collectGarbage();
            reportCollected();
        }
        return takeRecords();
    }

    /** Netty looks at collected trackers only when it tracks something new. */
    private static void reportCollected() {
        final ByteBuf tracked = Unpooled.directBuffer(1);
        tracked.release();
    }

    /** Returns when the collector has enqueued a reference of ours, and so those that it found in the same cycle. */
    private static void collectGarbage() {
        final ReferenceQueue<Object> queue = new ReferenceQueue<>();
        final PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), queue);
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(COLLECTION_SECONDS);
        try {
            do {
                System.gc();
                if (queue.remove(50) == sentinel) {
                    Thread.sleep(5); // references of one cycle are enqueued one by one, in no order
                    return;
                }
            } while (System.nanoTime() < deadline);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("the collector did not clear an unreachable object in " + COLLECTION_SECONDS
                + " seconds: a leak check under a JVM that ignores System.gc() proves nothing");
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(final String resourceType, final String records) {
        RECORDS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(final String resourceType) {
        RECORDS.add(resourceType + " (no trace)");
    }
}
