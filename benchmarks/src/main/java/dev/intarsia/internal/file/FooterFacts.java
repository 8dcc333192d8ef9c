package dev.intarsia.internal.file;

import dev.intarsia.internal.format.ChunkMetadata;
import dev.intarsia.internal.format.ChunkStatistics;
import dev.intarsia.internal.format.ChunkTemplate;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.PageEncodingStats;
import dev.intarsia.internal.format.ParquetIds;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.SchemaWriter;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.options.Compression;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * What a footer is made of: int64 columns with bounds of 8 bytes and a dictionary, with offsets and sizes of a file of
 * some hundred GB. Immutable.
 */
final class FooterFacts {
    private static final int MAX_VARIABLE_BYTES = 64;
    private static final int MAX_PIECE_BYTES = 1 << 20;

    private final byte[] schema;
    private final List<KeyValue> keyValues;
    private final ChunkMetadata[][] chunks;
    private final RowGroupFacts[] facts;

    private FooterFacts(
            final byte[] schema,
            final List<KeyValue> keyValues,
            final ChunkMetadata[][] chunks,
            final RowGroupFacts[] facts) {
        this.schema = schema;
        this.keyValues = keyValues;
        this.chunks = chunks;
        this.facts = facts;
    }

    static FooterFacts of(final int columns, final int rowGroups) {
        final SplittableRandom random = new SplittableRandom(columns);
        final Types.MessageTypeBuilder message = Types.buildMessage();
        final ChunkTemplate[] templates = new ChunkTemplate[columns];
        for (int c = 0; c < columns; c++) {
            final String name = "column_name_" + c;
            message.optional(PrimitiveTypeName.INT64).named(name);
            templates[c] = ChunkTemplate.of(PrimitiveTypeName.INT64, new String[] {name}, Compression.Codec.ZSTD);
        }
        final ChunkMetadata[][] chunks = new ChunkMetadata[rowGroups][columns];
        final RowGroupFacts[] facts = new RowGroupFacts[rowGroups];
        long offset = FileMetaDataWriter.MAGIC_BYTES;
        for (int g = 0; g < rowGroups; g++) {
            final long start = offset;
            for (int c = 0; c < columns; c++) {
                final long bytes = 1000L + random.nextInt(8 << 20);
                chunks[g][c] = chunk(random, templates[c], offset, bytes);
                offset += bytes;
            }
            facts[g] = new RowGroupFacts(2 * (offset - start), 1 << 20, start, offset - start, g);
        }
        return new FooterFacts(
                SchemaWriter.bytes(message.named("schema")),
                List.of(KeyValue.of("ARROW:schema", "x".repeat(100 * columns))),
                chunks,
                facts);
    }

    private static ChunkMetadata chunk(
            final SplittableRandom random, final ChunkTemplate template, final long offset, final long bytes) {
        final byte[] min = new byte[Long.BYTES];
        final byte[] max = new byte[Long.BYTES];
        random.nextBytes(min);
        random.nextBytes(max);
        return new ChunkMetadata(
                template,
                ChunkMetadata.encodings(
                        ParquetIds.ENCODING_PLAIN, ParquetIds.ENCODING_RLE, ParquetIds.ENCODING_RLE_DICTIONARY),
                1 << 20,
                2 * bytes,
                bytes,
                offset + 500,
                offset,
                new ChunkStatistics(random.nextInt(1 << 20), min, true, max, true, ChunkStatistics.NO_NAN_COUNT),
                List.of(
                        new PageEncodingStats(ParquetIds.PAGE_DICTIONARY, ParquetIds.ENCODING_PLAIN, 1),
                        new PageEncodingStats(
                                ParquetIds.PAGE_DATA, ParquetIds.ENCODING_RLE_DICTIONARY, 1 + random.nextInt(60))));
    }

    int columns() {
        return chunks[0].length;
    }

    int rowGroups() {
        return facts.length;
    }

    /** A footer without row groups. */
    FooterCache newCache() {
        return new FooterCache(
                schema,
                keyValues,
                new BitSet(),
                columns(),
                MAX_VARIABLE_BYTES,
                (long) columns() * MAX_VARIABLE_BYTES,
                MAX_PIECE_BYTES);
    }

    /** The chunks of a row group, each made anew, as they are when it closes. */
    ChunkMetadata[] chunks(final int rowGroup) {
        final ChunkMetadata[] made = new ChunkMetadata[columns()];
        for (int c = 0; c < made.length; c++) {
            final ChunkMetadata chunk = chunks[rowGroup][c];
            final ChunkStatistics bounds = chunk.statistics();
            made[c] = new ChunkMetadata(
                    chunk.template(),
                    chunk.encodings(),
                    chunk.values(),
                    chunk.uncompressedBytes(),
                    chunk.compressedBytes(),
                    chunk.dataPageOffset(),
                    chunk.dictionaryPageOffset(),
                    new ChunkStatistics(
                            bounds.nullCount(),
                            bounds.min().clone(),
                            true,
                            bounds.max().clone(),
                            true,
                            ChunkStatistics.NO_NAN_COUNT),
                    List.copyOf(new ArrayList<>(chunk.encodingStats())));
        }
        return made;
    }

    /** What a row group pays when it closes: reserves the worst case, writes its metadata. */
    void add(final FooterCache footer, final int rowGroup, final Demand demand, final Reserve reserve) {
        add(footer, rowGroup, chunks[rowGroup], demand, reserve);
    }

    /** The same with {@link #chunks} made before. */
    void add(
            final FooterCache footer,
            final int rowGroup,
            final ChunkMetadata[] made,
            final Demand demand,
            final Reserve reserve) {
        demand.clear();
        footer.plan(1, demand);
        reserve.fill(demand, "a row group's metadata");
        footer.beginRowGroup(reserve);
        for (final ChunkMetadata chunk : made) {
            footer.addChunk(chunk, reserve);
        }
        footer.endRowGroup(facts[rowGroup], reserve);
        reserve.giveBack();
    }
}
