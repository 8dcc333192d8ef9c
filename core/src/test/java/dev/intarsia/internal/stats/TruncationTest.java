package dev.intarsia.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruncationTest {
    /** The ends of every encoded length, the neighbours of the surrogates, and the last code point. */
    private static final int[] CODE_POINTS = {
        0, 'a', 'b', 0x7E, 0x7F, 0x80, 0x7FE, 0x7FF, 0x800, 0xD7FE, 0xD7FF, 0xE000, 0xFFFE, 0xFFFF, 0x10000, 0x10FFFE,
        0x10FFFF
    };

    @Test
    void aBoundOfTheAllowedLengthStaysWholeAndALongerOneIsCut() {
        final String text = "x".repeat(64);
        final WrittenBounds whole = written(Truncation.UTF8, 64, utf8(text));
        assertThat(whole.min()).isEqualTo(utf8(text)).isEqualTo(whole.max());
        assertThat(whole.minExact() && whole.maxExact()).isTrue();

        final WrittenBounds cut = written(Truncation.UTF8, 64, utf8(text + "x"));
        assertThat(cut.min()).isEqualTo(utf8(text));
        assertThat(cut.max()).isEqualTo(utf8("x".repeat(63) + "y"));
        assertThat(cut.minExact() || cut.maxExact()).isFalse();
    }

    @Test
    void theTwoBoundsAreCutEachForItself() {
        final WrittenBounds written = written(Truncation.UTF8, 4, utf8("abc"), utf8("mmmmmm"));
        assertThat(written.min()).isEqualTo(utf8("abc"));
        assertThat(written.minExact()).isTrue();
        assertThat(written.max()).isEqualTo(utf8("mmmn"));
        assertThat(written.maxExact()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "61 E282AC 62,           3, 61,       62", // the euro sign does not fit; only the letter before it stays
        "61 E282AC 62,           4, 61E282AC, 61E282AD",
        "61 ED9FBF 62,           4, 61ED9FBF, 61EE8080", // U+D7FF is followed by U+E000
        "61 F48FBFBF 62,         5, 61F48FBFBF, 62", // nothing follows U+10FFFF, so it is dropped
        "61 7F 62,               2, 617F,     62", // U+0080 would be a byte too long
        "61 7F E282AC,           3, 617F,     61C280", // and here it is not
        "F48FBFBF F48FBFBF 62,   8, F48FBFBFF48FBFBF, F48FBFBFF48FBFBF62", // none can be raised: the value itself
        "E282AC 62,              2, '',       E282AC62", // no code point fits
        "61 62 80 63,            3, 616280,   616281", // not UTF-8: cut and raised as bytes
        "61 C0AF 63,             3, 61C0AF,   61C0B0", // overlong
        "61 E080AF 63,           4, 61E080AF, 61E080B0", // overlong, of three bytes
        "61 EDBFBF 63,           4, 61EDBFBF, 61EDBFC0", // a surrogate
        "61 F5808080 63,         5, 61F5808080, 61F5808081", // beyond U+10FFFF
        "61 62 E2 28 A1 63,      3, 6162,     6163", // what is malformed behind the cut does not matter
    })
    void textIsCutAndRaisedByCodePoints(final String value, final int boundBytes, final String min, final String max) {
        final byte[] bytes = hex(value);
        final WrittenBounds written = written(Truncation.UTF8, boundBytes, bytes);
        assertThat(written.min()).isEqualTo(hex(min));
        assertThat(written.minExact()).isFalse();
        assertThat(written.max()).isEqualTo(hex(max));
        assertThat(written.maxExact()).isEqualTo(Arrays.equals(written.max(), bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "01 02 03,    2, 0102, 0103",
        "01 FF 03,    2, 01FF, 02",
        "FF FF 03,    2, FFFF, FFFF03",
        "FF 7F 03,    2, FF7F, FF80",
    })
    void bytesAreCutAndRaisedByBytes(final String value, final int boundBytes, final String min, final String max) {
        final byte[] bytes = hex(value);
        final WrittenBounds written = written(Truncation.BYTES, boundBytes, bytes);
        assertThat(written.min()).isEqualTo(hex(min));
        assertThat(written.max()).isEqualTo(hex(max));
        assertThat(written.maxExact()).isEqualTo(Arrays.equals(written.max(), bytes));
    }

    @Test
    void aWrittenBoundAlwaysBoundsAndIsExactWhenItIsAValue() {
        final Random random = new Random(1);
        for (int round = 0; round < 4_000; round++) {
            final Truncation truncation = Truncation.values()[random.nextInt(3)];
            final int boundBytes = 1 + random.nextInt(12);
            final boolean text = random.nextInt(4) != 0;
            final byte[][] values = new byte[1 + random.nextInt(3)][];
            for (int i = 0; i < values.length; i++) {
                values[i] = text ? someText(random) : someBytes(random);
            }
            final WrittenBounds written = written(truncation, boundBytes, values);
            final List<byte[]> sorted =
                    Arrays.stream(values).sorted(Arrays::compareUnsigned).toList();
            final byte[] least = sorted.get(0);
            final byte[] most = sorted.get(sorted.size() - 1);

            assertThat(Arrays.compareUnsigned(written.min(), least)).isLessThanOrEqualTo(0);
            assertThat(Arrays.compareUnsigned(written.max(), most)).isGreaterThanOrEqualTo(0);
            assertThat(written.minExact()).isEqualTo(Arrays.equals(written.min(), least));
            assertThat(written.maxExact()).isEqualTo(Arrays.equals(written.max(), most));
            if (truncation == Truncation.NONE) {
                assertThat(written.minExact() && written.maxExact()).isTrue();
                continue;
            }
            assertThat(written.min().length).isLessThanOrEqualTo(boundBytes);
            assertThat(written.maxExact() || written.max().length <= boundBytes).isTrue();
            assertThat(least.length > boundBytes || written.minExact()).isTrue();
            assertThat(most.length > boundBytes || written.maxExact()).isTrue();
            if (text && truncation == Truncation.UTF8) {
                assertThat(isUtf8(written.min()) && isUtf8(written.max())).isTrue();
            }
        }
    }

    @Test
    void fixedSizeBytesAreCutOnlyIfTheColumnAllowsIt() {
        final byte[] value = hex("0102030405060708090A0B0C0D0E0F10");
        final NativeRun run = ValueKind.UUID.run(List.of(value));
        final Bounds bounds = ValueKind.UUID.bounds();
        bounds.update(run.address(), 1);
        assertThat(bounds.written(Truncation.NONE, 4).max()).isEqualTo(value);
        assertThat(bounds.written(Truncation.BYTES, 4).min()).isEqualTo(hex("01020304"));
        assertThat(bounds.written(Truncation.BYTES, 4).max()).isEqualTo(hex("01020305"));
        assertThat(bounds.written(Truncation.BYTES, 16).maxExact()).isTrue();
    }

    @Test
    void wideFixedSizeBytesAreCutToo() {
        final byte[] value = new byte[65];
        value[63] = (byte) 0xFF;
        final NativeRun run = ValueKind.FIXED_65.run(List.of(value));
        final Bounds bounds = ValueKind.FIXED_65.bounds();
        bounds.update(run.address(), 1);
        final WrittenBounds written = bounds.written(Truncation.BYTES, 64);
        assertThat(written.min()).hasSize(64).endsWith(0xFF);
        assertThat(written.max()).hasSize(63).endsWith(1);
        run.assertRedZonesIntact();
    }

    @Test
    void decimalsAndNumbersAreNeverCut() {
        for (final ValueKind kind : List.of(ValueKind.DECIMAL_32, ValueKind.DECIMAL_9, ValueKind.SIGNED_LONG)) {
            final List<byte[]> values = kind.values(new Random(2), 1, false);
            final NativeRun run = kind.run(values);
            final Bounds bounds = kind.bounds();
            bounds.update(run.address(), 1);
            final WrittenBounds written = bounds.written(Truncation.BYTES, 2);
            assertThat(written.min()).isEqualTo(values.get(0)).isEqualTo(written.max());
            assertThat(written.minExact() && written.maxExact()).isTrue();
            run.assertRedZonesIntact();
        }
    }

    @Test
    void aBoundOfNoBytesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueKind.BYTES.bounds().written(Truncation.UTF8, 0))
                .withMessageContaining("0 bytes");
    }

    private static WrittenBounds written(final Truncation truncation, final int boundBytes, final byte[]... values) {
        final NativeRun run = ValueKind.BYTES.run(List.of(values));
        final Bounds bounds = ValueKind.BYTES.bounds();
        bounds.update(run.address(), values.length);
        final WrittenBounds written = bounds.written(truncation, boundBytes);
        run.assertRedZonesIntact();
        return written;
    }

    private static byte[] someText(final Random random) {
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
        }
        return utf8(text.toString());
    }

    /** Mostly bytes that begin, continue or break a code point. */
    private static byte[] someBytes(final Random random) {
        final int[] choice = {0x61, 0x7F, 0x80, 0xBF, 0xC2, 0xE2, 0xED, 0xA0, 0xF4, 0x8F, 0x90, 0xFF};
        final byte[] bytes = new byte[random.nextInt(16)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : choice[random.nextInt(choice.length)]);
        }
        return bytes;
    }

    private static boolean isUtf8(final byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (final CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(final String text) {
        final String digits = text.replace(" ", "");
        final byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }
}
