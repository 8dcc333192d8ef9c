package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.Annotations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Compares bounds of one column, so that those of its row groups can be put together. Stateless. */
final class BoundOrder {
    private BoundOrder() {}

    /** The order of PLAIN bytes of a column, or null where its type has none; it throws for bytes of a wrong length. */
    static Comparator<byte[]> of(final SchemaElement element) {
        final PrimitiveType type;
        try {
            type = Types.primitive(
                            element.getType() == Type.BYTE_ARRAY
                                    ? PrimitiveTypeName.BINARY
                                    : PrimitiveTypeName.valueOf(
                                            element.getType().name()),
                            Repetition.OPTIONAL)
                    .length(element.getType() == Type.FIXED_LEN_BYTE_ARRAY ? element.getType_length() : 0)
                    .as(Annotations.of(element))
                    .named(element.getName());
        } catch (final RuntimeException e) {
            return null; // an annotation that does not fit its type
        }
        return Annotations.isOrdered(type) && !Annotations.isUnknown(element) ? comparator(type) : null;
    }

    /** Whether a bound of a column is NaN; it throws for one of a wrong length. */
    static boolean isNan(final SchemaElement element, final byte[] bound) {
        return switch (element.getType()) {
            case FLOAT -> Float.isNaN(in(bound).getFloat());
            case DOUBLE -> Double.isNaN(in(bound).getDouble());
            case FIXED_LEN_BYTE_ARRAY ->
                element.isSetLogicalType()
                        && element.getLogicalType().isSetFLOAT16()
                        && Float.isNaN(BoundText.half(in(bound).getShort()));
            default -> false;
        };
    }

    private static Comparator<byte[]> comparator(final PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> Comparator.comparing(bytes -> in(bytes).get());
            case INT32 -> {
                final PrimitiveComparator<?> order = type.comparator();
                yield (one, other) -> order.compare(in(one).getInt(), in(other).getInt());
            }
            case INT64 -> {
                final PrimitiveComparator<?> order = type.comparator();
                yield (one, other) -> order.compare(in(one).getLong(), in(other).getLong());
            }
            case FLOAT -> Comparator.comparing(bytes -> in(bytes).getFloat());
            case DOUBLE -> Comparator.comparing(bytes -> in(bytes).getDouble());
            default -> {
                final PrimitiveComparator<Binary> order = type.comparator();
                yield (one, other) ->
                        order.compare(Binary.fromConstantByteArray(one), Binary.fromConstantByteArray(other));
            }
        };
    }

    private static ByteBuffer in(final byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
