package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I32_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_I64_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.MAX_LIST_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.SHORT_FIELD_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.STOP_BYTES;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_LIST;
import static dev.intarsia.internal.format.CompactProtocol.TYPE_STRUCT;
import static dev.intarsia.internal.format.CompactProtocol.binaryField;
import static dev.intarsia.internal.format.CompactProtocol.field;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.i64Field;
import static dev.intarsia.internal.format.CompactProtocol.listField;
import static dev.intarsia.internal.format.CompactProtocol.maxBinaryBytes;
import static dev.intarsia.internal.format.CompactProtocol.prepared;
import static dev.intarsia.internal.format.CompactProtocol.stop;
import static dev.intarsia.internal.format.CompactProtocol.structField;

import dev.intarsia.internal.memory.NativeMemory;
import java.util.BitSet;
import java.util.List;

/**
 * Writes the struct {@code FileMetaData} around the row groups, and the ends of the file.
 *
 * <pre>
 *  prefix                            row groups                       suffix                          trailer
 *  version, schema, rows,            as RowGroupWriter wrote them,    key_value_metadata, created_by, length of the
 *  header of the list of row groups  with or without filled holes     column_orders, stop             footer, PAR1
 * </pre>
 *
 * <p>Put together in that order without a gap, the first three are the footer and all four end the file. The prefix
 * says how many row groups follow, so it is written again for each checkpoint; the row groups are not.
 *
 * <p>Thread-safe: there is no state.
 */
public final class FileMetaDataWriter {
    /** The longest footer that the trailer can tell of: readers take the length as a signed 32-bit number. */
    public static final int MAX_FOOTER_BYTES = Integer.MAX_VALUE;

    /** Bytes of the mark that begins and ends a file. */
    public static final int MAGIC_BYTES = 4;

    /** Bytes that {@link #writeTrailer} writes. */
    public static final int TRAILER_BYTES = Integer.BYTES + MAGIC_BYTES;

    /** Always 1: what a 2 would promise was never agreed on. */
    private static final int VERSION = 1;

    /** {@code PAR1}, read as a little-endian number. */
    private static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;

    private static final int COLUMN_ORDER_BYTES = SHORT_FIELD_BYTES + 2 * STOP_BYTES;

    private static final BitSet NO_LEAVES = new BitSet();

    private FileMetaDataWriter() {}

    /** Writes {@code PAR1}, {@link #MAGIC_BYTES} long; returns the address behind it. */
    public static long writeMagic(final long at) {
        NativeMemory.putInt(at, MAGIC);
        return at + MAGIC_BYTES;
    }

    /**
     * Most bytes that {@link #writePrefix} takes.
     *
     * @param schema what {@link SchemaWriter} made
     */
    public static long maxPrefixBytes(final byte[] schema) {
        return MAX_I32_FIELD_BYTES
                + SHORT_FIELD_BYTES
                + (long) schema.length
                + MAX_I64_FIELD_BYTES
                + MAX_LIST_FIELD_BYTES;
    }

    /**
     * Writes what stands in front of the first row group.
     *
     * @param at borrowed; room for {@link #maxPrefixBytes}
     * @param schema borrowed; what {@link SchemaWriter} made
     * @param rows rows of all row groups
     * @param rowGroups how many row groups follow
     * @return the address behind it
     */
    public static long writePrefix(final long at, final byte[] schema, final long rows, final int rowGroups) {
        long out = i32Field(at, FIRST, 1, VERSION); // 1: version
        out = prepared(field(out, 1, 2, TYPE_LIST), schema); // 2: schema
        out = i64Field(out, 2, 3, rows); // 3: num_rows
        return listField(out, 3, 4, rowGroups, TYPE_STRUCT); // 4: row_groups
    }

    /**
     * Most bytes that {@link #writeSuffix} takes for the same arguments.
     */
    public static long maxSuffixBytes(final List<KeyValue> keyValues, final byte[] createdBy, final int leaves) {
        long bytes = MAX_LIST_FIELD_BYTES;
        for (int i = 0; i < keyValues.size(); i++) {
            final KeyValue entry = keyValues.get(i);
            bytes += SHORT_FIELD_BYTES + maxBinaryBytes(entry.key());
            bytes += SHORT_FIELD_BYTES + maxBinaryBytes(entry.value()) + STOP_BYTES;
        }
        bytes += SHORT_FIELD_BYTES + maxBinaryBytes(createdBy);
        return bytes + MAX_LIST_FIELD_BYTES + (long) leaves * COLUMN_ORDER_BYTES + STOP_BYTES;
    }

    /**
     * Writes what stands behind the last row group of a file whose columns all have the order that their type defines.
     *
     * @param at borrowed; room for {@link #maxSuffixBytes}
     * @param keyValues borrowed; the file's own metadata, in this order; left out if empty
     * @param createdBy borrowed; who wrote the file, in UTF-8, see {@link CreatedBy}
     * @param leaves columns of the schema. Each gets the order that its type defines: without it readers ignore the
     *     bounds of all chunks, and say nothing
     * @return the address behind it: the end of the footer
     */
    public static long writeSuffix(
            final long at, final List<KeyValue> keyValues, final byte[] createdBy, final int leaves) {
        return writeSuffix(at, keyValues, createdBy, leaves, NO_LEAVES);
    }

    /**
     * Writes what stands behind the last row group.
     *
     * @param at borrowed; room for {@link #maxSuffixBytes}
     * @param keyValues borrowed; the file's own metadata, in this order; left out if empty
     * @param createdBy borrowed; who wrote the file, in UTF-8, see {@link CreatedBy}
     * @param leaves columns of the schema
     * @param totalOrder borrowed; the columns, all of floating-point numbers, whose order is IEEE 754's total order;
     *     the others have the order that their type defines
     * @return the address behind it: the end of the footer
     */
    public static long writeSuffix(
            final long at,
            final List<KeyValue> keyValues,
            final byte[] createdBy,
            final int leaves,
            final BitSet totalOrder) {
        long out = at;
        int previous = 4;
        if (!keyValues.isEmpty()) {
            out = listField(out, previous, 5, keyValues.size(), TYPE_STRUCT); // 5: key_value_metadata
            for (int i = 0; i < keyValues.size(); i++) {
                out = writeKeyValue(out, keyValues.get(i));
            }
            previous = 5;
        }
        out = binaryField(out, previous, 6, createdBy); // 6: created_by
        out = listField(out, 6, 7, leaves, TYPE_STRUCT); // 7: column_orders
        for (int i = 0; i < leaves; i++) {
            out = writeOrder(out, totalOrder.get(i) ? 2 : 1); // 1: TYPE_ORDER, 2: IEEE_754_TOTAL_ORDER
        }
        return stop(out);
    }

    /**
     * Writes the last {@link #TRAILER_BYTES} of a file.
     *
     * @param at borrowed; room for {@link #TRAILER_BYTES}
     * @param footerBytes length of prefix, row groups and suffix
     * @return the address behind it
     */
    public static long writeTrailer(final long at, final int footerBytes) {
        NativeMemory.putInt(at, footerBytes);
        return writeMagic(at + Integer.BYTES);
    }

    /** Struct {@code KeyValue}. */
    private static long writeKeyValue(final long at, final KeyValue entry) {
        long out = binaryField(at, FIRST, 1, entry.key()); // 1: key
        out = binaryField(out, 1, 2, entry.value()); // 2: value
        return stop(out);
    }

    /** Union {@code ColumnOrder}, of which every choice is an empty struct. */
    private static long writeOrder(final long at, final int choice) {
        return stop(stop(structField(at, FIRST, choice)));
    }
}
