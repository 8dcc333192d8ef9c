package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.Annotations;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;

/** A bound as a person writes the value: by the logical type of its column. Immutable. */
final class BoundText {
    /** A number of more digits is no number to look at. */
    private static final int MAX_DECIMAL_BYTES = 64;

    private static final int MAX_SCALE = 200;
    private static final int INT96_BYTES = 12;

    private final SchemaElement element;
    private final LogicalTypeAnnotation annotation;
    private final int limit;
    private final boolean quotes;

    private BoundText(final SchemaElement element, final int limit, final boolean quotes) {
        this.element = element;
        this.limit = limit;
        this.quotes = quotes;
        this.annotation = annotation(element);
    }

    /** Texts in quotes, escaped, and cut to that many characters. */
    static BoundText forPeople(final SchemaElement column, final int limit) {
        return new BoundText(column, limit, true);
    }

    /** Texts as they are, and whole. */
    static BoundText forPrograms(final SchemaElement column) {
        return new BoundText(column, Escapes.WHOLE, false);
    }

    private static LogicalTypeAnnotation annotation(final SchemaElement element) {
        try {
            return Annotations.of(element);
        } catch (final RuntimeException e) {
            return null; // parameters that no type has: shown as if there were no annotation
        }
    }

    /** Shows the PLAIN bytes of a bound. */
    String of(final byte[] bytes) {
        final ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (element.getType()) {
            case BOOLEAN -> bytes.length == 1 ? bytes[0] == 0 ? "false" : "true" : hex(bytes);
            case INT32 -> bytes.length == Integer.BYTES ? integer(in.getInt(), Integer.SIZE) : hex(bytes);
            case INT64 -> bytes.length == Long.BYTES ? integer(in.getLong(), Long.SIZE) : hex(bytes);
            case INT96 ->
                bytes.length == INT96_BYTES ? TimeText.ofInt96(in.getLong(), in.getInt(Long.BYTES)) : hex(bytes);
            case FLOAT -> bytes.length == Float.BYTES ? Float.toString(in.getFloat()) : hex(bytes);
            case DOUBLE -> bytes.length == Double.BYTES ? Double.toString(in.getDouble()) : hex(bytes);
            case BYTE_ARRAY -> byteArray(bytes);
            case FIXED_LEN_BYTE_ARRAY -> fixed(bytes, in);
        };
    }

    private String integer(final long value, final int bits) {
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(BigInteger.valueOf(value), decimal.getScale());
        }
        if (annotation instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            return bits == Long.SIZE ? Long.toUnsignedString(value) : Integer.toUnsignedString((int) value);
        }
        return TimeText.of(annotation, value);
    }

    private String byteArray(final byte[] bytes) {
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(bytes, decimal.getScale());
        }
        final boolean text = annotation instanceof StringLogicalTypeAnnotation
                || annotation instanceof EnumLogicalTypeAnnotation
                || annotation instanceof JsonLogicalTypeAnnotation;
        if (!text && (annotation != null || !isText(bytes))) {
            return hex(bytes);
        }
        return quotes ? Escapes.quoted(bytes, limit) : new String(bytes, StandardCharsets.UTF_8);
    }

    private String fixed(final byte[] bytes, final ByteBuffer in) {
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(bytes, decimal.getScale());
        }
        if (annotation instanceof UUIDLogicalTypeAnnotation && bytes.length == 2 * Long.BYTES) {
            in.order(ByteOrder.BIG_ENDIAN);
            return new UUID(in.getLong(), in.getLong()).toString();
        }
        if (annotation instanceof Float16LogicalTypeAnnotation && bytes.length == Short.BYTES) {
            return Float.toString(half(in.getShort()));
        }
        if (annotation instanceof IntervalLogicalTypeAnnotation && bytes.length == INT96_BYTES) {
            return Integer.toUnsignedString(in.getInt()) + " months " + Integer.toUnsignedString(in.getInt()) + " days "
                    + Integer.toUnsignedString(in.getInt()) + " ms";
        }
        return hex(bytes);
    }

    private String decimal(final byte[] bytes, final int scale) {
        return bytes.length == 0 || bytes.length > MAX_DECIMAL_BYTES
                ? hex(bytes)
                : decimal(new BigInteger(bytes), scale);
    }

    private static String decimal(final BigInteger unscaled, final int scale) {
        return scale < 0 || scale > MAX_SCALE
                ? unscaled + "E" + -(long) scale
                : new BigDecimal(unscaled, scale).toPlainString();
    }

    /** The value of half a float; Java has this from 20 on. */
    static float half(final short bits) {
        final int exponent = bits >> 10 & 0x1F;
        final int fraction = bits & 0x3FF;
        final float magnitude;
        if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    private static boolean isText(final byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .chars()
                    .noneMatch(Character::isISOControl);
        } catch (final CharacterCodingException e) {
            return false;
        }
    }

    private String hex(final byte[] bytes) {
        final int shown = (int) Math.min(bytes.length, Math.max(1L, (limit - 5L) / 2));
        return "0x" + HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "..." : "");
    }
}
