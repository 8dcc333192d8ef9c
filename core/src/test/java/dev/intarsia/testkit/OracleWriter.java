package dev.intarsia.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Writes a batch with parquet-java, row by row and from raw slots: files to prove the readers with. */
final class OracleWriter {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private OracleWriter() {}

    static void write(final Path file, final VectorSchemaRoot root) {
        final MessageType schema = new MessageType(
                "oracle",
                root.getSchema().getFields().stream().map(OracleWriter::type).toList());
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withPageWriteChecksumEnabled(true)
                .withPageRowCountLimit(64)
                .withValidation(true)
                .build()) {
            for (int row = 0; row < root.getRowCount(); row++) {
                final Group group = new SimpleGroup(schema);
                for (int column = 0; column < schema.getFieldCount(); column++) {
                    if (!root.getVector(column).isNull(row)) {
                        add(group, column, root.getVector(column), slot(root.getVector(column), row));
                    }
                }
                writer.write(group);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Type type(final Field field) {
        return type(field, field.isNullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED, field.getName());
    }

    /** A flat type under another name, required or not. */
    static Type type(final Field field, final Type.Repetition repetition, final String fieldName) {
        final Target target = (name, length, logical) ->
                Types.primitive(name, repetition).length(length).as(logical).named(fieldName);
        final ArrowType arrow = field.getType();
        return switch (arrow.getTypeID()) {
            case Bool -> target.of(PrimitiveTypeName.BOOLEAN, 0, null);
            case Int -> {
                final ArrowType.Int integer = (ArrowType.Int) arrow;
                yield target.of(
                        number(integer.getBitWidth() == Long.SIZE),
                        0,
                        LogicalTypeAnnotation.intType(integer.getBitWidth(), integer.getIsSigned()));
            }
            case FloatingPoint ->
                switch (((ArrowType.FloatingPoint) arrow).getPrecision()) {
                    case HALF ->
                        target.of(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, 2, LogicalTypeAnnotation.float16Type());
                    case SINGLE -> target.of(PrimitiveTypeName.FLOAT, 0, null);
                    case DOUBLE -> target.of(PrimitiveTypeName.DOUBLE, 0, null);
                };
            case Utf8, LargeUtf8 -> target.of(PrimitiveTypeName.BINARY, 0, LogicalTypeAnnotation.stringType());
            case Binary, LargeBinary -> target.of(PrimitiveTypeName.BINARY, 0, null);
            case FixedSizeBinary ->
                target.of(
                        PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
                        ((ArrowType.FixedSizeBinary) arrow).getByteWidth(),
                        null);
            case Decimal -> {
                final ArrowType.Decimal decimal = (ArrowType.Decimal) arrow;
                yield target.of(
                        PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
                        16,
                        LogicalTypeAnnotation.decimalType(decimal.getScale(), decimal.getPrecision()));
            }
            case Date -> target.of(PrimitiveTypeName.INT32, 0, LogicalTypeAnnotation.dateType());
            case Time -> {
                final TimeUnit unit = ((ArrowType.Time) arrow).getUnit();
                yield target.of(
                        number(unit.ordinal() > TimeUnit.MILLISECOND.ordinal()),
                        0,
                        LogicalTypeAnnotation.timeType(false, unit(unit)));
            }
            case Timestamp -> {
                final ArrowType.Timestamp timestamp = (ArrowType.Timestamp) arrow;
                yield target.of(
                        PrimitiveTypeName.INT64,
                        0,
                        LogicalTypeAnnotation.timestampType(
                                timestamp.getTimezone() != null, unit(timestamp.getUnit())));
            }
            default -> throw new IllegalArgumentException(field + " is not flat");
        };
    }

    /** Makes the Parquet type of a field; the length is 0 but for FIXED_LEN_BYTE_ARRAY. */
    private interface Target {
        Type of(PrimitiveTypeName name, int length, LogicalTypeAnnotation logical);
    }

    private static PrimitiveTypeName number(final boolean isLong) {
        return isLong ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32;
    }

    private static LogicalTypeAnnotation.TimeUnit unit(final TimeUnit unit) {
        return switch (unit) {
            case SECOND, MILLISECOND -> LogicalTypeAnnotation.TimeUnit.MILLIS;
            case MICROSECOND -> LogicalTypeAnnotation.TimeUnit.MICROS;
            case NANOSECOND -> LogicalTypeAnnotation.TimeUnit.NANOS;
        };
    }

    private static byte[] slot(final FieldVector vector, final int row) {
        if (vector instanceof BitVector bits) {
            return new byte[] {(byte) bits.get(row)};
        } else if (vector instanceof BaseFixedWidthVector fixed) {
            return bytes(fixed.getDataBuffer(), (long) row * fixed.getTypeWidth(), fixed.getTypeWidth());
        } else if (vector instanceof BaseVariableWidthVector variable) {
            return bytes(variable.getDataBuffer(), variable.getStartOffset(row), variable.getValueLength(row));
        }
        final BaseLargeVariableWidthVector large = (BaseLargeVariableWidthVector) vector;
        return bytes(
                large.getDataBuffer(),
                large.getOffsetBuffer().getLong((long) row * Long.BYTES),
                large.getValueLength(row));
    }

    private static byte[] bytes(final ArrowBuf buffer, final long offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static void add(final Group group, final int column, final FieldVector vector, final byte[] slot) {
        final ArrowType arrow = vector.getField().getType();
        switch (group.getType().getType(column).asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> group.add(column, slot[0] != 0);
            case INT32 -> group.add(column, Math.toIntExact(converted(arrow, slot)));
            case INT64 -> group.add(column, converted(arrow, slot));
            case FLOAT -> group.add(column, Float.intBitsToFloat((int) littleEndian(slot)));
            case DOUBLE -> group.add(column, Double.longBitsToDouble(littleEndian(slot)));
            default ->
                group.add(
                        column,
                        Binary.fromConstantByteArray(arrow instanceof ArrowType.Decimal ? reversed(slot) : slot));
        }
    }

    private static long converted(final ArrowType type, final byte[] slot) {
        final long number = littleEndian(slot);
        if (type instanceof ArrowType.Int integer && !integer.getIsSigned()) {
            return slot.length < Integer.BYTES ? number & (1L << Byte.SIZE * slot.length) - 1 : number;
        } else if (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.MILLISECOND) {
            return number / MILLIS_PER_DAY;
        } else if (type instanceof ArrowType.Time time && time.getUnit() == TimeUnit.SECOND
                || type instanceof ArrowType.Timestamp timestamp && timestamp.getUnit() == TimeUnit.SECOND) {
            return Math.multiplyExact(number, 1_000);
        }
        return number;
    }

    /** The slot as a signed number. */
    private static long littleEndian(final byte[] slot) {
        final byte[] wide = Arrays.copyOf(slot, Long.BYTES);
        Arrays.fill(wide, slot.length, Long.BYTES, (byte) (slot[slot.length - 1] < 0 ? -1 : 0));
        return ByteBuffer.wrap(wide).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static byte[] reversed(final byte[] bytes) {
        final byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
