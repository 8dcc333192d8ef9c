package dev.intarsia.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.memory.NativeMemory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small state comes back as it was put, and bytes that are no state are refused. */
class StateInputTest {
    private static final long[] EDGES = {
        0,
        1,
        -1,
        63,
        64,
        -64,
        -65,
        127,
        128,
        16_383,
        16_384,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 35,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final StateOutput out = new StateOutput();

    private StateInput back() {
        return new StateInput(out.toByteArray());
    }

    private static StateInput input(final int... values) {
        final byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new StateInput(bytes);
    }

    private static void assertDamaged(final ThrowingCallable read, final String sentence) {
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(read)
                .withMessage(
                        "the checkpoint is damaged: at byte %s; fetch it again, or restore from another one", sentence);
    }

    @Test
    void numbersComeBackAtTheEdges() throws StateFormatException {
        for (final long edge : EDGES) {
            out.putVarint(edge);
            out.putSigned(edge);
            out.putFixedLong(edge);
            out.putFixedInt((int) edge);
            out.putDouble(Double.longBitsToDouble(edge));
        }
        final StateInput in = back();
        for (final long edge : EDGES) {
            assertThat(in.getVarint()).isEqualTo(edge);
            assertThat(in.getSigned()).isEqualTo(edge);
            assertThat(in.getFixedLong()).isEqualTo(edge);
            assertThat(in.getFixedInt()).isEqualTo((int) edge);
            assertThat(Double.doubleToRawLongBits(in.getDouble())).isEqualTo(edge);
        }
        in.requireEnd();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 128, 129, 16_383, 16_384, 20_000})
    void runsOfEveryLengthComeBack(final int count) throws StateFormatException {
        final SplittableRandom random = new SplittableRandom(count);
        final byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        final long[] longs = random.longs(count).toArray();
        out.putBytes(bytes);
        out.putLongs(longs, 0, count);
        out.putDeltas(longs, 0, count);
        out.putString("\u00e4\u6f22\ud83d\ude00".repeat(count));
        final int begun = out.begin();
        out.putBytes(bytes, count / 2, count - count / 2);
        out.end(begun);
        out.putByte(0x5A);

        final StateInput in = back();
        assertThat(in.getBytes()).isEqualTo(bytes);
        assertThat(in.getLongs()).isEqualTo(longs);
        assertThat(in.getDeltas()).isEqualTo(longs);
        assertThat(in.getString()).isEqualTo("\u00e4\u6f22\ud83d\ude00".repeat(count));
        assertThat(in.getNested().getBytes()).isEqualTo(Arrays.copyOfRange(bytes, count / 2, count));
        assertThat(in.getByte()).isEqualTo(0x5A);
        in.requireEnd();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 127, 128, 20_000})
    void nativeMemoryComesBackAndNothingAroundItIsTouched(final int count) throws StateFormatException {
        final ByteBuffer memory = ByteBuffer.allocateDirect(2 * count + 128);
        final long from = NativeMemory.addressOf(memory);
        final long to = from + count + 64;
        new SplittableRandom(count).ints(count).forEach(value -> memory.put((byte) value));
        NativeMemory.fill(from + count, count + 128L, (byte) 0xA5);
        out.putMemory(from, count);

        final StateInput in = back();
        final int length = in.getLength();
        in.copyTo(to, length);
        in.requireEnd();

        assertThat(length).isEqualTo(count);
        final byte[] all = new byte[2 * count + 128];
        memory.get(0, all);
        assertThat(Arrays.copyOfRange(all, count + 64, 2 * count + 64)).isEqualTo(Arrays.copyOf(all, count));
        for (int i = 0; i < 64; i++) {
            assertThat(all[count + i]).isEqualTo((byte) 0xA5);
            assertThat(all[2 * count + 64 + i]).isEqualTo((byte) 0xA5);
        }
        assertThat(memory.isDirect()).isTrue();
    }

    @Test
    void structsInsideStructsComeBackWhateverTheirLengths() throws StateFormatException {
        for (int size = 0; size < 300; size++) {
            out.clear();
            final int outer = out.beginField(3);
            final int inner = out.beginField(1);
            out.putBytes(new byte[size]);
            out.end(inner);
            final int last = out.beginField(200);
            out.putSigned(-size);
            out.end(last);
            out.end(outer);

            final StateInput in = back();
            assertThat(in.nextField()).isEqualTo(3);
            final StateInput struct = in.field();
            assertThat(struct.nextField()).isEqualTo(1);
            assertThat(struct.field().getBytes()).hasSize(size);
            assertThat(struct.nextField()).isEqualTo(200);
            assertThat(struct.field().getSigned()).isEqualTo(-size);
            assertThat(struct.nextField()).isEqualTo(StateInput.END);
            assertThat(in.nextField()).isEqualTo(StateInput.END);
        }
    }

    /** One of everything, by the digits of a number. */
    private static void put(final StateOutput out, final SplittableRandom random, final int[] kinds) {
        for (final int kind : kinds) {
            final long value = random.nextLong() >>> random.nextInt(64);
            final long[] longs = random.longs(random.nextInt(5)).toArray();
            switch (kind) {
                case 0 -> out.putVarint(value);
                case 1 -> out.putSigned(value);
                case 2 -> out.putFixedInt((int) value);
                case 3 -> out.putFixedLong(value);
                case 4 -> out.putBoolean((value & 1) == 1);
                case 5 -> out.putString(Long.toString(value));
                case 6 -> out.putLongs(longs, 0, longs.length);
                case 7 -> out.putDeltas(longs, 0, longs.length);
                default -> {
                    final int begun = out.begin();
                    out.putVarint(value);
                    out.end(begun);
                }
            }
        }
    }

    private static void get(final StateInput in, final int[] kinds) throws StateFormatException {
        for (final int kind : kinds) {
            switch (kind) {
                case 0 -> in.getVarint();
                case 1 -> in.getSigned();
                case 2 -> in.getFixedInt();
                case 3 -> in.getFixedLong();
                case 4 -> in.getBoolean();
                case 5 -> in.getString();
                case 6 -> in.getLongs();
                case 7 -> in.getDeltas();
                default -> in.getNested().getVarint();
            }
        }
        in.requireEnd();
    }

    @Test
    void whatIsCutOffAnywhereIsRefused() throws StateFormatException {
        for (int seed = 0; seed < 300; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final int[] kinds = random.ints(8, 0, 9).toArray();
            out.clear();
            put(out, random, kinds);
            final byte[] bytes = out.toByteArray();
            get(new StateInput(bytes), kinds);
            for (int length = 0; length < bytes.length; length++) {
                final StateInput in = new StateInput(bytes, 0, length);
                assertThatExceptionOfType(StateFormatException.class)
                        .as("seed %d, %d of %d bytes", seed, length, bytes.length)
                        .isThrownBy(() -> get(in, kinds));
            }
        }
    }

    @Test
    void whateverTheBytesAreNothingButARefusalComesOfThem() {
        for (int seed = 0; seed < 20_000; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            final int[] kinds = random.ints(8, 0, 9).toArray();
            try {
                get(new StateInput(bytes), kinds);
            } catch (final StateFormatException e) {
                assertThat(e).hasMessageStartingWith("the checkpoint is damaged: at byte ");
            }
        }
    }

    @Test
    void aLengthBeyondTheEndIsRefusedBeforeItIsAllocated() {
        final int[] most = {0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1};
        final String elements = " bytes or more would follow, and 1 bytes are left";
        assertDamaged(() -> input(most).getBytes(), "5 of its metadata, 2147483647 elements of 1" + elements);
        assertDamaged(() -> input(most).getString(), "5 of its metadata, 2147483647 elements of 1" + elements);
        assertDamaged(() -> input(most).getLongs(), "5 of its metadata, 2147483647 elements of 8" + elements);
        assertDamaged(() -> input(most).getDeltas(), "5 of its metadata, 2147483647 elements of 1" + elements);
        assertDamaged(() -> input(most).getNested(), "5 of its metadata, 2147483647 elements of 1" + elements);
        assertDamaged(() -> input(most).getLength(), "5 of its metadata, 2147483647 elements of 1" + elements);
        assertDamaged(() -> input(2, 1).getBytes(), "1 of its metadata, 2 elements of 1" + elements);
        // 2^61 + 1 longs are 8 bytes, if the product is taken in 64 bits.
        final int[] wrapping = {0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 1, 2, 3, 4, 5, 6, 7, 8};
        assertDamaged(
                () -> input(wrapping).getLongs(),
                "9 of its metadata, 2305843009213693953 elements of 8 bytes or more would follow, and 8 bytes are left");
        final int[] negative = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 1};
        assertDamaged(
                () -> input(negative).getBytes(), "10 of its metadata, 18446744073709551615 elements of 1" + elements);
    }

    @Test
    void numbersThatAreTooLargeAreRefused() {
        final int[] many = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01};
        assertDamaged(() -> input(many).getVarint(), "10 of its metadata, a number takes more than 64 bits");
        final int[] large = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02};
        assertDamaged(() -> input(large).getVarint(), "10 of its metadata, a number takes more than 64 bits");
        assertDamaged(
                () -> input(0x80, 0x80, 0x80, 0x80, 0x08).getVarintAsInt(),
                "5 of its metadata, the number 2147483648 is above 2147483647");
        assertDamaged(() -> input(0x80).getVarint(), "1 of its metadata, a number has no end");
    }

    @Test
    void whatIsNeitherYesNorNoOrNoTextIsRefused() {
        assertDamaged(() -> input(2).getBoolean(), "1 of its metadata, yes or no is stated as 2, it must be 0 or 1");
        assertDamaged(() -> input(2, 0xC3, 0x28).getString(), "3 of its metadata, a text of 2 bytes is not in UTF-8");
        assertDamaged(() -> input(1, 0xE4).getString(), "2 of its metadata, a text of 1 bytes is not in UTF-8");
    }

    @Test
    void whatWasNotReadToItsEndIsNoticedByWhateverIsReadNext() {
        final String left = "1 of its metadata, 1 bytes follow where a value should end";
        assertDamaged(
                () -> {
                    final StateInput in = input(1, 7, 0);
                    in.getNested();
                    in.getByte();
                },
                left);
        assertDamaged(
                () -> {
                    final StateInput in = input(1, 1, 7, 2, 0);
                    in.nextField();
                    in.nextField();
                },
                "2" + left.substring(1));
        assertDamaged(
                () -> {
                    final StateInput in = input(1, 7);
                    in.getNested();
                    in.requireEnd();
                },
                left);
        assertDamaged(() -> input(7).requireEnd(), "0" + left.substring(1));
    }

    @Test
    void aNestedValueCannotReadBeyondItsEnd() {
        assertDamaged(
                () -> input(1, 7, 7, 7, 7).getNested().getFixedInt(),
                "1 of its metadata, a value of 4 bytes would begin, and 1 are left");
    }

    @Test
    void fieldsThatComeTwiceOrInAnotherOrderAreRefused() {
        for (final int second : new int[] {1, 2}) {
            assertDamaged(
                    () -> {
                        final StateInput in = input(2, 0, second, 0);
                        in.nextField();
                        in.nextField();
                    },
                    "3 of its metadata, field " + second + " comes behind field 2");
        }
        assertDamaged(() -> input(0, 0).nextField(), "1 of its metadata, field 0 comes behind field 0");
    }

    @Test
    void aRangeOutsideTheArrayIsTheCallersFault() {
        assertThatThrownBy(() -> new StateInput(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.putBytes(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.putLongs(new long[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.putDeltas(new long[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aRangeOfAnArrayIsReadAsIfItWereAll() throws StateFormatException {
        final StateInput in = new StateInput(new byte[] {9, 9, 2, 5, 6, 9}, 2, 3);

        assertThat(in.remaining()).isEqualTo(3);
        assertThat(in.getBytes()).containsExactly(5, 6);
        assertThat(in.remaining()).isZero();
        assertDamaged(in::getByte, "3 of its metadata, a value of 1 bytes would begin, and 0 are left");
    }

    @Test
    void theViewHasTheBytesThatWerePut() {
        out.putString("abc");

        final ByteBuffer view = out.view();
        final byte[] seen = new byte[view.remaining()];
        view.get(seen);

        assertThat(seen).isEqualTo(out.toByteArray()).hasSize(out.length()).containsExactly(3, 'a', 'b', 'c');
        assertThat(view.isReadOnly()).isTrue();
        out.clear();
        assertThat(out.length()).isZero();
        assertThat(out.toByteArray()).isEmpty();
    }
}
