package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link IdRemap}, {@link IdGather} and {@link UsedIds}. */
class IdsTest {
    private static final int[] SIZES = {1, 2, 63, 64, 65, 300};
    private static final int[] WIDTHS = {1, 2, 3, 4, 8, 12, 16, 100};

    private final Random random = new Random(35);

    @Test
    void indexesBecomeIdsUpToTheFirstValidRowWithoutOne() {
        for (final int n : Samples.COUNTS) {
            for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                final boolean[] valid = Samples.bits(pattern, n, random);
                final int bit = random.nextInt(64);
                final NativeArea validity = NativeArea.ofBits(valid, bit, random);
                final int[] indexes = random.ints(n, 0, 50).toArray();
                for (int i = 0; i < n; i++) {
                    if (!valid[i]) {
                        indexes[i] = Integer.MIN_VALUE; // would fault
                    }
                }
                final NativeArea in = NativeArea.ofInts(indexes);
                final NativeArea table = NativeArea.of(4 * 50);
                IdRemap.clear(table.address(), 50);
                table.assertRedZones();
                int row = 0;
                int count = 0;
                int next = 0;
                final int[] ids = new int[50];
                Arrays.fill(ids, -1);
                final int[] expected = new int[n];
                final NativeArea out = NativeArea.of(4L * n);
                while (true) {
                    final long remapped = IdRemap.remap(
                            table.address(),
                            pattern == 1 ? 0 : validity.address(),
                            bit + row,
                            in.address() + 4L * row,
                            n - row,
                            out.address() + 4L * count);
                    final int end = row + IdRemap.rows(remapped);
                    for (final int before = count; row < end; row++) {
                        if (valid[row]) {
                            assertThat(ids[indexes[row]]).isNotEqualTo(-1);
                            expected[count++] = ids[indexes[row]];
                        }
                        assertThat(count - before).isLessThanOrEqualTo(IdRemap.idCount(remapped));
                    }
                    if (row == n) {
                        break;
                    }
                    assertThat(valid[row]).isTrue();
                    assertThat(ids[indexes[row]]).isEqualTo(-1);
                    ids[indexes[row]] = 1000 - next++;
                    NativeMemory.putInt(table.address() + 4L * indexes[row], ids[indexes[row]]);
                }
                out.assertUntouchedBehind(out.address() + 4L * count);
                assertThat(out.readInts(count)).isEqualTo(Arrays.copyOf(expected, count));
            }
        }
    }

    @Test
    void idsBecomeFixedValues() {
        for (final int width : WIDTHS) {
            for (final int n : Samples.COUNTS) {
                final byte[][] entries = ByteArrays.ofWidth(width, 90, random);
                final int[] ids = random.ints(n, 0, entries.length).toArray();
                final NativeArea out = NativeArea.of((long) n * width);
                final long end = IdGather.fixed(
                        NativeArea.of(ByteArrays.joined(entries)).address(),
                        width,
                        NativeArea.ofInts(ids).address(),
                        n,
                        out.address());
                out.assertRedZones();
                assertThat(out.readTo(end)).isEqualTo(ByteArrays.joined(pick(entries, ids)));
            }
        }
    }

    @Test
    void idsBecomeByteArrays() {
        for (int pattern = 0; pattern < ByteArrays.PATTERNS; pattern++) {
            for (final int n : Samples.COUNTS) {
                final byte[][] entries = ByteArrays.of(pattern, 1 + random.nextInt(90), random);
                final int[] ids = random.ints(n, 0, entries.length).toArray();
                final byte[] expected = ByteArrays.plain(pick(entries, ids));
                final long plain = NativeArea.of(ByteArrays.plain(entries)).address();
                final NativeArea offsets = NativeArea.of(IdGather.entryOffsetBytes(entries.length));
                assertThat(IdGather.entryOffsets(plain, entries.length, offsets.address()))
                        .isEqualTo(offsets.address() + offsets.bytes());
                offsets.assertRedZones();
                final NativeArea in = NativeArea.ofInts(ids);
                assertThat(IdGather.plainBytes(plain, offsets.address(), in.address(), n))
                        .isEqualTo(expected.length);
                final NativeArea out = NativeArea.of(expected.length);
                final long end = IdGather.byteArrays(plain, offsets.address(), in.address(), n, out.address());
                out.assertRedZones();
                assertThat(out.readTo(end)).isEqualTo(expected);
            }
        }
    }

    @Test
    void usedEntriesAreThoseOfTheIds() {
        for (final int size : SIZES) {
            for (final int n : Samples.COUNTS) {
                final int[] ids = random.ints(n, 0, size).toArray();
                final int[] used = Arrays.stream(ids).distinct().sorted().toArray();
                final NativeArea bitset = marked(ids, size);
                assertThat(UsedIds.count(bitset.address(), size)).isEqualTo(used.length);
                assertThat(IntStream.range(0, (int) bitset.bytes() * 8)
                                .filter(bitset::bit)
                                .toArray())
                        .isEqualTo(used);
            }
        }
    }

    @Test
    void usedEntriesAreCopiedInOrder() {
        for (final int size : SIZES) {
            for (final int n : Samples.COUNTS) {
                final int[] ids = random.ints(n, 0, size).toArray();
                final int[] used = Arrays.stream(ids).distinct().sorted().toArray();
                final NativeArea bitset = marked(ids, size);
                for (final int width : WIDTHS) {
                    final byte[][] entries = ByteArrays.ofWidth(width, size, random);
                    final byte[] expected = ByteArrays.joined(pick(entries, used));
                    final NativeArea out = NativeArea.of(expected.length);
                    final long plain = NativeArea.of(ByteArrays.joined(entries)).address();
                    final long end = UsedIds.fixed(bitset.address(), size, plain, width, out.address());
                    out.assertRedZones();
                    assertThat(out.readTo(end)).isEqualTo(expected);
                }
                for (int pattern = 0; pattern < ByteArrays.PATTERNS; pattern++) {
                    final byte[][] entries = ByteArrays.of(pattern, size, random);
                    final byte[] expected = ByteArrays.plain(pick(entries, used));
                    final NativeArea out = NativeArea.of(expected.length);
                    final long plain = NativeArea.of(ByteArrays.plain(entries)).address();
                    final long end = UsedIds.byteArrays(bitset.address(), size, plain, out.address());
                    out.assertRedZones();
                    assertThat(out.readTo(end)).isEqualTo(expected);
                }
            }
        }
    }

    private static NativeArea marked(final int[] ids, final int size) {
        final NativeArea bitset = NativeArea.of(UsedIds.bitsetBytes(size));
        UsedIds.clear(bitset.address(), size);
        final long in = NativeArea.ofInts(ids).address();
        final int half = ids.length / 2;
        UsedIds.mark(in, half, bitset.address());
        UsedIds.mark(in + 4L * half, ids.length - half, bitset.address());
        bitset.assertRedZones();
        return bitset;
    }

    private static byte[][] pick(final byte[][] entries, final int[] ids) {
        return Arrays.stream(ids).mapToObj(id -> entries[id]).toArray(byte[][]::new);
    }
}
