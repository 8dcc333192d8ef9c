package dev.intarsia.cli;

import java.lang.management.ManagementFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The memory that the batches of one input take, at most half of what the machine or its container has. Confined.
 *
 * <p>A batch of Arrow IPC is read whole; it is beside the memory that {@code --memory} gives to the writer.
 */
final class InputMemory implements AutoCloseable {
    private final RootAllocator allocator = new RootAllocator(limit());
    private boolean succeeded;

    BufferAllocator allocator() {
        return allocator;
    }

    /** From now on memory that is not given back is a defect, not what an interrupted read left behind. */
    void succeeded() {
        succeeded = true;
    }

    @Override
    public void close() {
        try {
            allocator.close();
        } catch (final IllegalStateException e) {
            // Arrow's reader leaves the buffer of a message that ends too early; the failure itself is already told.
            if (succeeded) {
                throw e;
            }
        }
    }

    private static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Math.max(system.getTotalMemorySize() / 2, 1 << 20)
                : Runtime.getRuntime().maxMemory();
    }
}
