package dev.intarsia.testkit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
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
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Single values of Arrow vectors in neutral form, by the vectors' accessors. Where those lose something
 * (unsigned numbers, 64-bit offsets) or answer with a shape of their own (lists, structs, maps, intervals), the
 * buffers are read instead.
 */
final class ArrowValues {
    private static final String EXTENSION_NAME = ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME;
    private static final String UUID_NAME = "arrow.uuid";
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final DictionaryProvider dictionaries;

    /**
     * @param dictionaries borrowed: where indexes find their values
     */
    ArrowValues(final DictionaryProvider dictionaries) {
        this.dictionaries = dictionaries;
    }

    /**
     * The value of a slot, null where it is null.
     *
     * @param field what the schema says of the vector: Arrow's slices forget metadata and dictionaries of their fields
     */
    Object at(final Field field, final FieldVector vector, final int slot) {
        if (vector instanceof RunEndEncodedVector runs) {
            return at(field.getChildren().get(1), runs.getValuesVector(), runOf(runs.getRunEndsVector(), slot));
        } else if (vector.isNull(slot)) {
            return null;
        } else if (field.getDictionary() != null) {
            final Dictionary dictionary =
                    dictionaries.lookup(field.getDictionary().getId());
            final int entry = Math.toIntExact(((Number) integer(vector, slot)).longValue());
            return at(dictionary.getVector().getField(), dictionary.getVector(), entry);
        } else if (vector instanceof ExtensionTypeVector<?> extension) {
            final String name = ((ArrowType.ExtensionType) field.getType()).extensionName();
            final FieldVector storage = (FieldVector) extension.getUnderlyingVector();
            return extended(name, at(storage.getField(), storage, slot));
        }
        final String name = field.getMetadata().get(EXTENSION_NAME);
        return extended(name, value(field, vector, slot));
    }

    private static Object extended(final String name, final Object storage) {
        return UUID_NAME.equals(name) && storage instanceof Bytes bytes ? Neutral.uuid(bytes.array()) : storage;
    }

    /** A run holds the slots below its end that no earlier run holds. */
    private static int runOf(final FieldVector ends, final int slot) {
        int first = 0;
        int last = ends.getValueCount() - 1;
        while (first < last) {
            final int middle = (first + last) >>> 1;
            if (((Number) integer(ends, middle)).longValue() > slot) {
                last = middle;
            } else {
                first = middle + 1;
            }
        }
        return first;
    }

    private Object value(final Field field, final FieldVector vector, final int slot) {
        final ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> ((BitVector) vector).get(slot) == 1;
            case Int -> integer(vector, slot);
            case FloatingPoint -> floatingPoint(vector, slot);
            case Utf8 -> Neutral.text(((VarCharVector) vector).get(slot));
            case LargeUtf8 -> Neutral.text(((LargeVarCharVector) vector).get(slot));
            case Utf8View -> Neutral.text(((ViewVarCharVector) vector).get(slot));
            case Binary -> new Bytes(((VarBinaryVector) vector).get(slot));
            case LargeBinary -> new Bytes(((LargeVarBinaryVector) vector).get(slot));
            case BinaryView -> new Bytes(((ViewVarBinaryVector) vector).get(slot));
            case FixedSizeBinary -> new Bytes(((FixedSizeBinaryVector) vector).get(slot));
            case Decimal ->
                vector instanceof Decimal256Vector wide
                        ? wide.getObject(slot)
                        : ((DecimalVector) vector).getObject(slot);
            case Date -> date(vector, slot);
            case Time -> time(vector, slot);
            case Timestamp -> {
                final ArrowType.Timestamp timestamp = (ArrowType.Timestamp) type;
                yield Neutral.timestamp(
                        ((TimeStampVector) vector).get(slot),
                        Neutral.perSecond(timestamp.getUnit()),
                        timestamp.getTimezone() != null
                                && !timestamp.getTimezone().isEmpty());
            }
            case Duration -> DurationVector.get(vector.getDataBuffer(), slot);
            case Interval -> interval(vector, ((ArrowType.Interval) type).getUnit(), slot);
            case Struct -> struct(field, (StructVector) vector, slot);
            case Map -> Neutral.map(list(field, ((ListVector) vector).getDataVector(), slots(vector, slot)));
            case List -> list(field, ((ListVector) vector).getDataVector(), slots(vector, slot));
            case LargeList -> list(field, ((LargeListVector) vector).getDataVector(), slots(vector, slot));
            case FixedSizeList -> list(field, ((FixedSizeListVector) vector).getDataVector(), slots(vector, slot));
            case ListView -> list(field, ((ListViewVector) vector).getDataVector(), slots(vector, slot));
            case LargeListView -> list(field, ((LargeListViewVector) vector).getDataVector(), slots(vector, slot));
            default ->
                throw new IllegalArgumentException(
                        "field '" + vector.getName() + "' is of " + type + ", which has no neutral form");
        };
    }

    private Object struct(final Field field, final StructVector vector, final int slot) {
        final List<String> names = new ArrayList<>();
        final List<Object> values = new ArrayList<>();
        for (int child = 0; child < field.getChildren().size(); child++) {
            names.add(field.getChildren().get(child).getName());
            values.add(at(
                    field.getChildren().get(child),
                    vector.getChildrenFromFields().get(child),
                    slot));
        }
        return new Struct(names, values);
    }

    private List<Object> list(final Field field, final ValueVector elements, final LongStream slots) {
        final List<Object> values = new ArrayList<>();
        slots.forEach(
                slot -> values.add(at(field.getChildren().get(0), (FieldVector) elements, Math.toIntExact(slot))));
        return values;
    }

    /** The slots of the elements of a list. */
    private static LongStream slots(final FieldVector vector, final int slot) {
        if (vector instanceof FixedSizeListVector fixed) {
            return LongStream.range((long) slot * fixed.getListSize(), (slot + 1L) * fixed.getListSize());
        } else if (vector instanceof ListViewVector view) {
            final int start = view.getOffsetBuffer().getInt((long) slot * Integer.BYTES);
            return LongStream.range(start, start + (long) view.getSizeBuffer().getInt((long) slot * Integer.BYTES));
        } else if (vector instanceof LargeListViewVector view) {
            final long start = view.getOffsetBuffer().getLong((long) slot * Long.BYTES);
            return LongStream.range(start, start + view.getSizeBuffer().getLong((long) slot * Long.BYTES));
        } else if (vector instanceof LargeListVector) {
            return LongStream.range(
                    vector.getOffsetBuffer().getLong((long) slot * Long.BYTES),
                    vector.getOffsetBuffer().getLong((slot + 1L) * Long.BYTES));
        }
        return LongStream.range(
                vector.getOffsetBuffer().getInt((long) slot * Integer.BYTES),
                vector.getOffsetBuffer().getInt((slot + 1L) * Integer.BYTES));
    }

    private static Object interval(final FieldVector vector, final IntervalUnit unit, final int slot) {
        return switch (unit) {
            case YEAR_MONTH -> new Interval(((IntervalYearVector) vector).get(slot), 0, 0);
            case DAY_TIME ->
                Interval.ofMillis(
                        0,
                        IntervalDayVector.getDays(vector.getDataBuffer(), slot),
                        IntervalDayVector.getMilliseconds(vector.getDataBuffer(), slot));
            case MONTH_DAY_NANO ->
                new Interval(
                        IntervalMonthDayNanoVector.getMonths(vector.getDataBuffer(), slot),
                        IntervalMonthDayNanoVector.getDays(vector.getDataBuffer(), slot),
                        IntervalMonthDayNanoVector.getNanoseconds(vector.getDataBuffer(), slot));
        };
    }

    private static Object integer(final FieldVector vector, final int slot) {
        if (vector instanceof TinyIntVector ints) {
            return (long) ints.get(slot);
        } else if (vector instanceof SmallIntVector ints) {
            return (long) ints.get(slot);
        } else if (vector instanceof IntVector ints) {
            return (long) ints.get(slot);
        } else if (vector instanceof BigIntVector ints) {
            return ints.get(slot);
        } else if (vector instanceof UInt1Vector ints) {
            return ints.get(slot) & 0xFFL;
        } else if (vector instanceof UInt2Vector ints) {
            return (long) ints.get(slot);
        } else if (vector instanceof UInt4Vector ints) {
            return Integer.toUnsignedLong(ints.get(slot));
        }
        return Neutral.unsigned(((UInt8Vector) vector).get(slot));
    }

    private static Object floatingPoint(final FieldVector vector, final int slot) {
        if (vector instanceof Float2Vector halves) {
            return Float16.toFloat(halves.get(slot));
        } else if (vector instanceof Float4Vector floats) {
            return floats.get(slot);
        }
        return ((Float8Vector) vector).get(slot);
    }

    private static Object date(final FieldVector vector, final int slot) {
        if (vector instanceof DateDayVector days) {
            return LocalDate.ofEpochDay(days.get(slot));
        }
        return LocalDate.ofEpochDay(Math.floorDiv(((DateMilliVector) vector).get(slot), MILLIS_PER_DAY));
    }

    private static Object time(final FieldVector vector, final int slot) {
        if (vector instanceof TimeSecVector seconds) {
            return Neutral.time(seconds.get(slot), 1);
        } else if (vector instanceof TimeMilliVector millis) {
            return Neutral.time(millis.get(slot), 1_000);
        } else if (vector instanceof TimeMicroVector micros) {
            return Neutral.time(micros.get(slot), 1_000_000);
        }
        return Neutral.time(((TimeNanoVector) vector).get(slot), 1_000_000_000);
    }
}
