package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Assumptions;

/**
 * Memory with a faulting page behind its last byte: two pages of a file are mapped, then the file is cut to one. A load
 * from the second page is a bus error, which the JVM turns into an InternalError. The mapping stays for the life of the
 * JVM, since a test that uses only an address any more does not keep it.
 *
 * @param end the address of the first byte that faults
 */
record GuardedMemory(long end) {
    private static final Queue<MappedByteBuffer> MAPPED = new ConcurrentLinkedQueue<>();
    private static final int PAGE_BYTES = 1 << 16;

    static GuardedMemory in(final Path directory) throws IOException {
        Assumptions.assumeTrue("Linux".equals(System.getProperty("os.name")), "files can be cut under a mapping");
        try (FileChannel file = FileChannel.open(
                directory.resolve("guard"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            final MappedByteBuffer buffer = file.map(MapMode.READ_WRITE, 0, 2L * PAGE_BYTES);
            MAPPED.add(buffer);
            file.truncate(PAGE_BYTES);
            return new GuardedMemory(NativeMemory.addressOf(buffer) + PAGE_BYTES);
        }
    }

    /** Puts bytes at the very end; returns their address. */
    long place(final byte[] content) {
        NativeMemory.copy(content, 0, end - content.length, content.length);
        return end - content.length;
    }

    /** Fails when a load behind the end goes unnoticed: then no test with this memory could fail. */
    void assertThatItFaults() {
        int faults = 0;
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                if (attempt == 0) {
                    NativeMemory.getByte(end);
                }
                settle(); // one fault may be thrown twice
            } catch (final InternalError expected) {
                faults++;
            }
        }
        assertThat(faults).as("errors of a load behind the end").isPositive();
    }

    /**
     * Has the error of a fault in compiled code thrown: the JVM does so when the thread next enters it, as for memory.
     */
    void settle() {
        assertThat(new byte[1 << 22]).isNotEmpty();
    }
}
