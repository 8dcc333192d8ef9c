package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shaded.parquet.org.apache.thrift.protocol.TField;
import shaded.parquet.org.apache.thrift.protocol.TList;
import shaded.parquet.org.apache.thrift.protocol.TStruct;

class CompactProtocolTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 63, 64, -64, -65, 8191, 8192, -8193, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anIntIsWrittenAsThriftWritesItAndItsLengthIsKnownBefore(final int value) {
        final byte[] bytes = RedZones.written(CompactProtocol.MAX_I32_BYTES, at -> CompactProtocol.i32(at, value));

        assertThat(bytes).isEqualTo(Thrift.bytes(protocol -> protocol.writeI32(value)));
        assertThat(CompactProtocol.i32Bytes(value)).isEqualTo(bytes.length);
    }

    @Test
    void anIntOfEveryLengthHasItsLengthKnownBefore() {
        for (int bits = 0; bits < Integer.SIZE; bits++) {
            for (final int value : new int[] {1 << bits, (1 << bits) - 1, -(1 << bits), ~(1 << bits)}) {
                assertThat(CompactProtocol.varint32Bytes(value))
                        .as("length of %d", value)
                        .isEqualTo(RedZones.written(5, at -> CompactProtocol.varint32(at, value)).length);
            }
        }
    }

    @Test
    void aLongOfEveryLengthHasItsLengthKnownBefore() {
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (final long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits), ~(1L << bits)}) {
                assertThat(CompactProtocol.i64Bytes(value))
                        .as("length of %d", value)
                        .isEqualTo(RedZones.written(10, at -> CompactProtocol.i64(at, value)).length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, 64, -65, 1L << 31, -1L << 34, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE})
    void aLongIsWrittenAsThriftWritesItAndItsLengthIsKnownBefore(final long value) {
        final byte[] bytes = RedZones.written(CompactProtocol.MAX_I64_BYTES, at -> CompactProtocol.i64(at, value));

        assertThat(bytes).isEqualTo(Thrift.bytes(protocol -> protocol.writeI64(value)));
        assertThat(CompactProtocol.i64Bytes(value)).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 15", "0, 16", "3, 18", "3, 19", "14, 15", "15, 300", "5, 4", "7, 7", "1, 32767"})
    void aFieldHeaderIsShortForADistanceOf1To15AndLongOtherwise(final int previousId, final int id) {
        final byte[] bytes = RedZones.written(
                10, at -> CompactProtocol.field(CompactProtocol.field(at, 0, previousId, 5), previousId, id, 8));

        assertThat(bytes).isEqualTo(Thrift.bytes(protocol -> {
            protocol.writeStructBegin(new TStruct("any"));
            protocol.writeFieldBegin(new TField("before", Thrift.I32, (short) previousId));
            protocol.writeFieldBegin(new TField("field", Thrift.STRING, (short) id));
        }));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 14, 15, 16, 127, 128, 200, 20_000, Integer.MAX_VALUE})
    void aListHeaderTakesOneByteUpTo14Elements(final int size) {
        final byte[] bytes = RedZones.written(
                CompactProtocol.MAX_LIST_HEADER_BYTES,
                at -> CompactProtocol.listHeader(at, size, CompactProtocol.TYPE_STRUCT));

        assertThat(bytes).isEqualTo(Thrift.bytes(protocol -> protocol.writeListBegin(new TList(Thrift.STRUCT, size))));
        assertThat(bytes.length == 1).isEqualTo(size <= 14);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 20_000})
    void binaryIsItsLengthAndItsBytes(final int length) {
        final byte[] value = "é".repeat(length).substring(0, length).getBytes(StandardCharsets.ISO_8859_1);

        final byte[] bytes =
                RedZones.written(CompactProtocol.maxBinaryBytes(value), at -> CompactProtocol.binary(at, value));

        assertThat(bytes).isEqualTo(Thrift.bytes(protocol -> protocol.writeBinary(ByteBuffer.wrap(value))));
    }

    @Test
    void aStructOfAllFieldKindsIsWrittenAsThriftWritesIt() {
        final byte[] bytes = RedZones.written(100, at -> {
            long out = CompactProtocol.boolField(at, 0, 1, true);
            out = CompactProtocol.boolField(out, 1, 2, false);
            out = CompactProtocol.i16Field(out, 2, 4, -300);
            out = CompactProtocol.i32Field(out, 4, 30, 7);
            out = CompactProtocol.i64Field(out, 30, 31, -1);
            out = CompactProtocol.binaryField(out, 31, 32, new byte[] {9, 8});
            out = CompactProtocol.structField(out, 32, 33);
            out = CompactProtocol.stop(out);
            out = CompactProtocol.listField(out, 33, 34, 0, CompactProtocol.TYPE_I32);
            return CompactProtocol.stop(out);
        });

        assertThat(bytes).isEqualTo(Thrift.bytes(protocol -> {
            protocol.writeStructBegin(new TStruct("outer"));
            protocol.writeFieldBegin(new TField("", Thrift.BOOL, (short) 1));
            protocol.writeBool(true);
            protocol.writeFieldBegin(new TField("", Thrift.BOOL, (short) 2));
            protocol.writeBool(false);
            protocol.writeFieldBegin(new TField("", Thrift.I16, (short) 4));
            protocol.writeI16((short) -300);
            protocol.writeFieldBegin(new TField("", Thrift.I32, (short) 30));
            protocol.writeI32(7);
            protocol.writeFieldBegin(new TField("", Thrift.I64, (short) 31));
            protocol.writeI64(-1);
            protocol.writeFieldBegin(new TField("", Thrift.STRING, (short) 32));
            protocol.writeBinary(ByteBuffer.wrap(new byte[] {9, 8}));
            protocol.writeFieldBegin(new TField("", Thrift.STRUCT, (short) 33));
            protocol.writeStructBegin(new TStruct("inner"));
            protocol.writeFieldStop();
            protocol.writeStructEnd();
            protocol.writeFieldBegin(new TField("", Thrift.LIST, (short) 34));
            protocol.writeListBegin(new TList(Thrift.I32, 0));
            protocol.writeFieldStop();
        }));
    }

    @Test
    void randomLongsAreWrittenAsThriftWritesThem() {
        final Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            final long value = TestColumn.magnitude(random, 64) * (random.nextBoolean() ? 1 : -1);

            assertThat(RedZones.written(CompactProtocol.MAX_I64_BYTES, at -> CompactProtocol.i64(at, value)))
                    .isEqualTo(Thrift.bytes(protocol -> protocol.writeI64(value)));
        }
    }
}
