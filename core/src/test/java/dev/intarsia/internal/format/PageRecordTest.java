package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.memory.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageRecordTest {
    @Test
    void everyFactOfEveryPageIsReadBack() {
        final Random random = new Random(3);
        for (final int maxRepetition : new int[] {0, 1, 2, 255}) {
            for (final int maxDefinition : new int[] {0, 1, 3, 255}) {
                final List<TestPage> pages = TestPage.random(random, 40, maxRepetition, maxDefinition);
                final ByteBuffer memory = TestPage.records(pages);
                long record = NativeMemory.addressOf(memory);
                for (final TestPage page : pages) {
                    check(page, record);
                    record = PageRecord.next(record);
                }
                assertThat(record).isEqualTo(NativeMemory.addressOf(memory) + memory.capacity());
                Reference.reachabilityFence(memory);
            }
        }
    }

    @Test
    void aRecordIsPaddedWithZerosToAMultipleOfEight() {
        for (int bytes = 0; bytes < 20; bytes++) {
            final TestPage page = new TestPage(
                    7, new PageCounts(1, 2, 1, 0, 5), new long[] {1, 1}, new long[0], new byte[bytes], new byte[3]);
            final byte[] written = RedZones.written(page.recordBytes(), page::write);
            assertThat(written).hasSize(page.recordBytes());
            assertThat(written.length % 8).isZero();
            final byte[] padding = Arrays.copyOfRange(written, 48 + 8 + bytes + 3, written.length);
            assertThat(padding).isEqualTo(new byte[padding.length]);
        }
    }

    @Test
    void oneBoundAloneIsNone() {
        final PageCounts counts = new PageCounts(1, 1, 0, 0, 0);
        final byte[] bound = {1};
        for (final TestPage page : List.of(
                new TestPage(1, counts, new long[0], new long[0], bound, null),
                new TestPage(1, counts, new long[0], new long[0], null, bound))) {
            final ByteBuffer memory = TestPage.records(List.of(page));
            assertThat(PageRecord.hasBounds(NativeMemory.addressOf(memory))).isFalse();
            assertThat(PageRecord.minBytes(NativeMemory.addressOf(memory))).isZero();
            assertThat(PageRecord.maxBytes(NativeMemory.addressOf(memory))).isZero();
            Reference.reachabilityFence(memory);
        }
    }

    @Test
    void anEmptyBoundIsOne() {
        final TestPage page =
                new TestPage(1, new PageCounts(1, 1, 0, 0, 0), new long[0], new long[0], new byte[0], new byte[0]);
        final ByteBuffer memory = TestPage.records(List.of(page));
        assertThat(PageRecord.hasBounds(NativeMemory.addressOf(memory))).isTrue();
        Reference.reachabilityFence(memory);
    }

    @Test
    void countsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> new PageCounts(1, 3, 2, 2, 0)).hasMessageContaining("2 of them null and 2 NaN");
        assertThatThrownBy(() -> new PageCounts(-1, 3, 0, 0, 0)).hasMessageContaining("-1 rows");
        assertThatThrownBy(() -> new PageCounts(1, 3, 0, 0, -9)).hasMessageContaining("-9 bytes");
    }

    private static void check(final TestPage page, final long record) {
        assertThat(PageRecord.storedBytes(record)).isEqualTo(page.storedBytes());
        final PageCounts counts = new PageCounts(
                PageRecord.rows(record),
                PageRecord.levels(record),
                PageRecord.nulls(record),
                PageRecord.nans(record),
                PageRecord.unencodedBytes(record));
        assertThat(counts).isEqualTo(page.counts());
        assertThat(PageRecord.isNullPage(record)).isEqualTo(page.nullPage());
        assertThat(PageRecord.hasBounds(record)).isEqualTo(page.min() != null);
        assertThat(PageRecord.repetitionCounts(record)).isEqualTo(page.repetitions().length);
        assertThat(PageRecord.definitionCounts(record)).isEqualTo(page.definitions().length);
        for (int level = 0; level < page.repetitions().length; level++) {
            assertThat(PageRecord.repetitionCount(record, level)).isEqualTo((int) page.repetitions()[level]);
        }
        for (int level = 0; level < page.definitions().length; level++) {
            assertThat(PageRecord.definitionCount(record, level)).isEqualTo((int) page.definitions()[level]);
        }
        assertThat(bytes(PageRecord.min(record), PageRecord.minBytes(record)))
                .isEqualTo(page.min() == null ? new byte[0] : page.min());
        assertThat(bytes(PageRecord.max(record), PageRecord.maxBytes(record)))
                .isEqualTo(page.max() == null ? new byte[0] : page.max());
    }

    private static byte[] bytes(final long address, final int length) {
        final byte[] bytes = new byte[length];
        NativeMemory.copy(address, bytes, 0, length);
        return bytes;
    }
}
