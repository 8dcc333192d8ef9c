package dev.intarsia.testkit;

import java.time.LocalDate;
import java.util.List;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** What batches hold, through Arrow's own accessors: the expected side of every comparison. */
public final class ArrowRows {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private ArrowRows() {}

    /** The rows of all batches, in order; the batches are borrowed. */
    public static Table of(final Schema schema, final List<VectorSchemaRoot> batches) {
        final Table table = emptyOf(schema);
        batches.forEach(batch -> append(table, batch));
        return table;
    }

    /** A table of this schema, to which {@link #append} adds the batches of a reader that reuses its root. */
    public static Table emptyOf(final Schema schema) {
        return Table.empty(schema.getFields().stream().map(Field::getName).toList());
    }

    /** Adds the rows of a batch; the batch is borrowed. */
    public static void append(final Table table, final VectorSchemaRoot batch) {
        for (int column = 0; column < table.columns().size(); column++) {
            final FieldVector vector = batch.getVector(column);
            final List<Object> values = table.columns().get(column);
            for (int row = 0; row < batch.getRowCount(); row++) {
                values.add(vector.isNull(row) ? null : value(vector, row));
            }
        }
    }

    private static Object value(final FieldVector vector, final int row) {
        final ArrowType type = vector.getField().getType();
        return switch (type.getTypeID()) {
            case Bool -> ((BitVector) vector).get(row) == 1;
            case Int -> integer(vector, row);
            case FloatingPoint -> floatingPoint(vector, row);
            case Utf8 -> Neutral.text(((VarCharVector) vector).get(row));
            case LargeUtf8 -> Neutral.text(((LargeVarCharVector) vector).get(row));
            case Binary -> new Bytes(((VarBinaryVector) vector).get(row));
            case LargeBinary -> new Bytes(((LargeVarBinaryVector) vector).get(row));
            case FixedSizeBinary -> new Bytes(((FixedSizeBinaryVector) vector).get(row));
            case Decimal -> ((DecimalVector) vector).getObject(row);
            case Date -> date(vector, row);
            case Time -> time(vector, row);
            case Timestamp -> timestamp((ArrowType.Timestamp) type, ((TimeStampVector) vector).get(row));
            default ->
                throw new IllegalArgumentException(
                        "column '" + vector.getName() + "' is of " + type + ", which has no neutral form yet");
        };
    }

    private static Object integer(final FieldVector vector, final int row) {
        if (vector instanceof TinyIntVector ints) {
            return (long) ints.get(row);
        } else if (vector instanceof SmallIntVector ints) {
            return (long) ints.get(row);
        } else if (vector instanceof IntVector ints) {
            return (long) ints.get(row);
        } else if (vector instanceof BigIntVector ints) {
            return ints.get(row);
        } else if (vector instanceof UInt1Vector ints) {
            return ints.get(row) & 0xFFL;
        } else if (vector instanceof UInt2Vector ints) {
            return (long) ints.get(row);
        } else if (vector instanceof UInt4Vector ints) {
            return Integer.toUnsignedLong(ints.get(row));
        }
        return Neutral.unsigned(((UInt8Vector) vector).get(row));
    }

    private static Object floatingPoint(final FieldVector vector, final int row) {
        if (vector instanceof Float2Vector halves) {
            return Float16.toFloat(halves.get(row));
        } else if (vector instanceof Float4Vector floats) {
            return floats.get(row);
        }
        return ((Float8Vector) vector).get(row);
    }

    private static Object date(final FieldVector vector, final int row) {
        if (vector instanceof DateDayVector days) {
            return LocalDate.ofEpochDay(days.get(row));
        }
        return LocalDate.ofEpochDay(Math.floorDiv(((DateMilliVector) vector).get(row), MILLIS_PER_DAY));
    }

    private static Object time(final FieldVector vector, final int row) {
        if (vector instanceof TimeSecVector seconds) {
            return Neutral.time(seconds.get(row), 1);
        } else if (vector instanceof TimeMilliVector millis) {
            return Neutral.time(millis.get(row), 1_000);
        } else if (vector instanceof TimeMicroVector micros) {
            return Neutral.time(micros.get(row), 1_000_000);
        }
        return Neutral.time(((TimeNanoVector) vector).get(row), 1_000_000_000);
    }

    private static Object timestamp(final ArrowType.Timestamp type, final long value) {
        final boolean hasZone =
                type.getTimezone() != null && !type.getTimezone().isEmpty();
        return Neutral.timestamp(value, unitsPerSecond(type.getUnit()), hasZone);
    }

    private static long unitsPerSecond(final TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> 1_000_000_000;
        };
    }
}
