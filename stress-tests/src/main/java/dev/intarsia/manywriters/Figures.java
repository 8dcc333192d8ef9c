package dev.intarsia.manywriters;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers by name, as one JVM tells them another: a line each. Confined to one thread. */
final class Figures {
    /** Most bytes of the process that were resident at a time. */
    static final String PEAK_RESIDENT = "peakResidentBytes";
    /** Bytes of the heap in use after a collection. */
    static final String HEAP = "heapBytes";

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PREFIX = "figure ";

    private final Map<String, Long> values = new TreeMap<>();

    void put(final String name, final long value) {
        values.put(name, value);
    }

    /** 0 if it was not told. */
    long get(final String name) {
        return values.getOrDefault(name, 0L);
    }

    boolean has(final String name) {
        return values.containsKey(name);
    }

    /** Adds what the process and its heap take now; the process only where the system tells, which is Linux. */
    void takeProcess() throws IOException {
        if (Files.isReadable(STATUS)) {
            final List<String> lines = Files.readAllLines(STATUS);
            lines.stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .forEach(line -> put(PEAK_RESIDENT, Long.parseLong(line.replaceAll("[^0-9]", "")) << 10));
        }
        System.gc();
        put(HEAP, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    void print(final PrintStream out) {
        values.forEach((name, value) -> out.println(PREFIX + name + " " + value));
    }

    /** Takes a line that {@link #print} wrote; false if it is another. */
    boolean read(final String line) {
        if (!line.startsWith(PREFIX)) {
            return false;
        }
        final int space = line.lastIndexOf(' ');
        put(line.substring(PREFIX.length(), space), Long.parseLong(line.substring(space + 1)));
        return true;
    }
}
