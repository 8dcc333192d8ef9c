package dev.intarsia.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.util.Float16;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Writes tables of any depth with parquet-java: files whose values are known, to prove the readers with. */
final class TableWriter {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int PAGE_ROWS = 16;

    private TableWriter() {}

    /**
     * @param table values in neutral form, of the types that the schema says
     */
    static void write(final Path file, final MessageType schema, final Table table) {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withPageWriteChecksumEnabled(true)
                .withPageRowCountLimit(PAGE_ROWS)
                .build()) {
            for (int row = 0; row < table.rowCount(); row++) {
                final Group group = new SimpleGroup(schema);
                for (int column = 0; column < schema.getFieldCount(); column++) {
                    add(group, column, table.columns().get(column).get(row));
                }
                writer.write(group);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(final Group parent, final int index, final Object value) {
        if (value == null) {
            return;
        }
        final Type type = parent.getType().getType(index);
        if (type.isPrimitive()) {
            addPrimitive(parent, index, type.asPrimitiveType(), value);
            return;
        }
        final Group group = parent.addGroup(index);
        final GroupType groupType = type.asGroupType();
        if (groupType.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
            ((List<?>) value).forEach(element -> add(group.addGroup(0), 0, element));
        } else if (groupType.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation) {
            for (final MapEntries.Entry entry : ((MapEntries) value).entries()) {
                final Group keyValue = group.addGroup(0);
                add(keyValue, 0, entry.key());
                add(keyValue, 1, entry.value());
            }
        } else {
            final List<Object> values = ((Struct) value).values();
            for (int i = 0; i < values.size(); i++) {
                add(group, i, values.get(i));
            }
        }
    }

    private static void addPrimitive(
            final Group parent, final int index, final PrimitiveType type, final Object value) {
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> parent.add(index, (Boolean) value);
            case INT32 -> parent.add(index, (int) number(type, value));
            case INT64 -> parent.add(index, number(type, value));
            case FLOAT -> parent.add(index, (Float) value);
            case DOUBLE -> parent.add(index, (Double) value);
            default -> parent.add(index, Binary.fromConstantByteArray(bytes(type, value)));
        }
    }

    private static long number(final PrimitiveType type, final Object value) {
        final var logical = type.getLogicalTypeAnnotation();
        if (value instanceof LocalDate date) {
            return date.toEpochDay();
        } else if (value instanceof LocalTime time) {
            return time.toNanoOfDay() / (NANOS_PER_SECOND / perSecond(((TimeLogicalTypeAnnotation) logical).getUnit()));
        } else if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            final Instant instant =
                    value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : (Instant) value;
            final long perSecond = perSecond(timestamp.getUnit());
            return Math.toIntExact(instant.getNano() / (NANOS_PER_SECOND / perSecond))
                    + instant.getEpochSecond() * perSecond; // the product alone may wrap, the sum does not
        }
        return ((Number) value).longValue();
    }

    private static long perSecond(final TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> NANOS_PER_SECOND;
        };
    }

    private static byte[] bytes(final PrimitiveType type, final Object value) {
        if (value instanceof Bytes bytes) {
            return bytes.array();
        } else if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        } else if (value instanceof BigDecimal decimal) {
            return signExtended(decimal.unscaledValue(), type.getTypeLength());
        } else if (value instanceof UUID uuid) {
            return ByteBuffer.allocate(type.getTypeLength())
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }
        final ByteBuffer buffer = ByteBuffer.allocate(type.getTypeLength()).order(ByteOrder.LITTLE_ENDIAN);
        if (value instanceof Interval interval) {
            buffer.putInt(interval.months()).putInt(interval.days());
            return buffer.putInt(Math.toIntExact(interval.nanos() / 1_000_000)).array();
        }
        return buffer.putShort(Float16.toFloat16((Float) value)).array();
    }

    private static byte[] signExtended(final BigInteger value, final int length) {
        final byte[] bytes = new byte[length];
        final byte[] minimal = value.toByteArray();
        Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(minimal, 0, bytes, length - minimal.length, minimal.length);
        return bytes;
    }
}
