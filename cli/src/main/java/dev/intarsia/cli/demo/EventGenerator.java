package dev.intarsia.cli.demo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Fills batches with events, each a function of the seed and its row number. Confined to one thread.
 *
 * <p>Values are made in heap arrays that are kept and go to the vectors in one copy a column. After the first batch of a
 * size nothing is allocated.
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><th>column</th><th>type</th><th>values</th></tr>
 * <tr><td>event_time</td><td>timestamp, microseconds, UTC</td><td>5,000 a second, nearly sorted, some two seconds late</td></tr>
 * <tr><td>event_id</td><td>int64</td><td>all different, in no order</td></tr>
 * <tr><td>amount</td><td>float64</td><td>whole cents, small ones more often</td></tr>
 * <tr><td>score</td><td>float64</td><td>uniform in [0, 1)</td></tr>
 * <tr><td>country</td><td>utf8</td><td>{@value #COUNTRY_COUNT} codes, some far more often than others</td></tr>
 * <tr><td>status</td><td>utf8</td><td>five words, one of them four times in five</td></tr>
 * <tr><td>session</td><td>utf8</td><td>a random UUID of 36 characters</td></tr>
 * <tr><td>quantity</td><td>int32, nullable</td><td>1 to 100, one in eight null</td></tr>
 * <tr><td>referrer_id</td><td>int64, nullable</td><td>of 100,000 ids, three in eight null</td></tr>
 * </table>
 */
public final class EventGenerator {
    /** Schema of the events. */
    public static final Schema SCHEMA = new Schema(List.of(
            required("event_time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
            required("event_id", new ArrowType.Int(64, true)),
            required("amount", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            required("score", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            required("country", ArrowType.Utf8.INSTANCE),
            required("status", ArrowType.Utf8.INSTANCE),
            required("session", ArrowType.Utf8.INSTANCE),
            Field.nullable("quantity", new ArrowType.Int(32, true)),
            Field.nullable("referrer_id", new ArrowType.Int(64, true))));

    static final int COUNTRY_COUNT = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long FIRST_MICROS = 1_767_225_600_000_000L; // 2026-01-01T00:00:00Z
    private static final long STEP_MICROS = 200;
    private static final long JITTER_MICROS = 1 << 14;
    private static final long LATE_MICROS = 2_000_000;
    private static final int REFERRERS = 100_000;
    private static final double UNIT = 0x1.0p-53;

    private static final WeightedWords COUNTRIES = WeightedWords.halving(
            4,
            "US DE IN BR GB FR JP CA AU NL ES IT PL SE MX KR ZA NG ID TR AR CH AT BE DK FI NO PT IE NZ SG CL"
                    .split(" "));
    private static final WeightedWords STATUSES =
            WeightedWords.of(new int[] {205, 26, 15, 7, 3}, "ok", "retried", "failed", "timed out", "cancelled");

    private final long seed;
    private byte[] values = new byte[0];
    private byte[] text = new byte[0];
    private byte[] validity = new byte[0];

    /** A stream of its own for every seed. */
    public EventGenerator(final long seed) {
        this.seed = Mixer.mix(seed + Mixer.GOLDEN);
    }

    /** An empty batch of {@link #SCHEMA}, owned by the caller. */
    public static VectorSchemaRoot newBatch(final BufferAllocator allocator) {
        return VectorSchemaRoot.create(SCHEMA, allocator);
    }

    /**
     * Replaces what a batch holds by a range of events.
     *
     * @param batch of {@link #SCHEMA}; borrowed until this returns
     * @param firstRow number of the first event, from 0
     * @param rows events; it must have at least one
     */
    public void fill(final VectorSchemaRoot batch, final long firstRow, final int rows) {
        grow(rows);
        times(firstRow, rows);
        fixed(batch, 0, rows, Long.BYTES);
        ids(firstRow, rows);
        fixed(batch, 1, rows, Long.BYTES);
        amounts(firstRow, rows);
        fixed(batch, 2, rows, Long.BYTES);
        scores(firstRow, rows);
        fixed(batch, 3, rows, Long.BYTES);
        words(batch, 4, COUNTRIES, firstRow, rows);
        words(batch, 5, STATUSES, firstRow, rows);
        sessions(batch, 6, firstRow, rows);
        quantities(firstRow, rows);
        nullable(batch, 7, rows, Integer.BYTES);
        referrers(firstRow, rows);
        nullable(batch, 8, rows, Long.BYTES);
        batch.setRowCount(rows);
    }

    private void times(final long firstRow, final int rows) {
        final byte[] target = values;
        for (int i = 0; i < rows; i++) {
            final long random = random(firstRow + i, 0);
            final long jitter = random & (JITTER_MICROS - 1);
            final long late = (random >>> 56) == 0 ? (random >>> 20) % LATE_MICROS : 0;
            LONGS.set(target, i * Long.BYTES, FIRST_MICROS + (firstRow + i) * STEP_MICROS + jitter - late);
        }
    }

    /** Mixing is a bijection of 64 bits, so no id comes twice. */
    private void ids(final long firstRow, final int rows) {
        final byte[] target = values;
        for (int i = 0; i < rows; i++) {
            LONGS.set(target, i * Long.BYTES, random(firstRow + i, 1));
        }
    }

    /** The square makes small amounts more frequent. */
    private void amounts(final long firstRow, final int rows) {
        final byte[] target = values;
        for (int i = 0; i < rows; i++) {
            final double uniform = (random(firstRow + i, 2) >>> 11) * UNIT;
            final long cents = (long) (uniform * uniform * 50_000) + 99;
            LONGS.set(target, i * Long.BYTES, Double.doubleToRawLongBits(cents / 100.0));
        }
    }

    private void scores(final long firstRow, final int rows) {
        final byte[] target = values;
        for (int i = 0; i < rows; i++) {
            final double uniform = (random(firstRow + i, 3) >>> 11) * UNIT;
            LONGS.set(target, i * Long.BYTES, Double.doubleToRawLongBits(uniform));
        }
    }

    private void words(
            final VectorSchemaRoot batch,
            final int column,
            final WeightedWords words,
            final long firstRow,
            final int rows) {
        int end = 0;
        for (int i = 0; i < rows; i++) {
            INTS.set(values, i * Integer.BYTES, end);
            end += words.put((int) (random(firstRow + i, column) & 0xFF), text, end);
        }
        INTS.set(values, rows * Integer.BYTES, end);
        texts(batch, column, rows, end);
    }

    private void sessions(final VectorSchemaRoot batch, final int column, final long firstRow, final int rows) {
        for (int i = 0; i < rows; i++) {
            INTS.set(values, i * Integer.BYTES, i * UuidText.LENGTH);
            final long random = random(firstRow + i, column);
            UuidText.put(random, Mixer.mix(random), text, i * UuidText.LENGTH);
        }
        INTS.set(values, rows * Integer.BYTES, rows * UuidText.LENGTH);
        texts(batch, column, rows, rows * UuidText.LENGTH);
    }

    private void quantities(final long firstRow, final int rows) {
        clearValidity(rows);
        for (int i = 0; i < rows; i++) {
            final long random = random(firstRow + i, 7);
            final int valid = (random & 7) == 0 ? 0 : 1;
            validity[i >>> 3] |= (byte) (valid << (i & 7));
            INTS.set(values, i * Integer.BYTES, valid * (int) (1 + (random >>> 8) % 100));
        }
    }

    private void referrers(final long firstRow, final int rows) {
        clearValidity(rows);
        for (int i = 0; i < rows; i++) {
            final long random = random(firstRow + i, 8);
            final int valid = (random & 7) < 3 ? 0 : 1;
            validity[i >>> 3] |= (byte) (valid << (i & 7));
            LONGS.set(values, i * Long.BYTES, valid * (7_000_000_000L + (random >>> 8) % REFERRERS * 13));
        }
    }

    private void clearValidity(final int rows) {
        java.util.Arrays.fill(validity, 0, (rows + 7) / 8, (byte) 0);
    }

    private void fixed(final VectorSchemaRoot batch, final int column, final int rows, final int width) {
        final BaseFixedWidthVector vector = roomFor(batch, column, rows);
        vector.getDataBuffer().setBytes(0, values, 0, (long) rows * width);
        vector.getValidityBuffer().setOne(0L, (rows + 7L) / 8);
        vector.setValueCount(rows);
    }

    private void nullable(final VectorSchemaRoot batch, final int column, final int rows, final int width) {
        final BaseFixedWidthVector vector = roomFor(batch, column, rows);
        vector.getDataBuffer().setBytes(0, values, 0, (long) rows * width);
        vector.getValidityBuffer().setBytes(0, validity, 0, (rows + 7) / 8);
        vector.setValueCount(rows);
    }

    private static BaseFixedWidthVector roomFor(final VectorSchemaRoot batch, final int column, final int rows) {
        final BaseFixedWidthVector vector = (BaseFixedWidthVector) batch.getVector(column);
        if (vector.getValueCapacity() < rows) {
            vector.allocateNew(rows);
        }
        return vector;
    }

    private void texts(final VectorSchemaRoot batch, final int column, final int rows, final int bytes) {
        final VarCharVector vector = (VarCharVector) batch.getVector(column);
        if (vector.getValueCapacity() < rows || vector.getDataBuffer().capacity() < bytes) {
            vector.allocateNew(Math.max(1, bytes), rows);
        }
        vector.getOffsetBuffer().setBytes(0, values, 0, (rows + 1L) * Integer.BYTES);
        vector.getDataBuffer().setBytes(0, text, 0, bytes);
        vector.getValidityBuffer().setOne(0L, (rows + 7L) / 8);
        vector.setLastSet(rows - 1);
        vector.setValueCount(rows);
    }

    private void grow(final int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("rows is " + rows + ", it must be at least 1");
        }
        final int valueBytes = Math.multiplyExact(Math.addExact(rows, 1), Long.BYTES);
        if (values.length < valueBytes) {
            values = new byte[valueBytes];
            text = new byte[Math.multiplyExact(rows, UuidText.LENGTH) + WeightedWords.SLACK];
            validity = new byte[(rows + 7) / 8];
        }
    }

    private long random(final long row, final int column) {
        return Mixer.mix(seed + row * Mixer.GOLDEN + ((long) column << 57));
    }

    private static Field required(final String name, final ArrowType type) {
        return new Field(name, FieldType.notNullable(type), null);
    }
}
