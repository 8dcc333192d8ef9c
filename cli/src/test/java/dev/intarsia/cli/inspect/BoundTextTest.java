package dev.intarsia.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.Float16Type;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;
import org.junit.jupiter.api.Test;

class BoundTextTest {
    private static final int LIMIT = 30;

    private static SchemaElement column(final Type type) {
        return new SchemaElement("c").setType(type);
    }

    private static SchemaElement column(final Type type, final LogicalType logical) {
        return column(type).setLogicalType(logical);
    }

    private static String show(final SchemaElement column, final byte[] bytes) {
        return BoundText.forPeople(column, LIMIT).of(bytes);
    }

    private static byte[] ints(final int... values) {
        final ByteBuffer out =
                ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (final int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    private static byte[] longs(final long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private static LogicalType decimal(final int scale, final int precision) {
        return LogicalType.DECIMAL(new DecimalType(scale, precision));
    }

    @Test
    void numbersAreShownBySign() {
        assertThat(show(column(Type.INT32), ints(-1))).isEqualTo("-1");
        assertThat(show(column(Type.INT32, LogicalType.INTEGER(new IntType((byte) 32, false))), ints(-1)))
                .isEqualTo("4294967295");
        assertThat(show(column(Type.INT64, LogicalType.INTEGER(new IntType((byte) 64, false))), longs(-1)))
                .isEqualTo("18446744073709551615");
        assertThat(show(column(Type.BOOLEAN), new byte[] {1})).isEqualTo("true");
        assertThat(show(column(Type.DOUBLE), longs(Double.doubleToRawLongBits(-0.0))))
                .isEqualTo("-0.0");
        assertThat(show(column(Type.FLOAT), ints(Float.floatToRawIntBits(1.5f))))
                .isEqualTo("1.5");
    }

    @Test
    void halvesAreNumbers() {
        final SchemaElement half = column(Type.FIXED_LEN_BYTE_ARRAY, LogicalType.FLOAT16(new Float16Type()))
                .setType_length(2);
        final String[] shown = {"0.0", "-0.0", "1.0", "-2.0", "65504.0", "Infinity", "5.9604645E-8", "NaN"};
        final int[] bits = {0, 0x8000, 0x3C00, 0xC000, 0x7BFF, 0x7C00, 1, 0x7E00};
        for (int i = 0; i < bits.length; i++) {
            assertThat(show(half, new byte[] {(byte) bits[i], (byte) (bits[i] >> 8)}))
                    .isEqualTo(shown[i]);
        }
    }

    @Test
    void decimalsHaveTheirPoint() {
        assertThat(show(column(Type.INT32, decimal(2, 9)), ints(-12345))).isEqualTo("-123.45");
        assertThat(show(column(Type.BYTE_ARRAY, decimal(3, 20)), new byte[] {-1, 0}))
                .isEqualTo("-0.256");
        assertThat(show(column(Type.FIXED_LEN_BYTE_ARRAY, decimal(0, 9)).setType_length(4), new byte[] {0, 0, 1, 0}))
                .isEqualTo("256");
    }

    @Test
    void aScaleThatWouldFillTheMemoryIsWrittenAsAnExponent() {
        assertThat(show(column(Type.INT32, decimal(Integer.MAX_VALUE, 9)), ints(7)))
                .isIn("7", "7E-2147483647");
    }

    @Test
    void datesAndTimesAreIso() {
        final TimeUnit millis = TimeUnit.MILLIS(new MilliSeconds());
        final TimeUnit micros = TimeUnit.MICROS(new MicroSeconds());
        final TimeUnit nanos = TimeUnit.NANOS(new NanoSeconds());
        assertThat(show(column(Type.INT32, LogicalType.DATE(new DateType())), ints(-1)))
                .isEqualTo("1969-12-31");
        assertThat(show(column(Type.INT32, LogicalType.TIME(new TimeType(true, millis))), ints(0)))
                .isEqualTo("00:00:00Z");
        assertThat(show(column(Type.INT64, LogicalType.TIME(new TimeType(false, nanos))), longs(1)))
                .isEqualTo("00:00:00.000000001");
        assertThat(show(column(Type.INT64, LogicalType.TIMESTAMP(new TimestampType(true, micros))), longs(-1)))
                .isEqualTo("1969-12-31T23:59:59.999999Z");
        assertThat(show(column(Type.INT64).setConverted_type(ConvertedType.TIMESTAMP_MILLIS), longs(0)))
                .isEqualTo("1970-01-01T00:00:00Z");
        assertThat(show(column(Type.INT96), ints(0, 0, 2_440_589))).isEqualTo("1970-01-02T00:00:00Z");
    }

    @Test
    void numbersThatAreNoTimeStayNumbers() {
        final TimeUnit millis = TimeUnit.MILLIS(new MilliSeconds());
        assertThat(show(column(Type.INT32, LogicalType.TIME(new TimeType(true, millis))), ints(-1)))
                .isEqualTo("-1");
        assertThat(show(
                        column(Type.INT64, LogicalType.TIMESTAMP(new TimestampType(true, millis))),
                        longs(Long.MIN_VALUE)))
                .isNotEmpty();
        assertThat(show(column(Type.INT64, LogicalType.TIME(new TimeType(true, millis))), longs(Long.MAX_VALUE)))
                .isEqualTo("9223372036854775807");
    }

    @Test
    void textsAreQuotedEscapedAndCut() {
        final SchemaElement text = column(Type.BYTE_ARRAY, LogicalType.STRING(new StringType()));
        assertThat(show(text, "a\n\u001B[31m\u202Eb".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("'a\\n\\u{1b}[31m\\u{202e}b'");
        assertThat(show(text, "x".repeat(1000).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("'" + "x".repeat(25) + "...'")
                .hasSize(LIMIT);
        assertThat(show(text, new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xE2, (byte) 0x82}))
                .isEqualTo("'a\\xffb\\xe2\\x82'");
        assertThat(show(text, new byte[0])).isEqualTo("''");
        assertThat(BoundText.forPrograms(text).of("a\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a\n");
    }

    @Test
    void otherBytesAreHexadecimal() {
        assertThat(show(column(Type.BYTE_ARRAY), new byte[] {1, (byte) 0xFF})).isEqualTo("0x01ff");
        assertThat(show(column(Type.BYTE_ARRAY), "plain".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("'plain'");
        assertThat(show(column(Type.FIXED_LEN_BYTE_ARRAY), new byte[100]))
                .hasSize(LIMIT - 1)
                .endsWith("00...");
        assertThat(show(column(Type.INT32), new byte[3])).isEqualTo("0x000000");
        assertThat(show(column(Type.FIXED_LEN_BYTE_ARRAY, LogicalType.UUID(new UUIDType())), new byte[16]))
                .isEqualTo("00000000-0000-0000-0000-000000000000");
    }
}
