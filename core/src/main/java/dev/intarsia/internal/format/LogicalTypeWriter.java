package dev.intarsia.internal.format;

import java.util.Optional;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;

/**
 * Writes field 10 of {@code SchemaElement}, the union {@code LogicalType}: one method per choice.
 *
 * <p>INTERVAL and MAP_KEY_VALUE have no choice in the union and leave nothing here: they exist as converted types only,
 * and to call them UNKNOWN would tell readers that all values are null. Confined to one thread, as its output is.
 */
final class LogicalTypeWriter implements LogicalTypeAnnotationVisitor<Boolean> {
    private static final Optional<Boolean> WRITTEN = Optional.of(true);
    private static final int LOGICAL_TYPE = 10;

    private final CompactBytes out;

    LogicalTypeWriter(final CompactBytes out) {
        this.out = out;
    }

    @Override
    public Optional<Boolean> visit(final StringLogicalTypeAnnotation type) {
        return writeEmpty(1); // 1: STRING
    }

    @Override
    public Optional<Boolean> visit(final MapLogicalTypeAnnotation type) {
        return writeEmpty(2); // 2: MAP
    }

    @Override
    public Optional<Boolean> visit(final ListLogicalTypeAnnotation type) {
        return writeEmpty(3); // 3: LIST
    }

    @Override
    public Optional<Boolean> visit(final EnumLogicalTypeAnnotation type) {
        return writeEmpty(4); // 4: ENUM
    }

    @Override
    public Optional<Boolean> visit(final DecimalLogicalTypeAnnotation type) {
        begin(5); // 5: DECIMAL
        out.i32Field(1, type.getScale()); // 1: scale
        out.i32Field(2, type.getPrecision()); // 2: precision
        return end();
    }

    @Override
    public Optional<Boolean> visit(final DateLogicalTypeAnnotation type) {
        return writeEmpty(6); // 6: DATE
    }

    @Override
    public Optional<Boolean> visit(final TimeLogicalTypeAnnotation type) {
        return writeTime(7, type.isAdjustedToUTC(), type.getUnit()); // 7: TIME
    }

    @Override
    public Optional<Boolean> visit(final TimestampLogicalTypeAnnotation type) {
        return writeTime(8, type.isAdjustedToUTC(), type.getUnit()); // 8: TIMESTAMP
    }

    @Override
    public Optional<Boolean> visit(final IntLogicalTypeAnnotation type) {
        begin(10); // 10: INTEGER (9 was kept for INTERVAL and never given)
        out.byteField(1, type.getBitWidth()); // 1: bitWidth
        out.boolField(2, type.isSigned()); // 2: isSigned
        return end();
    }

    @Override
    public Optional<Boolean> visit(final UnknownLogicalTypeAnnotation type) {
        return writeEmpty(11); // 11: UNKNOWN
    }

    @Override
    public Optional<Boolean> visit(final JsonLogicalTypeAnnotation type) {
        return writeEmpty(12); // 12: JSON
    }

    @Override
    public Optional<Boolean> visit(final BsonLogicalTypeAnnotation type) {
        return writeEmpty(13); // 13: BSON
    }

    @Override
    public Optional<Boolean> visit(final UUIDLogicalTypeAnnotation type) {
        return writeEmpty(14); // 14: UUID
    }

    @Override
    public Optional<Boolean> visit(final Float16LogicalTypeAnnotation type) {
        return writeEmpty(15); // 15: FLOAT16
    }

    @Override
    public Optional<Boolean> visit(final VariantLogicalTypeAnnotation type) {
        begin(16); // 16: VARIANT
        out.byteField(1, type.getSpecVersion()); // 1: specification_version
        return end();
    }

    @Override
    public Optional<Boolean> visit(final GeometryLogicalTypeAnnotation type) {
        begin(17); // 17: GEOMETRY
        writeCrs(type.getCrs()); // 1: crs
        return end();
    }

    @Override
    public Optional<Boolean> visit(final GeographyLogicalTypeAnnotation type) {
        begin(18); // 18: GEOGRAPHY
        writeCrs(type.getCrs()); // 1: crs
        final EdgeInterpolationAlgorithm algorithm = type.getAlgorithm();
        if (algorithm != null) {
            out.i32Field(2, algorithm.getValue()); // 2: algorithm
        }
        return end();
    }

    /** Structs {@code TimeType} and {@code TimestampType}, which have the same fields. */
    private Optional<Boolean> writeTime(
            final int choice, final boolean adjustedToUtc, final LogicalTypeAnnotation.TimeUnit unit) {
        begin(choice);
        out.boolField(1, adjustedToUtc); // 1: isAdjustedToUTC
        out.structField(2); // 2: unit
        out.emptyStructField(
                switch (unit) {
                    case MILLIS -> 1; // 1: MILLIS
                    case MICROS -> 2; // 2: MICROS
                    case NANOS -> 3; // 3: NANOS
                });
        out.stop();
        return end();
    }

    private void writeCrs(final String crs) {
        if (crs != null && !crs.isEmpty()) {
            out.stringField(1, crs);
        }
    }

    private Optional<Boolean> writeEmpty(final int choice) {
        begin(choice);
        return end();
    }

    private void begin(final int choice) {
        out.structField(LOGICAL_TYPE);
        out.structField(choice);
    }

    private Optional<Boolean> end() {
        out.stop();
        out.stop();
        return WRITTEN;
    }
}
