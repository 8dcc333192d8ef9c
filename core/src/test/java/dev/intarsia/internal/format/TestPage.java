package dev.intarsia.internal.format;

import dev.intarsia.internal.memory.NativeMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The facts of one page on the heap; bounds are null where there are none. */
record TestPage(int storedBytes, PageCounts counts, long[] repetitions, long[] definitions, byte[] min, byte[] max) {
    /** Pages of one column, counts of any magnitude. */
    static List<TestPage> random(
            final Random random, final int pages, final int maxRepetition, final int maxDefinition) {
        final List<TestPage> all = new ArrayList<>();
        for (int i = 0; i < pages; i++) {
            final int levels = 1 + (int) (TestColumn.magnitude(random, 31) % Integer.MAX_VALUE);
            final boolean nullPage = random.nextInt(4) == 0;
            final int nulls = nullPage ? levels : (int) (random.nextDouble() * levels);
            final int nans = random.nextBoolean() ? 0 : random.nextInt(levels - nulls + 1);
            all.add(new TestPage(
                    (int) TestColumn.magnitude(random, 31),
                    new PageCounts(
                            (int) TestColumn.magnitude(random, 31),
                            levels,
                            nulls,
                            nans,
                            TestColumn.magnitude(random, 63)),
                    histogram(random, maxRepetition),
                    histogram(random, maxDefinition),
                    nullPage ? null : bound(random),
                    nullPage ? null : bound(random)));
        }
        return all;
    }

    private static long[] histogram(final Random random, final int maxLevel) {
        final long[] histogram = new long[maxLevel == 0 ? 0 : maxLevel + 1];
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] = TestColumn.magnitude(random, 31);
        }
        return histogram;
    }

    private static byte[] bound(final Random random) {
        final byte[] bytes = new byte[random.nextInt(5) == 0 ? 200 : random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    boolean nullPage() {
        return counts.nulls() == counts.levels();
    }

    int recordBytes() {
        return PageRecord.bytes(
                repetitions.length,
                definitions.length,
                min == null || max == null ? 0 : min.length,
                min == null || max == null ? 0 : max.length);
    }

    long write(final long at) {
        return PageRecord.write(at, storedBytes, counts, repetitions, definitions, min, max);
    }

    /** The records of these pages, one behind the other, in memory that was dirty before. */
    static ByteBuffer records(final List<TestPage> pages) {
        final ByteBuffer memory = ByteBuffer.allocateDirect(
                pages.stream().mapToInt(TestPage::recordBytes).sum());
        NativeMemory.fill(NativeMemory.addressOf(memory), memory.capacity(), (byte) 0xA5);
        long at = NativeMemory.addressOf(memory);
        for (final TestPage page : pages) {
            at = page.write(at);
        }
        return memory;
    }
}
