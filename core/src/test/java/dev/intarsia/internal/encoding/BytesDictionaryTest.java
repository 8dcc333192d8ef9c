package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.encoding.Dictionary.Stop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesDictionaryTest {
    private final Random random = new Random(16);

    @Test
    void arrowRowsMatchAHashMapAndResumeAtTheRowWhereTheyStopped() {
        for (final int n : Samples.COUNTS) {
            for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                final byte[][] rows = DictionaryKind.BYTES.values(n, 1 + n / 2, random);
                final VarWidth vector = VarWidth.of(rows, Samples.bits(pattern, n, random), random);
                assertMatches(vector, pattern == 1, false);
                assertMatches(vector, pattern == 1, true);
            }
        }
    }

    @Test
    void rowsThatAreAllNullNeedNoArea() {
        final VarWidth vector = VarWidth.of(new byte[100][3], new boolean[100], random);
        final BytesDictionary dictionary = new BytesDictionary(100);
        assertThat(dictionary.encode32(
                        vector.validity().address(),
                        vector.bit(),
                        vector.offsets32().address(),
                        0,
                        100,
                        0))
                .isEqualTo(100);
        assertThat(dictionary.stop()).isEqualTo(Stop.NONE);
        assertThat(dictionary.encode64(0, 0, 0, 0, 0, 0)).isZero();
    }

    @Test
    void valuesThatDifferInOneBitOfAnyByteAreTold() {
        for (int length = 1; length < 40; length++) {
            final byte[][] values = new byte[length + 1][length];
            for (int i = 0; i < length; i++) {
                values[i + 1][i] = 1;
            }
            final DictionaryRun run = new DictionaryRun(DictionaryKind.BYTES, 1 << 20);
            run.encode(values);
            assertThat(run.dictionary().size()).isEqualTo(length + 1);
            run.assertMatches(values, values.length);
        }
    }

    @Test
    void zerosOfDifferentLengthsAreTold() {
        final byte[][] values = new byte[600][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new byte[i / 2];
        }
        final DictionaryRun run = new DictionaryRun(DictionaryKind.BYTES, 1 << 20);
        assertThat(run.encode(values)).isEqualTo(Stop.NONE);
        run.assertMatches(values, values.length);
    }

    @Test
    void aValueLongerThanTheLimitStopsItBeforeTheFirstArea() {
        final DictionaryRun run = new DictionaryRun(DictionaryKind.BYTES, 10);
        assertThat(run.encodeOnce(new byte[][] {new byte[7]})).isZero();
        assertThat(run.dictionary().stop()).isEqualTo(Stop.LIMIT);
        assertThat(run.encode(new byte[][] {new byte[6]})).isEqualTo(Stop.NONE);
    }

    @Test
    void oneByteArrayAtATimeGetsTheIdThatItHasInARun() {
        final byte[][] values = DictionaryKind.BYTES.values(500, 60, random);
        final DictionaryRun run = new DictionaryRun(DictionaryKind.BYTES, 1 << 20);
        final BytesDictionary dictionary = (BytesDictionary) run.dictionary();
        final NativeArea ids = NativeArea.of(4L * values.length);
        for (int i = 0; i < values.length; i++) {
            final NativeArea value = NativeArea.of(values[i]);
            final long end = value.address() + value.bytes();
            while (dictionary.encodeOne(value.address(), values[i].length, end, ids.address() + 4L * i) == 0) {
                assertThat(dictionary.idCount()).isZero();
                if (dictionary.stop() == Stop.TABLE_FULL) {
                    run.lendTable();
                } else {
                    assertThat(dictionary.stop()).isEqualTo(Stop.VALUES_FULL);
                    run.lendValues();
                }
            }
            assertThat(dictionary.stop()).isEqualTo(Stop.NONE);
            assertThat(dictionary.idCount()).isEqualTo(1);
        }
        final int[] single = ids.readInts(values.length);
        ids.assertRedZones();
        final NativeArea plain = NativeArea.of(ByteArrays.plain(values));
        assertThat(dictionary.encodePlain(
                        plain.address(), plain.address() + plain.bytes(), values.length, ids.address()))
                .isEqualTo(values.length);
        assertThat(ids.readInts(values.length)).isEqualTo(single);
        assertThat(dictionary.size()).isEqualTo((int)
                Arrays.stream(values).map(ByteBuffer::wrap).distinct().count());
    }

    @Test
    void oneByteArrayBeyondTheLimitIsRefused() {
        final BytesDictionary dictionary = new BytesDictionary(10);
        final NativeArea value = NativeArea.of(new byte[7]);
        final NativeArea ids = NativeArea.of(4);
        assertThat(dictionary.encodeOne(value.address(), 7, value.address() + 7, ids.address()))
                .isZero();
        assertThat(dictionary.stop()).isEqualTo(Stop.LIMIT);
        ids.assertUntouchedBehind(ids.address());
    }

    private static void assertMatches(final VarWidth vector, final boolean withoutValidity, final boolean wide) {
        final int n = vector.rows().length;
        final Map<ByteBuffer, Integer> expected = new LinkedHashMap<>();
        final List<Integer> expectedIds = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (vector.valid()[i]) {
                final ByteBuffer row = ByteBuffer.wrap(vector.rows()[i]);
                expected.putIfAbsent(row, expected.size());
                expectedIds.add(expected.get(row));
            }
        }
        final BytesDictionary dictionary = new BytesDictionary(1 << 20);
        final NativeArea ids = NativeArea.of(4L * expectedIds.size());
        final List<NativeArea> lent = new ArrayList<>();
        int row = 0;
        int count = 0;
        do {
            final long to = ids.address() + 4L * count;
            final long validity = withoutValidity ? 0 : vector.validity().address();
            final long data = vector.data().address();
            row += wide
                    ? dictionary.encode64(
                            validity, vector.bit() + row, vector.offsets64().address() + 8L * row, data, n - row, to)
                    : dictionary.encode32(
                            validity, vector.bit() + row, vector.offsets32().address() + 4L * row, data, n - row, to);
            count += dictionary.idCount();
            if (dictionary.stop() == Stop.TABLE_FULL) {
                final NativeArea table = NativeArea.of(dictionary.neededTableBytes());
                lent.add(table);
                dictionary.useTable(table.address(), table.bytes());
            } else if (dictionary.stop() == Stop.VALUES_FULL) {
                final NativeArea values = NativeArea.of(dictionary.neededValueBytes() + 60);
                lent.add(values);
                dictionary.useValues(values.address(), values.bytes());
            }
        } while (dictionary.stop() != Stop.NONE);
        assertThat(row).isEqualTo(n);
        assertThat(ids.readInts(count))
                .containsExactly(expectedIds.stream().mapToInt(i -> i).toArray());
        ids.assertRedZones();
        lent.forEach(NativeArea::assertRedZones);
        assertThat(dictionary.size()).isEqualTo(expected.size());
    }
}
