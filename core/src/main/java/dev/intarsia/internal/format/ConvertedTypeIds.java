package dev.intarsia.internal.format;

import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;

/**
 * The id of the {@code ConvertedType} that an annotation has beside its logical type; empty for those that have none:
 * nanoseconds, UUID, FLOAT16, UNKNOWN and all that came later. Immutable.
 */
final class ConvertedTypeIds implements LogicalTypeAnnotationVisitor<Integer> {
    private static final ConvertedTypeIds INSTANCE = new ConvertedTypeIds();

    private ConvertedTypeIds() {}

    static Optional<Integer> of(final LogicalTypeAnnotation annotation) {
        return annotation.accept(INSTANCE);
    }

    @Override
    public Optional<Integer> visit(final StringLogicalTypeAnnotation type) {
        return Optional.of(0); // UTF8
    }

    @Override
    public Optional<Integer> visit(final MapLogicalTypeAnnotation type) {
        return Optional.of(1); // MAP
    }

    @Override
    public Optional<Integer> visit(final MapKeyValueTypeAnnotation type) {
        return Optional.of(2); // MAP_KEY_VALUE
    }

    @Override
    public Optional<Integer> visit(final ListLogicalTypeAnnotation type) {
        return Optional.of(3); // LIST
    }

    @Override
    public Optional<Integer> visit(final EnumLogicalTypeAnnotation type) {
        return Optional.of(4); // ENUM
    }

    @Override
    public Optional<Integer> visit(final DecimalLogicalTypeAnnotation type) {
        return Optional.of(5); // DECIMAL
    }

    @Override
    public Optional<Integer> visit(final DateLogicalTypeAnnotation type) {
        return Optional.of(6); // DATE
    }

    /** Local times too, though the converted type says UTC: the specification demands it for older readers. */
    @Override
    public Optional<Integer> visit(final TimeLogicalTypeAnnotation type) {
        return switch (type.getUnit()) {
            case MILLIS -> Optional.of(7); // TIME_MILLIS
            case MICROS -> Optional.of(8); // TIME_MICROS
            case NANOS -> Optional.empty();
        };
    }

    /** Local timestamps too, as for times. */
    @Override
    public Optional<Integer> visit(final TimestampLogicalTypeAnnotation type) {
        return switch (type.getUnit()) {
            case MILLIS -> Optional.of(9); // TIMESTAMP_MILLIS
            case MICROS -> Optional.of(10); // TIMESTAMP_MICROS
            case NANOS -> Optional.empty();
        };
    }

    /** Widths 8, 16, 32 and 64 in this order: UINT_8 to UINT_64 are 11 to 14, INT_8 to INT_64 are 15 to 18. */
    @Override
    public Optional<Integer> visit(final IntLogicalTypeAnnotation type) {
        final int first = type.isSigned() ? 15 : 11;
        return Optional.of(first + Integer.numberOfTrailingZeros(type.getBitWidth() / Byte.SIZE));
    }

    @Override
    public Optional<Integer> visit(final JsonLogicalTypeAnnotation type) {
        return Optional.of(19); // JSON
    }

    @Override
    public Optional<Integer> visit(final BsonLogicalTypeAnnotation type) {
        return Optional.of(20); // BSON
    }

    @Override
    public Optional<Integer> visit(final IntervalLogicalTypeAnnotation type) {
        return Optional.of(21); // INTERVAL
    }
}
