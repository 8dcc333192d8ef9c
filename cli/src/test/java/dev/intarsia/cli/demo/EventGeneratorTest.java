package dev.intarsia.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventGeneratorTest {
    private static final int ROWS = 20_000;

    private RootAllocator allocator;
    private VectorSchemaRoot batch;

    @BeforeEach
    void fill() {
        allocator = new RootAllocator();
        batch = EventGenerator.newBatch(allocator);
        new EventGenerator(42).fill(batch, 0, ROWS);
    }

    @AfterEach
    void close() {
        batch.close();
        allocator.close();
    }

    @Test
    void theBatchIsValidArrowOfTheSchema() {
        assertThat(batch.getRowCount()).isEqualTo(ROWS);
        assertThat(batch.getSchema()).isEqualTo(EventGenerator.SCHEMA);
        ValueVectorUtility.validateFull(batch);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 33, 8192})
    void rowsDoNotDependOnHowTheyAreCutIntoBatches(final int rows) {
        final int firstRow = 9_999;
        try (VectorSchemaRoot other = EventGenerator.newBatch(allocator)) {
            final EventGenerator generator = new EventGenerator(42);
            generator.fill(other, 123, 5_000); // leaves other values behind in vectors and scratch space
            generator.fill(other, firstRow, rows);

            ValueVectorUtility.validateFull(other);
            for (int column = 0; column < batch.getFieldVectors().size(); column++) {
                final FieldVector mine = other.getVector(column);
                assertThat(mine.getValueCount()).isEqualTo(rows);
                for (int row = 0; row < rows; row++) {
                    assertThat(mine.getObject(row))
                            .isEqualTo(batch.getVector(column).getObject(firstRow + row));
                }
            }
        }
    }

    @Test
    void anotherSeedMakesOtherEvents() {
        try (VectorSchemaRoot other = EventGenerator.newBatch(allocator)) {
            new EventGenerator(43).fill(other, 0, ROWS);

            for (int column = 0; column < other.getFieldVectors().size(); column++) {
                assertThat(VectorEqualsVisitor.vectorEquals(batch.getVector(column), other.getVector(column)))
                        .as(other.getVector(column).getName())
                        .isFalse();
            }
        }
    }

    @Test
    void timesAreNearlySorted() {
        final TimeStampMicroTZVector times = (TimeStampMicroTZVector) batch.getVector("event_time");
        long latest = times.get(0);
        int late = 0;
        for (int row = 1; row < ROWS; row++) {
            late += times.get(row) < latest - 20_000 ? 1 : 0;
            latest = Math.max(latest, times.get(row));
            assertThat(latest - times.get(row)).isBetween(0L, 2_100_000L);
        }
        assertThat(late).isBetween(1, ROWS / 100);
        assertThat(latest - times.get(0)).isCloseTo(ROWS * 200L, org.assertj.core.data.Offset.offset(50_000L));
    }

    @Test
    void idsDifferAndWordsAreFew() {
        assertThat(distinct("event_id")).hasSize(ROWS);
        assertThat(distinct("session")).hasSize(ROWS);
        assertThat(distinct("score")).hasSizeGreaterThan(ROWS - 10);
        assertThat(distinct("country")).hasSize(EventGenerator.COUNTRY_COUNT);
        assertThat(distinct("status")).hasSize(5);
        assertThat(distinct("quantity")).hasSize(101); // and null
    }

    @Test
    void sessionsAreUuidsOfVersion4() {
        for (int row = 0; row < 1000; row++) {
            final String text = batch.getVector("session").getObject(row).toString();
            final UUID uuid = UUID.fromString(text);
            assertThat(uuid).hasToString(text);
            assertThat(uuid.version()).isEqualTo(4);
            assertThat(uuid.variant()).isEqualTo(2);
        }
    }

    @Test
    void onlyTheNullableColumnsHaveNulls() {
        for (final FieldVector vector : batch.getFieldVectors()) {
            if (!vector.getField().isNullable()) {
                assertThat(vector.getNullCount()).as(vector.getName()).isZero();
            }
        }
        assertThat(((IntVector) batch.getVector("quantity")).getNullCount()).isBetween(ROWS / 10, ROWS / 6);
        assertThat(((BigIntVector) batch.getVector("referrer_id")).getNullCount())
                .isBetween(ROWS / 3, ROWS / 2);
    }

    @Test
    void aBatchWithoutRowsIsRefused() {
        assertThatThrownBy(() -> new EventGenerator(1).fill(batch, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows is 0");
    }

    private Set<Object> distinct(final String column) {
        final Set<Object> values = new HashSet<>();
        for (int row = 0; row < ROWS; row++) {
            final Object value = batch.getVector(column).getObject(row);
            values.add(value == null ? "null" : value);
        }
        return values;
    }
}
