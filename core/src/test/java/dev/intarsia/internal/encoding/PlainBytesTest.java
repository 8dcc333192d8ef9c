package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.plain.BinaryPlainValuesReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainBytesTest {
    private static final int[] MAX_LENGTHS = {0, 1, 7, 9, 20, 300};

    private final Random random = new Random(14);

    @TempDir
    private Path directory;

    @Test
    void validRowsAreAppendedInPlainForm() {
        for (final int n : Samples.COUNTS) {
            for (final int maxLength : MAX_LENGTHS) {
                for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                    final VarWidth vector = vector(n, maxLength, pattern);
                    final byte[] expected = vector.plain(n);
                    final long validity = pattern == 1 ? 0 : vector.validity().address();
                    final NativeArea out = NativeArea.of(expected.length + PlainBytes.SLACK_BYTES);
                    assertThat(out.readTo(append32(vector, validity, n, out))).isEqualTo(expected);
                    out.assertRedZones();
                    assertThat(out.readTo(append64(vector, validity, n, out))).isEqualTo(expected);
                    out.assertRedZones();
                    assertThat(PlainBytes.bytes32(
                                    validity, vector.bit(), vector.offsets32().address(), n))
                            .isEqualTo(expected.length);
                    assertThat(PlainBytes.bytes64(
                                    validity, vector.bit(), vector.offsets64().address(), n))
                            .isEqualTo(expected.length);
                    assertThat(PlainBytes.maxBytes(n, vector.data().bytes())).isGreaterThanOrEqualTo(out.bytes());
                }
            }
        }
    }

    @Test
    void parquetJavaReadsThem() throws IOException {
        final VarWidth vector = vector(1000, 30, 3);
        final NativeArea out =
                NativeArea.of(PlainBytes.maxBytes(1000, vector.data().bytes()));
        final byte[] plain = out.readTo(append32(vector, vector.validity().address(), 1000, out));
        final BinaryPlainValuesReader reader = new BinaryPlainValuesReader();
        reader.initFromPage(1000, ByteBufferInputStream.wrap(ByteBuffer.wrap(plain)));
        for (int i = 0; i < 1000; i++) {
            if (vector.valid()[i]) {
                assertThat(reader.readBytes().getBytes()).isEqualTo(vector.rows()[i]);
            }
        }
    }

    @Test
    void asManyRowsFitAsTheRoomHolds() {
        for (final int n : Samples.COUNTS) {
            for (int pattern = 0; pattern < Samples.BIT_PATTERNS; pattern++) {
                final VarWidth vector = vector(n, 9, pattern);
                final long validity = pattern == 1 ? 0 : vector.validity().address();
                final int all = vector.plain(n).length;
                for (int trial = 0; trial < 6; trial++) {
                    final int room = trial == 0 ? all : random.nextInt(all + 1);
                    final int fits = PlainBytes.fit32(
                            validity, vector.bit(), vector.offsets32().address(), n, room);
                    assertThat(vector.plain(fits).length).isLessThanOrEqualTo(room);
                    if (fits < n) {
                        assertThat(vector.plain(fits + 1).length).isGreaterThan(room);
                    }
                    assertThat(PlainBytes.fit64(
                                    validity, vector.bit(), vector.offsets64().address(), n, room))
                            .isEqualTo(fits);
                }
            }
        }
    }

    @Test
    void aRunWithoutRowsNeedsNoOffsets() {
        final NativeArea out = NativeArea.of(0);
        assertThat(PlainBytes.append32(0, 0, 0, 0, 0, out.address())).isEqualTo(out.address());
        assertThat(PlainBytes.bytes64(0, 0, 0, 0)).isZero();
        assertThat(PlainBytes.fit32(0, 0, 0, 0, 0)).isZero();
    }

    @Test
    void noByteBehindTheLastValueIsRead() throws IOException {
        final GuardedMemory guarded = GuardedMemory.in(directory);
        guarded.assertThatItFaults();
        for (final int maxLength : MAX_LENGTHS) {
            for (int n = 1; n < 40; n++) {
                final VarWidth vector = vector(n, maxLength, 1);
                final byte[] bytes = vector.data().read(0, vector.data().bytes());
                final long data = guarded.place(bytes);
                final NativeArea out = NativeArea.of(PlainBytes.maxBytes(n, bytes.length));
                PlainBytes.append32(0, 0, vector.offsets32().address(), data, n, out.address());
                final BytesDictionary dictionary = new BytesDictionary(1 << 20);
                final NativeArea table = NativeArea.of(1024);
                final NativeArea values = NativeArea.of(1 << 15);
                dictionary.useTable(table.address(), 1024);
                dictionary.useValues(values.address(), 1 << 15);
                final NativeArea ids = NativeArea.of(4L * n);
                dictionary.encode32(0, 0, vector.offsets32().address(), data, n, ids.address());
                dictionary.encode32(0, 0, vector.offsets32().address(), data, n, ids.address());
            }
        }
        guarded.settle();
    }

    private VarWidth vector(final int n, final int maxLength, final int pattern) {
        return VarWidth.of(Samples.strings(n, maxLength, random), Samples.bits(pattern, n, random), random);
    }

    private static long append32(final VarWidth vector, final long validity, final int n, final NativeArea out) {
        return PlainBytes.append32(
                validity,
                vector.bit(),
                vector.offsets32().address(),
                vector.data().address(),
                n,
                out.address());
    }

    private static long append64(final VarWidth vector, final long validity, final int n, final NativeArea out) {
        return PlainBytes.append64(
                validity,
                vector.bit(),
                vector.offsets64().address(),
                vector.data().address(),
                n,
                out.address());
    }
}
