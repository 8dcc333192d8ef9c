package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Thrift's compact protocol, read from bytes that may say anything. */
class CompactReaderTest {
    private static CompactReader reader(final int... bytes) {
        final byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return new CompactReader("it", all, 0, all.length);
    }

    @Test
    void numbersComeBackAsTheyWereWritten() throws IOException {
        final long[] numbers = {
            0, -1, 1, 63, 64, -64, -65, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
        };
        final CompactBytes out = new CompactBytes();
        for (final long number : numbers) {
            out.i64(number);
        }
        final byte[] bytes = out.toByteArray();
        final CompactReader in = new CompactReader("it", bytes, 0, bytes.length);

        for (final long number : numbers) {
            assertThat(in.i64()).isEqualTo(number);
        }
        assertThat(in.position()).isEqualTo(bytes.length);
    }

    @Test
    void fieldsComeBackWithTheirIdsAndValues() throws IOException {
        final CompactBytes out = new CompactBytes();
        out.struct(CompactProtocol.FIRST);
        out.boolField(1, true);
        out.boolField(2, false);
        out.i32Field(17, -5);
        out.stringField(100, "name"); // more than 15 behind the one before: the long form
        out.listField(101, 20, CompactProtocol.TYPE_I32);
        for (int i = 0; i < 20; i++) {
            out.i32(i);
        }
        out.emptyStructField(102);
        out.byteField(103, 0x88);
        out.stop();
        final byte[] bytes = out.toByteArray();
        final CompactReader in = new CompactReader("it", bytes, 0, bytes.length);

        assertThat(in.field(0)).isEqualTo(1);
        assertThat(in.boolField()).isTrue();
        assertThat(in.field(1)).isEqualTo(2);
        assertThat(in.boolField()).isFalse();
        assertThat(in.field(2)).isEqualTo(17);
        assertThat(in.i32Field()).isEqualTo(-5);
        assertThat(in.field(17)).isEqualTo(100);
        assertThat(in.binaryField()).isEqualTo("name".getBytes(StandardCharsets.UTF_8));
        assertThat(in.field(100)).isEqualTo(101);
        assertThat(in.listField(CompactProtocol.TYPE_I32)).isEqualTo(20);
        for (int i = 0; i < 20; i++) {
            assertThat(in.i32()).isEqualTo(i);
        }
        assertThat(in.field(101)).isEqualTo(102);
        in.structField();
        assertThat(in.field(0)).isEqualTo(CompactReader.STOP);
        assertThat(in.field(102)).isEqualTo(103);
        in.skipField();
        assertThat(in.field(103)).isEqualTo(CompactReader.STOP);
        assertThat(in.position()).isEqualTo(bytes.length);

        final CompactReader passing = new CompactReader("it", bytes, 0, bytes.length);
        passing.skipStruct();
        assertThat(passing.position()).isEqualTo(bytes.length);
    }

    @Test
    void everyKindOfValueIsPassedOver() throws IOException {
        // set<i32>{1, 2}, map<i32, binary>{1: "a"}, map{}, double, uuid, list<bool>{true, false}, then the stop
        final CompactReader in = reader(
                0x1A, 0x25, 2, 4, 0x1B, 1, 0x58, 2, 1, 'a', 0x1B, 0, 0x17, 1, 2, 3, 4, 5, 6, 7, 8, 0x1D, 1, 2, 3, 4, 5,
                6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0x19, 0x21, 1, 2, 0);
        in.skipStruct();
        assertThat(in.position()).isEqualTo(43);
    }

    @Test
    void aLengthBeyondTheBytesIsRefusedBeforeAnythingIsAllocated() {
        assertThatIOException()
                .isThrownBy(() -> reader(0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1, 2).binary())
                .withMessageStartingWith("it is damaged: at its byte 5, a string or list would have the length"
                        + " 2147483647, and 2 bytes are left");
        assertThatIOException()
                .isThrownBy(() -> reader(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0)
                        .binary())
                .withMessageContaining("length 18446744073709551615");
        assertThatIOException()
                .isThrownBy(() -> reader(0xFC, 0xFF, 0xFF, 0x03, 0, 0).listHeader(CompactProtocol.TYPE_STRUCT))
                .withMessageContaining("length 65535");
    }

    @Test
    void nestingEndsBeforeTheStackDoes() {
        final byte[] structs = new byte[1 << 20];
        Arrays.fill(structs, (byte) 0x1C); // field 1, a struct, whose field 1 is a struct, ...
        assertThatIOException()
                .isThrownBy(() -> new CompactReader("it", structs, 0, structs.length).skipStruct())
                .withMessageContaining("structs nest deeper than 24");
        Arrays.fill(structs, (byte) 0x19); // lists of lists
        assertThatIOException()
                .isThrownBy(() -> new CompactReader("it", structs, 0, structs.length).skipStruct())
                .withMessageContaining("structs nest deeper than 24");
    }

    @Test
    void idsGoUpwards() {
        assertThatIOException()
                .isThrownBy(() -> reader(0x05, 4).field(2)) // long form: field 2 again
                .withMessageContaining("field 2 comes behind field 2");
        assertThatIOException()
                .isThrownBy(() -> reader(0x05, 1).field(2)) // field -1
                .withMessageContaining("field -1 comes behind field 2");
        assertThatIOException()
                .isThrownBy(() -> reader(0xF5).field(Integer.MAX_VALUE)) // 15 beyond the last id there is
                .withMessageContaining("field 2147483662 comes behind field 2147483647");
    }

    @Test
    void aNumberThatIsTooWideOrNeverEndsIsRefused() {
        assertThatIOException()
                .isThrownBy(() -> reader(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80)
                        .i64())
                .withMessageContaining("a number takes more than 10 bytes");
        assertThatIOException()
                .isThrownBy(() -> reader(0x80, 0x80, 0x80, 0x80, 0x20).i32())
                .withMessageContaining("the number 4294967296 has more than 32 bits");
        assertThatIOException().isThrownBy(() -> reader(0x80).i64()).withMessageContaining("in the middle of a value");
    }

    @Test
    void aFieldOfAnotherTypeIsRefused() {
        assertThatIOException()
                .isThrownBy(() -> {
                    final CompactReader in = reader(0x18, 1, 'a');
                    in.field(0);
                    in.i64Field();
                })
                .withMessageContaining("a field is of type 8, not of type 6");
        assertThatIOException()
                .isThrownBy(() -> reader(0x25, 1, 1).listHeader(CompactProtocol.TYPE_STRUCT))
                .withMessageContaining("a list has elements of type 5, not of type 12");
        assertThatIOException()
                .isThrownBy(() -> reader(0x1E, 1).skipStruct())
                .withMessageContaining("a value is of type 14");
    }

    @Test
    void noiseIsReadToAnEndOrRefused() {
        final Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            final byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            final CompactReader in = new CompactReader("it", noise, 0, noise.length);
            try {
                in.skipStruct();
                assertThat(in.position()).isBetween(1, noise.length);
            } catch (final IOException e) {
                assertThat(e).hasMessageStartingWith("it is damaged: at its byte ");
            }
        }
    }
}
