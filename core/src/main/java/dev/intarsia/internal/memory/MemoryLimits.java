package dev.intarsia.internal.memory;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;

/** What the JVM and its container allow, so that a budget that cannot be kept is refused when it is given. */
public final class MemoryLimits {
    private MemoryLimits() {}

    /**
     * @throws IllegalArgumentException if the JVM's limit on direct memory or the memory of the machine or container is
     *     below the budget
     */
    public static void requireAvailable(final long budgetBytes) {
        final long direct = PlatformDependent.maxDirectMemory();
        if (direct > 0 && budgetBytes > direct) {
            throw new IllegalArgumentException("a memory budget of " + budgetBytes + " bytes exceeds the " + direct
                    + " bytes of direct memory that this JVM allows: raise -XX:MaxDirectMemorySize or lower"
                    + " the budget");
        }
        final long machine = machineBytes();
        if (machine > 0 && budgetBytes > machine) {
            throw new IllegalArgumentException("a memory budget of " + budgetBytes + " bytes exceeds the " + machine
                    + " bytes of this machine or container: lower the budget");
        }
    }

    /** Memory of the machine, or of the container where the JVM runs in one; zero where the JVM cannot tell. */
    private static long machineBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
