package dev.intarsia.internal.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/** The same facts in the classes generated from {@code parquet.thrift}, and their bytes: the oracle. */
final class Thrift {
    /** Thrift's ids of types in its calls, which differ from those in the bytes of the compact protocol. */
    static final byte BOOL = 2;

    static final byte I16 = 6;
    static final byte I32 = 8;
    static final byte I64 = 10;
    static final byte STRING = 11;
    static final byte STRUCT = 12;
    static final byte LIST = 15;

    private Thrift() {}

    /** Something that writes itself through Thrift's own protocol. */
    interface Script {
        void on(TProtocol protocol) throws TException;
    }

    static byte[] bytes(final Script script) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            script.on(new TCompactProtocol(new TIOStreamTransport(out)));
        } catch (final TException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static byte[] bytes(final TBase<?, ?> struct) {
        return bytes(struct::write);
    }

    static RowGroup rowGroup(final RowGroupFacts facts, final List<TestColumn> columns) {
        final List<ColumnChunk> chunks = new ArrayList<>();
        columns.forEach(column -> chunks.add(columnChunk(column)));
        final RowGroup group = new RowGroup(chunks, facts.uncompressedBytes(), facts.rows());
        group.setFile_offset(facts.fileOffset());
        group.setTotal_compressed_size(facts.compressedBytes());
        if (facts.ordinal() <= Short.MAX_VALUE) {
            group.setOrdinal((short) facts.ordinal());
        }
        facts.sortingColumns()
                .forEach(each -> group.addToSorting_columns(new org.apache.parquet.format.SortingColumn(
                        each.column(), each.descending(), each.nullsFirst())));
        return group;
    }

    static ColumnChunk columnChunk(final TestColumn column) {
        final ChunkMetadata facts = column.chunk();
        final List<Encoding> encodings = new ArrayList<>();
        for (int id = 0; id < 31; id++) {
            if ((facts.encodings() & 1 << id) != 0) {
                encodings.add(Encoding.findByValue(id));
            }
        }
        final ColumnMetaData metadata = new ColumnMetaData(
                Type.findByValue(column.physicalTypeId()),
                encodings,
                column.path(),
                CompressionCodec.findByValue(column.codecId()),
                facts.values(),
                facts.uncompressedBytes(),
                facts.compressedBytes(),
                facts.dataPageOffset());
        if (facts.dictionaryPageOffset() >= 0) {
            metadata.setDictionary_page_offset(facts.dictionaryPageOffset());
        }
        metadata.setStatistics(statistics(facts.statistics()));
        final List<org.apache.parquet.format.PageEncodingStats> stats = new ArrayList<>();
        facts.encodingStats()
                .forEach(each -> stats.add(new org.apache.parquet.format.PageEncodingStats(
                        PageType.findByValue(each.pageTypeId()),
                        Encoding.findByValue(each.encodingId()),
                        each.pages())));
        metadata.setEncoding_stats(stats);
        if (facts.bloom().bytes() > 0) {
            metadata.setBloom_filter_offset(facts.bloom().fileOffset());
            metadata.setBloom_filter_length(facts.bloom().bytes());
        }
        if (!facts.sizes().isEmpty()) {
            metadata.setSize_statistics(sizes(facts.sizes()));
        }
        if (!facts.geospatial().isEmpty()) {
            metadata.setGeospatial_statistics(geospatial(facts.geospatial()));
        }
        final ColumnChunk chunk = new ColumnChunk(0);
        chunk.setMeta_data(metadata);
        return chunk;
    }

    private static org.apache.parquet.format.SizeStatistics sizes(final SizeStatistics facts) {
        final var sizes = new org.apache.parquet.format.SizeStatistics();
        if (facts.unencodedBytes() >= 0) {
            sizes.setUnencoded_byte_array_data_bytes(facts.unencodedBytes());
        }
        Arrays.stream(facts.repetitionHistogram()).forEach(sizes::addToRepetition_level_histogram);
        Arrays.stream(facts.definitionHistogram()).forEach(sizes::addToDefinition_level_histogram);
        return sizes;
    }

    private static org.apache.parquet.format.GeospatialStatistics geospatial(final GeospatialStatistics facts) {
        final var statistics = new org.apache.parquet.format.GeospatialStatistics();
        final BoundingBox box = facts.box();
        if (!Double.isNaN(box.xMin()) && !Double.isNaN(box.yMin())) {
            final var written =
                    new org.apache.parquet.format.BoundingBox(box.xMin(), box.xMax(), box.yMin(), box.yMax());
            if (!Double.isNaN(box.zMin())) {
                written.setZmin(box.zMin());
                written.setZmax(box.zMax());
            }
            if (!Double.isNaN(box.mMin())) {
                written.setMmin(box.mMin());
                written.setMmax(box.mMax());
            }
            statistics.setBbox(written);
        }
        Arrays.stream(facts.types()).forEach(statistics::addToGeospatial_types);
        return statistics;
    }

    static Statistics statistics(final ChunkStatistics facts) {
        final Statistics statistics = new Statistics();
        statistics.setNull_count(facts.nullCount());
        if (facts.distinctCount() >= 0) {
            statistics.setDistinct_count(facts.distinctCount());
        }
        if (facts.max() != null) {
            statistics.setMax_value(ByteBuffer.wrap(facts.max()));
            statistics.setIs_max_value_exact(facts.maxExact());
        }
        if (facts.min() != null) {
            statistics.setMin_value(ByteBuffer.wrap(facts.min()));
            statistics.setIs_min_value_exact(facts.minExact());
        }
        if (facts.nanCount() >= 0) {
            statistics.setNan_count(facts.nanCount());
        }
        return statistics;
    }
}
