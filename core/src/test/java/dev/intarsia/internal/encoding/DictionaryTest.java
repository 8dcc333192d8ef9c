package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.encoding.Dictionary.Stop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.dictionary.DictionaryValuesReader;
import org.apache.parquet.column.values.dictionary.PlainValuesDictionary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionaryTest {
    private static final long LIMIT = 1 << 20;

    private final Random random = new Random(15);

    @TempDir
    private Path directory;

    @Test
    void everyKindMatchesAHashMapAndGrowsInBetween() {
        for (final DictionaryKind kind : DictionaryKind.values()) {
            for (final int n : new int[] {0, 1, 2, 127, 128, 129, 130, 1000, 20_000}) {
                for (final int distinct : n < 20_000 ? new int[] {1, 2, 3, 128, 129, 5000} : new int[] {4000}) {
                    final byte[][] values = kind.values(n, distinct, random);
                    final DictionaryRun run = new DictionaryRun(kind, LIMIT);
                    assertThat(run.encode(values)).isEqualTo(Stop.NONE);
                    run.assertMatches(values, n);
                }
            }
        }
    }

    @Test
    void idsDoNotDependOnHowValuesAreCutIntoCalls() {
        for (final DictionaryKind kind : DictionaryKind.values()) {
            final byte[][] values = kind.values(3000, 700, random);
            final DictionaryRun run = new DictionaryRun(kind, LIMIT);
            int at = 0;
            while (at < values.length) {
                final int next = Math.min(values.length, at + random.nextInt(100));
                run.encode(Arrays.copyOfRange(values, at, next));
                at = next;
            }
            run.assertMatches(values, values.length);
        }
    }

    @Test
    void theLimitStopsBeforeTheValueThatWouldPassItAndKnownValuesStillHaveIds() {
        for (final DictionaryKind kind : DictionaryKind.values()) {
            final byte[][] values = kind.values(4000, 4000, random);
            final long limit = kind == DictionaryKind.FIXED_1 ? 200 : 1000;
            final long[] expected = DictionaryRun.countUntilLimit(kind, values, limit);
            final DictionaryRun run = new DictionaryRun(kind, limit);
            assertThat(run.encode(values)).isEqualTo(Stop.LIMIT);
            run.assertMatches(values, (int) expected[0]);
            assertThat(run.dictionary().valueBytes()).isEqualTo(expected[1]).isLessThanOrEqualTo(limit);
            final byte[][] known = {values[0], values[0]};
            assertThat(run.encode(known)).isEqualTo(Stop.NONE);
        }
    }

    @Test
    void aDictionaryOfExactlyTheLimitIsWhole() {
        final byte[][] values = DictionaryKind.LONG.values(125, 1_000_000, random);
        for (int i = 0; i < values.length; i++) {
            values[i] = DictionaryKind.longBytes(i);
        }
        assertThat(new DictionaryRun(DictionaryKind.LONG, 1000).encode(values)).isEqualTo(Stop.NONE);
        assertThat(new DictionaryRun(DictionaryKind.LONG, 999).encode(values)).isEqualTo(Stop.LIMIT);
    }

    @Test
    void aNewDictionaryAsksForATableAndThenForValues() {
        for (final DictionaryKind kind : DictionaryKind.values()) {
            final DictionaryRun run = new DictionaryRun(kind, LIMIT);
            final byte[][] values = kind.values(1, 1, random);
            assertThat(run.encodeOnce(values)).isZero();
            assertThat(run.dictionary().stop()).isEqualTo(Stop.TABLE_FULL);
            run.lendTable();
            assertThat(run.encodeOnce(values)).isZero();
            assertThat(run.dictionary().stop()).isEqualTo(Stop.VALUES_FULL);
            run.lendValues();
            assertThat(run.encodeOnce(values)).isEqualTo(1);
            assertThat(run.dictionary().stop()).isEqualTo(Stop.NONE);
            run.assertRedZones();
        }
    }

    @Test
    void bitWidthIsZeroForOneEntryAndGrowsBehindPowersOfTwo() {
        final DictionaryRun run = new DictionaryRun(DictionaryKind.INT, LIMIT);
        assertThat(run.dictionary().bitWidth()).isZero();
        final int[] widths = {0, 1, 2, 2, 3, 3, 3, 3, 4};
        for (int i = 0; i < widths.length; i++) {
            run.encode(new byte[][] {DictionaryKind.intBytes(i)});
            assertThat(run.dictionary().bitWidth()).as("%d entries", i + 1).isEqualTo(widths[i]);
        }
    }

    @Test
    void resetForgetsAndKeepsTheAreasWhileDetachGivesThemBack() {
        for (final DictionaryKind kind : DictionaryKind.values()) {
            final DictionaryRun run = new DictionaryRun(kind, LIMIT);
            run.encode(kind.values(1000, 300, random));
            run.reset();
            assertThat(run.dictionary().size()).isZero();
            final byte[][] values = kind.values(100, 20, random);
            assertThat(run.encodeOnce(values)).isEqualTo(100);
            run.assertMatches(values, 100);
            run.dictionary().detach();
            assertThat(run.encodeOnce(values)).isZero();
            assertThat(run.dictionary().stop()).isEqualTo(Stop.TABLE_FULL);
            assertThat(run.dictionary().valuesAddress()).isZero();
        }
    }

    @Test
    void valuesThatAllFallIntoOneSlotAreStillTold() {
        final byte[][] longs = new byte[1500][];
        final byte[][] ints = new byte[1500][];
        final long inverse = inverse(Words.FIBONACCI);
        for (int i = 0; i < longs.length; i++) {
            longs[i] = DictionaryKind.longBytes(i * inverse);
            ints[i] = DictionaryKind.intBytes(i << 20);
        }
        final DictionaryRun longRun = new DictionaryRun(DictionaryKind.LONG, LIMIT);
        assertThat(longRun.encode(longs)).isEqualTo(Stop.NONE);
        longRun.assertMatches(longs, longs.length);
        final DictionaryRun intRun = new DictionaryRun(DictionaryKind.INT, LIMIT);
        assertThat(intRun.encode(ints)).isEqualTo(Stop.NONE);
        intRun.assertMatches(ints, ints.length);
    }

    @Test
    void aProbeGivesUpExactlyWhereTheDictionaryCannotWin() {
        final byte[][] values = new byte[1000][];
        for (int i = 0; i < values.length; i++) {
            values[i] = DictionaryKind.longBytes(i);
        }
        int expected = 0;
        while (8 * (expected + 1) + (1000 * bitWidth(expected + 1) + 7) / 8 < 8002) {
            expected++;
        }
        final DictionaryRun run = new DictionaryRun(DictionaryKind.LONG, LIMIT);
        run.dictionary().probe(1000, 8002, 0); // met exactly by 844 entries
        assertThat(run.encode(values)).isEqualTo(Stop.GIVE_UP);
        run.assertMatches(values, expected);
        run.dictionary().endProbe();
        assertThat(run.encode(values)).isEqualTo(Stop.NONE);
    }

    @Test
    void aProbeOfFewDistinctValuesDoesNotGiveUp() {
        for (final DictionaryKind kind : DictionaryKind.values()) {
            final byte[][] values = kind.values(20_000, 50, random);
            final DictionaryRun run = new DictionaryRun(kind, LIMIT);
            run.dictionary().probe(values.length, kind.plainBytes(values), Dictionary.sampleOf(values.length));
            assertThat(run.encode(values)).as("%s", kind).isEqualTo(Stop.NONE);
        }
    }

    @Test
    void aSampleAbandonsDistinctValuesEarlyAndAlwaysAtTheSamePlace() {
        assertThat(Dictionary.sampleOf(100)).isEqualTo(1024);
        assertThat(Dictionary.sampleOf(80_000)).isEqualTo(10_000);
        final byte[][] values = DictionaryKind.LONG.values(20_000, Integer.MAX_VALUE, random);
        for (int repeat = 0; repeat < 4; repeat++) {
            final DictionaryRun run = new DictionaryRun(DictionaryKind.LONG, LIMIT);
            run.dictionary().probe(values.length, 160_000, 2500);
            int at = 0;
            Stop stop = Stop.NONE;
            while (stop == Stop.NONE) {
                final int next = Math.min(values.length, at + (repeat == 0 ? 20_000 : 1 + random.nextInt(3000)));
                stop = run.encode(Arrays.copyOfRange(values, at, next));
                at = next;
            }
            assertThat(stop).isEqualTo(Stop.GIVE_UP);
            assertThat(run.dictionary().size()).isEqualTo(2375);
        }
    }

    @Test
    void aSampleIsOverWhenItsValuesAre() {
        final byte[][] values = new byte[20_000][];
        for (int i = 0; i < values.length; i++) {
            values[i] = DictionaryKind.longBytes(i < 2500 ? i % 2375 : i % 4000);
        }
        final DictionaryRun run = new DictionaryRun(DictionaryKind.LONG, LIMIT);
        run.dictionary().probe(values.length, 160_000, 2500);
        assertThat(run.encode(values)).isEqualTo(Stop.NONE);
    }

    @Test
    void noByteBehindTheLastValueIsRead() throws IOException {
        final GuardedMemory guarded = GuardedMemory.in(directory);
        guarded.assertThatItFaults();
        for (final DictionaryKind kind : DictionaryKind.values()) {
            for (int n = 1; n < 40; n++) {
                final byte[][] values = kind.values(n, n, random);
                final DictionaryRun run = new DictionaryRun(kind, LIMIT);
                run.encode(values);
                final long from = guarded.place(kind.plain(values));
                assertThat(run.encodeAt(
                                from, guarded.end(), n, NativeArea.of(4L * n).address()))
                        .isEqualTo(n);
                run.reset();
                assertThat(run.encodeAt(
                                from, guarded.end(), n, NativeArea.of(4L * n).address()))
                        .isEqualTo(n);
            }
        }
        guarded.settle();
    }

    @Test
    void parquetJavaReadsDictionaryAndIds() throws IOException {
        for (final int distinct : new int[] {1, 2, 300}) {
            final byte[][] values = DictionaryKind.LONG.values(5000, distinct, random);
            final DictionaryRun run = new DictionaryRun(DictionaryKind.LONG, LIMIT);
            run.encode(values);
            final Dictionary dictionary = run.dictionary();
            final DictionaryPage page =
                    new DictionaryPage(BytesInput.from(run.valuesBytes()), dictionary.size(), Encoding.PLAIN);
            final DictionaryValuesReader reader =
                    new DictionaryValuesReader(new PlainValuesDictionary.PlainLongDictionary(page));
            reader.initFromPage(values.length, ByteBufferInputStream.wrap(ByteBuffer.wrap(idPage(run))));
            for (final byte[] value : values) {
                assertThat(reader.readLong()).isEqualTo(DictionaryKind.longOf(value));
            }
        }
    }

    @Test
    void areasOfUnfitSizesAreRefused() {
        final Dictionary dictionary = new IntDictionary(LIMIT);
        assertThat(dictionary.tableBytesFor(0)).isEqualTo(1024);
        assertThat(dictionary.tableBytesFor(128)).isEqualTo(1024);
        assertThat(dictionary.tableBytesFor(129)).isEqualTo(2048);
        assertThatThrownBy(() -> dictionary.useTable(8, 1000)).hasMessageContaining("1000");
        assertThatThrownBy(() -> dictionary.useTable(8, 512)).hasMessageContaining("1024");
        assertThatThrownBy(() -> new FixedDictionary(2, LIMIT).useValues(8, 7)).hasMessageContaining("8");
        assertThatThrownBy(() -> new IntDictionary(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new FixedDictionary(0, 1)).hasMessageContaining("width of 0");
    }

    private static byte[] idPage(final DictionaryRun run) {
        final int[] ids = run.ids();
        final int bitWidth = run.dictionary().bitWidth();
        final NativeArea out = NativeArea.of(RleHybrid.maxBytes(ids.length, bitWidth));
        final byte[] packed =
                out.readTo(RleHybrid.encodeInts(NativeArea.ofInts(ids).address(), ids.length, bitWidth, out.address()));
        return ByteBuffer.allocate(1 + packed.length)
                .put((byte) bitWidth)
                .put(packed)
                .array();
    }

    private static int bitWidth(final int entries) {
        return entries <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(entries - 1);
    }

    /** The multiplicative inverse of an odd number, by Newton's iteration. */
    private static long inverse(final long odd) {
        long inverse = odd;
        for (int i = 0; i < 6; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
