package dev.intarsia.internal.format;

import dev.intarsia.options.Compression;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What the metadata of all chunks of one column has in common, as bytes: made once a file, copied into every row group.
 * Immutable.
 *
 * <p>It comes in two pieces, because the list of encodings stands between them and may differ from chunk to chunk.
 */
public final class ChunkTemplate {
    /** The start of {@code ColumnChunk} and of its {@code ColumnMetaData}, up to the physical type. */
    final byte[] beforeEncodings;

    /** The path in the schema and the codec. */
    final byte[] afterEncodings;

    /**
     * @param physicalTypeId see {@link ParquetIds#physicalType}
     * @param path names from below the root down to the leaf, in UTF-8, one array per name: a dot in a name is not a
     *     separator; copied
     * @param codecId see {@link ParquetIds#codec}
     */
    public ChunkTemplate(final int physicalTypeId, final byte[][] path, final int codecId) {
        final CompactBytes before = new CompactBytes();
        before.struct(CompactProtocol.FIRST);
        before.zeroI64Field(2); // 2: file_offset, deprecated and 0 by the specification
        before.structField(3); // 3: meta_data
        before.i32Field(1, physicalTypeId); // 1: type
        beforeEncodings = before.toByteArray();

        final CompactBytes after = new CompactBytes();
        after.struct(2);
        after.listField(3, path.length, CompactProtocol.TYPE_BINARY); // 3: path_in_schema
        for (final byte[] name : path) {
            after.binary(name);
        }
        after.i32Field(4, codecId); // 4: codec
        afterEncodings = after.toByteArray();
    }

    /** The template of a column in the words of the schema model. */
    public static ChunkTemplate of(final PrimitiveTypeName type, final String[] path, final Compression.Codec codec) {
        final byte[][] names = new byte[path.length][];
        for (int i = 0; i < names.length; i++) {
            names[i] = path[i].getBytes(StandardCharsets.UTF_8);
        }
        return new ChunkTemplate(ParquetIds.physicalType(type), names, ParquetIds.codec(codec));
    }
}
