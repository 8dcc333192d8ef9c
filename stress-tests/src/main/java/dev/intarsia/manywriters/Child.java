package dev.intarsia.manywriters;

import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** What one of the two JVMs does. Stateless. */
final class Child {
    private static final long FIRST_BUDGET_BYTES = 8L << 20;

    private Child() {}

    static void run(final Plan plan, final PrintStream out) throws IOException {
        final Figures figures = new Figures();
        try (BufferAllocator allocator = new RootAllocator();
                Arrivals arrivals = new Arrivals(plan, allocator)) {
            loadCode(arrivals);
            if (plan.role() == Plan.Role.WRITING) {
                write(plan, arrivals, figures);
            } else {
                look(plan, arrivals, figures);
            }
        }
        figures.takeProcess();
        figures.print(out);
    }

    /** Writes a small file to nowhere: both JVMs have the same classes and codecs then. */
    private static void loadCode(final Arrivals arrivals) {
        final Arrivals.Arrival arrival = arrivals.next();
        try (WriterContext context = WriterContext.create(FIRST_BUDGET_BYTES);
                ParquetWriter writer = ParquetWriter.open(context, arrivals.schema())) {
            writer.write(arrival.batch());
            writer.finish();
        }
    }

    private static void look(final Plan plan, final Arrivals arrivals, final Figures figures) {
        long rows = 0;
        for (int i = 0; i < plan.batches(); i++) {
            rows += arrivals.next().batch().getRowCount();
        }
        figures.put("rows", rows);
    }

    private static void write(final Plan plan, final Arrivals arrivals, final Figures figures) throws IOException {
        try (WriterContext context = WriterContext.create(plan.budgetBytes())) {
            try (OpenFiles files = new OpenFiles(plan, context, arrivals.schema(), figures)) {
                write(plan, arrivals, files, figures);
            }
            figures.put("usedBytesAtEnd", context.usedBytes());
            figures.put("slabBytes", context.slabBytesTaken());
        }
    }

    private static void write(final Plan plan, final Arrivals arrivals, final OpenFiles files, final Figures figures)
            throws IOException {
        long rows = 0;
        long mostUsed = 0;
        long mostOfNetty = 0;
        for (int i = 0; i < plan.batches(); i++) {
            final Arrivals.Arrival arrival = arrivals.next();
            files.write(arrival.writer(), arrival.batch());
            rows += arrival.batch().getRowCount();
            mostUsed = Math.max(mostUsed, files.usedBytes());
            mostOfNetty = Math.max(mostOfNetty, PlatformDependent.usedDirectMemory());
        }
        files.finishAll();
        figures.put("rows", rows);
        figures.put("mostUsedBytes", mostUsed);
        figures.put("nettyBytes", Math.max(mostOfNetty, PlatformDependent.usedDirectMemory()));
    }
}
