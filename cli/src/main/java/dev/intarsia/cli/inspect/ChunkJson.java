package dev.intarsia.cli.inspect;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.intarsia.cli.parquet.BloomBits;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.BoundingBox;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.GeospatialStatistics;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.Statistics;

/** One column chunk for programs. Confined. */
final class ChunkJson {
    private final ChunkView chunk;
    private final JsonGenerator json;
    private final BoundText text;

    ChunkJson(final ChunkView chunk, final JsonGenerator json) {
        this.chunk = chunk;
        this.json = json;
        this.text = BoundText.forPrograms(chunk.leaf().element());
    }

    void print(final boolean withPages, final Runnable onPage) throws IOException {
        json.writeStartObject();
        json.writeNumberField("column", chunk.leaf().leaf());
        json.writeStringField("path", chunk.leaf().dottedPath());
        if (chunk.metadata() != null) {
            metadata(chunk.metadata());
            if (withPages) {
                pages(onPage);
            }
        }
        if (!chunk.problems().isEmpty()) {
            json.writeArrayFieldStart("problems");
            for (final String problem : chunk.problems()) {
                json.writeString(problem);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void metadata(final ColumnMetaData metadata) throws IOException {
        json.writeStringField("type", metadata.getType().name());
        json.writeStringField("codec", metadata.getCodec().name());
        json.writeArrayFieldStart("encodings");
        for (final Encoding encoding : metadata.getEncodings()) {
            json.writeString(String.valueOf(encoding));
        }
        json.writeEndArray();
        if (metadata.isSetEncoding_stats()) {
            encodingStats(metadata.getEncoding_stats());
        }
        json.writeNumberField("values", metadata.getNum_values());
        json.writeNumberField("bytes", metadata.getTotal_compressed_size());
        json.writeNumberField("uncompressed_bytes", metadata.getTotal_uncompressed_size());
        json.writeNumberField("data_page_offset", metadata.getData_page_offset());
        if (metadata.isSetDictionary_page_offset()) {
            json.writeNumberField("dictionary_page_offset", metadata.getDictionary_page_offset());
        }
        if (metadata.isSetStatistics()) {
            statistics(metadata.getStatistics());
        }
        if (metadata.isSetSize_statistics()) {
            sizes(metadata.getSize_statistics());
        }
        if (metadata.isSetGeospatial_statistics()) {
            geospatial(metadata.getGeospatial_statistics());
        }
        indexes();
        if (metadata.isSetBloom_filter_offset()) {
            bloom(metadata);
        }
        if (metadata.isSetKey_value_metadata()) {
            json.writeArrayFieldStart("metadata");
            for (final KeyValue entry : metadata.getKey_value_metadata()) {
                json.writeStartObject();
                json.writeStringField("key", entry.getKey());
                if (entry.isSetValue()) {
                    json.writeStringField("value", entry.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private void encodingStats(final List<PageEncodingStats> stats) throws IOException {
        json.writeArrayFieldStart("encoding_stats");
        for (final PageEncodingStats entry : stats) {
            json.writeStartObject();
            json.writeStringField("kind", entry.getPage_type().name());
            json.writeStringField("encoding", entry.getEncoding().name());
            json.writeNumberField("pages", entry.getCount());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void statistics(final Statistics statistics) throws IOException {
        json.writeObjectFieldStart("statistics");
        if (statistics.isSetNull_count()) {
            json.writeNumberField("nulls", statistics.getNull_count());
        }
        if (statistics.isSetNan_count()) {
            json.writeNumberField("nans", statistics.getNan_count());
        }
        if (statistics.isSetDistinct_count()) {
            json.writeNumberField("distinct", statistics.getDistinct_count());
        }
        final Bounds bounds = Bounds.of(statistics);
        bound("min", bounds.min(), bounds.minExact());
        bound("max", bounds.max(), bounds.maxExact());
        if (bounds.deprecated()) {
            json.writeBooleanField("deprecated", true);
        }
        json.writeEndObject();
    }

    private void bound(final String name, final byte[] bytes, final Bounds.Exactness exactness) throws IOException {
        if (bytes == null) {
            return;
        }
        json.writeStringField(name, text.of(bytes));
        json.writeStringField(name + "_hex", HexFormat.of().formatHex(bytes));
        if (exactness != Bounds.Exactness.UNKNOWN) {
            json.writeBooleanField(name + "_exact", exactness == Bounds.Exactness.EXACT);
        }
    }

    private void sizes(final SizeStatistics sizes) throws IOException {
        json.writeObjectFieldStart("size_statistics");
        if (sizes.isSetUnencoded_byte_array_data_bytes()) {
            json.writeNumberField("byte_array_bytes", sizes.getUnencoded_byte_array_data_bytes());
        }
        if (sizes.isSetRepetition_level_histogram()) {
            numbers("repetition_levels", sizes.getRepetition_level_histogram());
        }
        if (sizes.isSetDefinition_level_histogram()) {
            numbers("definition_levels", sizes.getDefinition_level_histogram());
        }
        json.writeEndObject();
    }

    private void numbers(final String name, final List<? extends Number> numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (final Number number : numbers) {
            json.writeNumber(number.longValue());
        }
        json.writeEndArray();
    }

    private void geospatial(final GeospatialStatistics statistics) throws IOException {
        json.writeObjectFieldStart("geospatial_statistics");
        if (statistics.isSetBbox()) {
            final BoundingBox box = statistics.getBbox();
            json.writeObjectFieldStart("box");
            for (final BoundingBox._Fields field : BoundingBox._Fields.values()) {
                if (box.isSet(field)) {
                    json.writeNumberField(field.getFieldName(), (Double) box.getFieldValue(field));
                }
            }
            json.writeEndObject();
        }
        if (statistics.isSetGeospatial_types()) {
            numbers("types", statistics.getGeospatial_types());
        }
        json.writeEndObject();
    }

    private void indexes() throws IOException {
        if (chunk.chunk().isSetColumn_index_offset()) {
            json.writeObjectFieldStart("column_index");
            json.writeNumberField("offset", chunk.chunk().getColumn_index_offset());
            json.writeNumberField("bytes", chunk.chunk().getColumn_index_length());
            if (chunk.columnIndex() != null) {
                json.writeNumberField("pages", chunk.columnIndex().getNull_pagesSize());
                json.writeStringField(
                        "boundary_order",
                        chunk.columnIndex().getBoundary_order().name());
            }
            json.writeEndObject();
        }
        if (chunk.chunk().isSetOffset_index_offset()) {
            json.writeObjectFieldStart("offset_index");
            json.writeNumberField("offset", chunk.chunk().getOffset_index_offset());
            json.writeNumberField("bytes", chunk.chunk().getOffset_index_length());
            if (chunk.offsetIndex() != null) {
                json.writeNumberField("pages", chunk.offsetIndex().getPage_locationsSize());
            }
            json.writeEndObject();
        }
    }

    private void bloom(final ColumnMetaData metadata) throws IOException {
        json.writeObjectFieldStart("bloom_filter");
        json.writeNumberField("offset", metadata.getBloom_filter_offset());
        final BloomBits bloom = chunk.bloom();
        if (bloom != null) {
            json.writeNumberField("bytes", bloom.headerBytes() + bloom.bits().length);
            json.writeNumberField("blocks", bloom.bits().length / BloomBits.BLOCK_BYTES);
            json.writeNumberField("set_share", bloom.setShare());
            json.writeNumberField("false_positive_rate", bloom.falsePositiveRate());
        }
        json.writeEndObject();
    }

    private void pages(final Runnable onPage) throws IOException {
        json.writeArrayFieldStart("pages");
        PageWalk.over(chunk, page -> {
            onPage.run();
            page(page);
        });
        json.writeEndArray();
    }

    private void page(final PageView page) throws IOException {
        json.writeStartObject();
        if (page.isData()) {
            json.writeNumberField("page", page.number());
        }
        json.writeStringField("kind", page.kind());
        if (!page.encoding().isEmpty()) {
            json.writeStringField("encoding", page.encoding());
        }
        json.writeNumberField("offset", page.offset());
        json.writeNumberField("bytes", page.headerBytes() + (long) page.header().getCompressed_page_size());
        json.writeNumberField("header_bytes", page.headerBytes());
        json.writeNumberField("uncompressed_bytes", page.header().getUncompressed_page_size());
        known("first_row", page.firstRow());
        known("rows", page.rows());
        known("values", page.values());
        known("nulls", page.nulls());
        known("nans", page.nans());
        json.writeBooleanField("checksum", page.header().isSetCrc());
        if (page.header().isSetData_page_header_v2()
                && page.header().getData_page_header_v2().isSetIs_compressed()) {
            json.writeBooleanField(
                    "compressed", page.header().getData_page_header_v2().isIs_compressed());
        }
        if (page.nullPage()) {
            json.writeBooleanField("null_page", true);
        }
        bound("min", page.bounds().min(), page.bounds().minExact());
        bound("max", page.bounds().max(), page.bounds().maxExact());
        if (page.isData()) {
            levels(page.number());
        }
        json.writeEndObject();
    }

    private void levels(final int number) throws IOException {
        if (chunk.columnIndex() == null) {
            return;
        }
        levels(
                "repetition",
                chunk.columnIndex().getRepetition_level_histograms(),
                chunk.leaf().maxRepetition(),
                number);
        levels(
                "definition",
                chunk.columnIndex().getDefinition_level_histograms(),
                chunk.leaf().maxDefinition(),
                number);
    }

    /** The histograms of all pages stand in one list. */
    private void levels(final String kind, final List<Long> all, final int max, final int number) throws IOException {
        final long from = number * (max + 1L);
        if (all != null && from + max < all.size()) {
            numbers(kind.toLowerCase(Locale.ROOT) + "_levels", all.subList((int) from, (int) from + max + 1));
        }
    }

    private void known(final String name, final long count) throws IOException {
        if (count >= 0) {
            json.writeNumberField(name, count);
        }
    }
}
