package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundsTest {
    private static final int[] COUNTS = {1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 63, 64, 65};
    private static final int WHOLE = 1 << 20;

    private final List<NativeRun> lent = new ArrayList<>(); // memory that pages point into must outlive them

    @ParameterizedTest
    @EnumSource(ValueKind.class)
    void aRunsBoundsAreItsSmallestAndItsLargestValue(final ValueKind kind) {
        final Random random = new Random(kind.ordinal());
        for (final int count : COUNTS) {
            for (int round = 0; round < 6; round++) {
                assertBoundsOf(kind, kind.values(random, count, false));
            }
        }
        assertBoundsOf(kind, kind.values(random, 20_000, false));
    }

    @ParameterizedTest
    @EnumSource(ValueKind.class)
    void sortedRunsKeepTheirEnds(final ValueKind kind) {
        final List<byte[]> values = kind.values(new Random(1), 100, false);
        values.sort(kind.order());
        assertBoundsOf(kind, values);
        Collections.reverse(values);
        assertBoundsOf(kind, values);
    }

    @ParameterizedTest
    @EnumSource(ValueKind.class)
    void cuttingTheValuesIntoRunsAndPagesChangesNothing(final ValueKind kind) {
        final Random random = new Random(2);
        for (int round = 0; round < 12; round++) {
            final List<byte[]> values = kind.values(random, 200, round % 3 == 0);
            final Bounds whole = kind.bounds();
            final NativeRun wholeRun = kind.run(values);
            whole.update(wholeRun.address(), values.size());

            final Bounds chunk = kind.bounds();
            NativeRun block = new NativeRun(0);
            int from = 0;
            while (from < values.size()) {
                final Bounds page = kind.bounds();
                final List<NativeRun> runs = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    final int to = Math.min(values.size(), from + random.nextInt(20));
                    final NativeRun run = kind.run(values.subList(from, to));
                    page.update(run.address(), to - from);
                    runs.add(run);
                    from = to;
                }
                block = merge(chunk, page, block);
                runs.forEach(NativeRun::scribble); // nothing of a page may be borrowed any more
            }
            assertThat(chunk.nanCount()).isEqualTo(whole.nanCount());
            assertSame(chunk, whole);
            block.assertRedZonesIntact();
            wholeRun.assertRedZonesIntact();
        }
    }

    @ParameterizedTest
    @EnumSource(ValueKind.class)
    void aCopyStandsOnItsOwn(final ValueKind kind) {
        final Random random = new Random(3);
        final Bounds chunk = kind.bounds();
        NativeRun block = new NativeRun(0);
        final Bounds copy = kind.bounds();
        final NativeRun copyBlock = new NativeRun(200);
        copy.useBlock(copyBlock.address(), copyBlock.bytes());
        final WrittenBounds[] before = new WrittenBounds[1];
        for (int round = 0; round < 5; round++) {
            block = merge(chunk, pageOf(kind, kind.values(random, 5, false)), block);
            copy.copyFrom(chunk);
            before[0] = chunk.written(Truncation.NONE, WHOLE);
            chunk.clear();
            block.scribble();
            assertThat(copy.written(Truncation.NONE, WHOLE).min()).isEqualTo(before[0].min());
            assertThat(copy.written(Truncation.NONE, WHOLE).max()).isEqualTo(before[0].max());
            copyBlock.assertRedZonesIntact();
        }
        copy.copyFrom(kind.bounds());
        assertThat(copy.isPresent()).isFalse();
        assertThat(copy.nanCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ValueKind.class)
    void noValuesHaveNoBounds(final ValueKind kind) {
        final Bounds bounds = kind.bounds();
        bounds.update(0, 0);
        bounds.merge(kind.bounds());
        assertThat(bounds.isPresent()).isFalse();
        assertThat(bounds.heldBytes()).isZero();
        assertThat(bounds.written(Truncation.NONE, 64).isPresent()).isFalse();
    }

    @Test
    void theEmptyStringIsABound() {
        final Bounds page = pageOf(ValueKind.BYTES, List.of(new byte[0]));
        final Bounds chunk = ValueKind.BYTES.bounds();
        assertThat(chunk.mergedBytes(page)).isZero();
        chunk.merge(page);
        final WrittenBounds written = chunk.written(Truncation.UTF8, 64);
        assertThat(written.isPresent()).isTrue();
        assertThat(written.min()).isEmpty();
        assertThat(written.max()).isEmpty();
        assertThat(written.minExact() && written.maxExact()).isTrue();
    }

    @Test
    void valuesThatDifferBehindZeroBytesOnlyAreToldApart() {
        for (int shared = 0; shared <= 20; shared++) {
            final byte[] shorter = new byte[shared];
            final byte[] longer = new byte[shared + 1];
            assertBoundsOf(ValueKind.BYTES, List.of(shorter, longer));
            assertBoundsOf(ValueKind.BYTES, List.of(longer, shorter));
        }
    }

    @Test
    void aMinimumThatGrowsInItsBlockLeavesTheMaximumWhole() {
        final Bounds chunk = ValueKind.BYTES.bounds();
        NativeRun block = new NativeRun(0);
        block = merge(chunk, pageOf(ValueKind.BYTES, List.of(bytes("m"), bytes("zebra"))), block);
        block = merge(chunk, pageOf(ValueKind.BYTES, List.of(bytes("a longer minimum"))), block);
        assertThat(chunk.full().max()).isEqualTo(bytes("zebra"));
        block = merge(chunk, pageOf(ValueKind.BYTES, List.of(bytes("zebras and a longer maximum"))), block);
        assertThat(chunk.full().min()).isEqualTo(bytes("a longer minimum"));
        assertThat(chunk.full().max()).isEqualTo(bytes("zebras and a longer maximum"));
        block = merge(chunk, pageOf(ValueKind.BYTES, List.of(bytes("Z".repeat(40)))), block);
        assertThat(chunk.blockBytes()).as("a larger block was lent").isEqualTo(128);
        assertThat(chunk.full().min()).isEqualTo(bytes("Z".repeat(40)));
        assertThat(chunk.full().max()).isEqualTo(bytes("zebras and a longer maximum"));
        block.assertRedZonesIntact();
    }

    @Test
    void aBlockThatIsTooSmallIsRefusedAndNothingIsTakenIn() {
        final byte[] value = new byte[40];
        final Bounds page = pageOf(ValueKind.BYTES, List.of(value));
        final Bounds chunk = ValueKind.BYTES.bounds();
        final NativeRun block = new NativeRun(79);
        chunk.useBlock(block.address(), block.bytes());
        assertThat(chunk.mergedBytes(page)).isEqualTo(80);
        assertThatIllegalStateException()
                .isThrownBy(() -> chunk.merge(page))
                .withMessageContaining("80 bytes")
                .withMessageContaining("79 bytes");
        assertThat(chunk.isPresent()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> chunk.copyFrom(page));
        assertThatIllegalStateException().isThrownBy(() -> page.useBlock(block.address(), 79));
    }

    @Test
    void blocksArePowersOfTwo() {
        assertThat(Bounds.blockBytesFor(1)).isEqualTo(64);
        assertThat(Bounds.blockBytesFor(64)).isEqualTo(64);
        assertThat(Bounds.blockBytesFor(65)).isEqualTo(128);
        assertThat(Bounds.blockBytesFor(128)).isEqualTo(128);
        assertThat(Bounds.blockBytesFor(3L << 30)).isEqualTo(4L << 30);
    }

    @Test
    void numbersNeedNoBlock() {
        final Bounds page = pageOf(ValueKind.UUID, ValueKind.UUID.values(new Random(4), 5, false));
        assertThat(page.heldBytes()).isZero();
        assertThat(ValueKind.UUID.bounds().mergedBytes(page)).isZero();
    }

    @Test
    void boundsOfAnotherOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueKind.SIGNED_INT.bounds().merge(ValueKind.UNSIGNED_INT.bounds()))
                .withMessageContaining("UINT32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueKind.FIXED_3.bounds().copyFrom(ValueKind.FIXED_4.bounds()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(ValueOrder.FIXED_BINARY, 0));
    }

    private Bounds pageOf(final ValueKind kind, final List<byte[]> values) {
        final NativeRun run = kind.run(values);
        final Bounds page = kind.bounds();
        page.update(run.address(), values.size());
        lent.add(run);
        return page;
    }

    /** Merges as the class comment of {@link Bounds} tells a caller to; returns the block in use. */
    private static NativeRun merge(final Bounds chunk, final Bounds page, final NativeRun block) {
        final long bytes = chunk.mergedBytes(page);
        NativeRun used = block;
        if (bytes > chunk.blockBytes()) {
            used = new NativeRun((int) Bounds.blockBytesFor(bytes));
            chunk.useBlock(used.address(), used.bytes());
            block.scribble();
        }
        chunk.merge(page);
        return used;
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void assertSame(final Bounds actual, final Bounds expected) {
        final WrittenBounds left = actual.written(Truncation.NONE, WHOLE);
        final WrittenBounds right = expected.written(Truncation.NONE, WHOLE);
        assertThat(left.isPresent()).isEqualTo(right.isPresent());
        assertThat(left.min()).isEqualTo(right.min());
        assertThat(left.max()).isEqualTo(right.max());
    }

    private static void assertBoundsOf(final ValueKind kind, final List<byte[]> values) {
        final NativeRun run = kind.run(values);
        final Bounds bounds = kind.bounds();
        bounds.update(run.address(), values.size());
        final WrittenBounds written = bounds.written(Truncation.NONE, 1);
        final byte[] min = Collections.min(values, kind.order());
        final byte[] max = Collections.max(values, kind.order());
        if (kind.order.countsNans() && !kind.order.isTotal()) { // a zero is written as the one that lies outside
            assertThat(kind.number(written.min())).isEqualTo(kind.number(min) == 0 ? -0.0 : kind.number(min));
            assertThat(kind.number(written.max())).isEqualTo(kind.number(max) == 0 ? 0.0 : kind.number(max));
        } else {
            assertThat(written.min()).isEqualTo(min);
            assertThat(written.max()).isEqualTo(max);
        }
        assertThat(written.minExact() && written.maxExact()).isTrue();
        assertThat(values)
                .noneMatch(value -> kind.compareAsParquetJava(written.min(), value) > 0)
                .noneMatch(value -> kind.compareAsParquetJava(written.max(), value) < 0);
        run.assertRedZonesIntact();
    }
}
