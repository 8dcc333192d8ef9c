package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Gather} and {@link Views}. */
class GatherTest {
    private static final int ENTRIES = 70;

    private final Random random = new Random(36);

    @TempDir
    private Path directory;

    /** Rows of a nullable vector of indexes; an index under a null would fault. */
    private record Rows(boolean[] valid, int bit, long validity, int[] indexes, long address) {
        static Rows of(final int pattern, final int n, final Random random) {
            final boolean[] valid = Samples.bits(pattern, n, random);
            final int bit = random.nextInt(64);
            final int[] indexes = IntStream.range(0, n)
                    .map(i -> valid[i] ? random.nextInt(ENTRIES) : Integer.MIN_VALUE)
                    .toArray();
            final long validity = NativeArea.ofBits(valid, bit, random).address();
            return new Rows(
                    valid,
                    bit,
                    pattern == 1 ? 0 : validity,
                    indexes,
                    NativeArea.ofInts(indexes).address());
        }

        /** The entries of the valid ones of the first rows. */
        byte[][] pick(final byte[][] entries, final int rows) {
            return IntStream.range(0, rows)
                    .filter(i -> valid[i])
                    .mapToObj(i -> entries[indexes[i]])
                    .toArray(byte[][]::new);
        }
    }

    @Test
    void fixedSlotsAreWrittenInTheOrderOfTheIndexes() {
        for (final int width : new int[] {1, 2, 3, 4, 8, 12, 16, 100}) {
            for (final int n : Samples.COUNTS) {
                for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                    final Rows rows = Rows.of(pattern, n, random);
                    final byte[][] entries = ByteArrays.ofWidth(width, ENTRIES, random);
                    final byte[] expected = ByteArrays.joined(rows.pick(entries, n));
                    final NativeArea out = NativeArea.of(expected.length);
                    final long slots = NativeArea.of(ByteArrays.joined(entries)).address();
                    final long end =
                            Gather.fixed(width, rows.validity, rows.bit, rows.address, n, slots, out.address());
                    out.assertRedZones();
                    assertThat(out.readTo(end)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void booleansAreAppendedInTheOrderOfTheIndexes() {
        for (final int n : Samples.COUNTS) {
            for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                final Rows rows = Rows.of(pattern, n, random);
                final boolean[] entries = Samples.bits(2, ENTRIES, random);
                final int entriesBit = random.nextInt(20);
                final int count = rows.pick(new byte[ENTRIES][], n).length;
                final int targetBit = random.nextInt(20);
                final NativeArea target = NativeArea.of((targetBit + count + 7) / 8);
                NativeMemory.fill(target.address(), (targetBit + 7) / 8, (byte) 0);
                assertThat(Gather.bits(
                                rows.validity,
                                rows.bit,
                                rows.address,
                                n,
                                NativeArea.ofBits(entries, entriesBit, random).address(),
                                entriesBit,
                                target.address(),
                                targetBit))
                        .isEqualTo(count);
                target.assertRedZones();
                int at = targetBit;
                for (int i = 0; i < n; i++) {
                    if (rows.valid[i]) {
                        assertThat(target.bit(at++)).isEqualTo(entries[rows.indexes[i]]);
                    }
                }
            }
        }
    }

    @Test
    void byteArraysAreWrittenInTheOrderOfTheIndexes() {
        for (final int n : Samples.COUNTS) {
            for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                final Rows rows = Rows.of(pattern, n, random);
                final byte[][] entries = ByteArrays.of(random.nextInt(ByteArrays.PATTERNS), ENTRIES, random);
                final boolean[] all = new boolean[ENTRIES];
                final VarWidth vector = VarWidth.of(entries, all, random);
                final long offsets32 = vector.offsets32().address();
                final long offsets64 = vector.offsets64().address();
                final long data = vector.data().address();
                final byte[] expected = ByteArrays.plain(rows.pick(entries, n));
                final NativeArea out = NativeArea.of(expected.length);
                assertThat(out.readTo(Gather.byteArrays32(
                                rows.validity, rows.bit, rows.address, n, offsets32, data, out.address())))
                        .isEqualTo(expected);
                out.assertRedZones();
                assertThat(out.readTo(Gather.byteArrays64(
                                rows.validity, rows.bit, rows.address, n, offsets64, data, out.address())))
                        .isEqualTo(expected);
                out.assertRedZones();
                assertThat(Gather.bytes32(rows.validity, rows.bit, rows.address, n, offsets32))
                        .isEqualTo(expected.length);
                assertThat(Gather.bytes64(rows.validity, rows.bit, rows.address, n, offsets64))
                        .isEqualTo(expected.length);
                for (int trial = 0; trial < 6; trial++) {
                    final int room = trial == 0 ? expected.length : random.nextInt(expected.length + 1);
                    final int fits = Gather.fit32(rows.validity, rows.bit, rows.address, n, offsets32, room);
                    assertThat(Gather.fit64(rows.validity, rows.bit, rows.address, n, offsets64, room))
                            .isEqualTo(fits);
                    assertFits(rows, entries, n, room, fits);
                }
            }
        }
    }

    @Test
    void viewsAreWrittenInPlainForm() {
        for (final int n : Samples.COUNTS) {
            for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                final Rows rows = Rows.of(pattern, n, random);
                final byte[][] entries = ByteArrays.of(random.nextInt(ByteArrays.PATTERNS), ENTRIES, random);
                final long[] dictionary = views(entries);
                final byte[][] direct = new byte[n][];
                Arrays.setAll(direct, i -> rows.valid[i] ? entries[rows.indexes[i]] : null);
                final long[] vector = views(direct);
                final byte[] expected = ByteArrays.plain(rows.pick(entries, n));
                final NativeArea out = NativeArea.of(Views.maxBytes(expected.length));
                assertThat(out.readTo(Views.append(rows.validity, rows.bit, vector[0], vector[1], n, out.address())))
                        .isEqualTo(expected);
                out.assertRedZones();
                assertThat(out.readTo(Views.appendIndexed(
                                rows.validity, rows.bit, rows.address, dictionary[0], dictionary[1], n, out.address())))
                        .isEqualTo(expected);
                out.assertRedZones();
                assertThat(Views.bytes(rows.validity, rows.bit, vector[0], n)).isEqualTo(expected.length);
                assertThat(Views.bytesIndexed(rows.validity, rows.bit, rows.address, dictionary[0], n))
                        .isEqualTo(expected.length);
                final int longest = Arrays.stream(rows.pick(entries, n))
                        .mapToInt(value -> value.length)
                        .max()
                        .orElse(0);
                assertThat(Views.longest(rows.validity, rows.bit, vector[0], n)).isEqualTo(longest);
                assertThat(Views.longestIndexed(rows.validity, rows.bit, rows.address, dictionary[0], n))
                        .isEqualTo(longest);
                for (int trial = 0; trial < 6; trial++) {
                    final int room = trial == 0 ? expected.length : random.nextInt(expected.length + 1);
                    final int fits = Views.fit(rows.validity, rows.bit, vector[0], n, room);
                    assertThat(Views.fitIndexed(rows.validity, rows.bit, rows.address, dictionary[0], n, room))
                            .isEqualTo(fits);
                    assertFits(rows, entries, n, room, fits);
                }
            }
        }
    }

    @Test
    void theAddressOfAViewIsThatOfItsBytes() {
        for (int length = 0; length < 40; length++) {
            final byte[] value = new byte[length];
            random.nextBytes(value);
            final long[] vector = views(new byte[][] {value});
            final byte[] read = new byte[length];
            NativeMemory.copy(Views.address(vector[0], vector[1]), read, 0, length);
            assertThat(read).isEqualTo(value);
        }
    }

    @Test
    void nothingBehindTheLastIndexedValueIsRead() throws IOException {
        final GuardedMemory memory = GuardedMemory.in(directory);
        memory.assertThatItFaults();
        final NativeArea out = NativeArea.of(1 << 12);
        final long indexes = NativeArea.ofInts(new int[] {0, 1, 0}).address();
        for (int length = 0; length < 130; length++) {
            final long data = memory.place(new byte[2 * length]);
            final NativeArea offsets = NativeArea.ofInts(new int[] {0, length, 2 * length});
            Gather.byteArrays32(0, 0, indexes, 3, offsets.address(), data, out.address());
            Gather.fixed(length, 0, 0, indexes, 3, data, out.address());
            final byte[] plain = ByteArrays.plain(new byte[][] {new byte[length], new byte[length]});
            final long entries = memory.place(plain);
            final NativeArea table = NativeArea.of(8);
            IdGather.entryOffsets(entries, 2, table.address());
            IdGather.byteArrays(entries, table.address(), indexes, 3, out.address());
            UsedIds.byteArrays(
                    NativeArea.of(new byte[] {2, 0, 0, 0, 0, 0, 0, 0}).address(), 2, entries, out.address());
        }
        memory.settle();
    }

    private static void assertFits(
            final Rows rows, final byte[][] entries, final int n, final int room, final int fits) {
        assertThat(ByteArrays.plain(rows.pick(entries, fits)).length).isLessThanOrEqualTo(room);
        if (fits < n) {
            assertThat(ByteArrays.plain(rows.pick(entries, fits + 1)).length).isGreaterThan(room);
        }
    }

    /** Views of values, garbage for those that are null, over three data buffers: the addresses of both. */
    private long[] views(final byte[][] values) {
        final ByteArrayOutputStream[] data = new ByteArrayOutputStream[3];
        Arrays.setAll(data, i -> new ByteArrayOutputStream());
        final NativeArea views = NativeArea.of(16L * values.length);
        for (int i = 0; i < values.length; i++) {
            final long view = views.address() + 16L * i;
            final byte[] value = values[i];
            NativeMemory.fill(view, 16, (byte) 0x7F); // what pads an inline value differs from a red zone
            if (value == null) {
                continue;
            }
            if (value.length <= 12) {
                NativeMemory.putInt(view, value.length);
                NativeMemory.copy(value, 0, view + 4, value.length);
            } else {
                final int buffer = random.nextInt(3);
                NativeMemory.putInt(view, value.length);
                NativeMemory.copy(value, 0, view + 4, 4);
                NativeMemory.putInt(view + 8, buffer);
                NativeMemory.putInt(view + 12, data[buffer].size());
                data[buffer].writeBytes(value);
            }
        }
        views.assertRedZones();
        final NativeArea buffers = NativeArea.ofLongs(Arrays.stream(data)
                .mapToLong(bytes -> NativeArea.of(bytes.toByteArray()).address())
                .toArray());
        return new long[] {views.address(), buffers.address()};
    }
}
