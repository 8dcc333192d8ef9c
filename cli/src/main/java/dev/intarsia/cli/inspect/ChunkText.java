package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.BloomBits;
import dev.intarsia.cli.progress.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import org.apache.parquet.format.BoundingBox;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.GeospatialStatistics;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.Statistics;

/** One column chunk in detail, for people. Confined. */
final class ChunkText {
    private static final int MAX_LEVELS = 16;

    private final ChunkView chunk;
    private final TextLines lines;

    ChunkText(final ChunkView chunk, final TextLines lines) {
        this.chunk = chunk;
        this.lines = lines;
    }

    /** Everything but pages and problems. */
    void print() {
        lines.heading("Row group " + chunk.rowGroup() + ", column "
                + Escapes.text(chunk.leaf().dottedPath(), lines.room() / 2));
        if (chunk.metadata() == null) {
            return;
        }
        final ColumnMetaData metadata = chunk.metadata();
        final String annotation = TypeText.annotation(chunk.leaf().element());
        lines.fact(
                "type",
                TypeText.physical(chunk.leaf().element()) + (annotation.isEmpty() ? "" : " " + annotation)
                        + ", levels: definition " + chunk.leaf().maxDefinition() + ", repetition "
                        + chunk.leaf().maxRepetition());
        lines.fact(
                "stored",
                Numbers.bytes(metadata.getTotal_compressed_size()) + " at byte "
                        + Numbers.grouped(chunk.range().start()) + ", " + metadata.getCodec() + " of "
                        + Numbers.bytes(metadata.getTotal_uncompressed_size()) + ratio(metadata));
        lines.fact("encodings", encodings(metadata));
        statistics(metadata);
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
            metadata(metadata.getKey_value_metadata());
        }
    }

    /** What could not be read; called last, because pages may have problems too. */
    void printProblems() {
        for (final String problem : chunk.problems()) {
            lines.fact("problem", problem);
        }
    }

    private static String ratio(final ColumnMetaData metadata) {
        final String ratio = Words.ratio(metadata.getTotal_uncompressed_size(), metadata.getTotal_compressed_size());
        return ratio.isEmpty() ? "" : ", " + ratio;
    }

    private static String encodings(final ColumnMetaData metadata) {
        if (!metadata.isSetEncoding_stats()) {
            return Words.encodings(metadata.getEncodings());
        }
        final StringJoiner pages = new StringJoiner(", ");
        for (final PageEncodingStats stats : metadata.getEncoding_stats()) {
            pages.add(PageRows.kind(stats.getPage_type().name()) + " " + stats.getEncoding() + " x "
                    + Numbers.grouped(stats.getCount()));
        }
        return Words.encodings(metadata.getEncodings()) + " (" + pages + ")";
    }

    private void statistics(final ColumnMetaData metadata) {
        final Statistics statistics = metadata.getStatistics();
        final StringBuilder counts = new StringBuilder(Numbers.grouped(metadata.getNum_values()));
        if (statistics != null) {
            counts.append(statistics.isSetNull_count() ? ", nulls " + Numbers.grouped(statistics.getNull_count()) : "")
                    .append(statistics.isSetNan_count() ? ", NaN " + Numbers.grouped(statistics.getNan_count()) : "")
                    .append(
                            statistics.isSetDistinct_count()
                                    ? ", distinct " + Numbers.grouped(statistics.getDistinct_count())
                                    : "");
        }
        lines.fact(
                "values",
                counts.append(statistics == null ? ", no statistics" : "").toString());
        final Bounds bounds = Bounds.of(statistics);
        final BoundText text = BoundText.forPeople(chunk.leaf().element(), 2 * lines.factRoom());
        if (bounds.min() != null) {
            lines.fact("min", text.of(bounds.min()) + note(bounds, bounds.minExact()));
        }
        if (bounds.max() != null) {
            lines.fact("max", text.of(bounds.max()) + note(bounds, bounds.maxExact()));
        }
    }

    private static String note(final Bounds bounds, final Bounds.Exactness exactness) {
        if (bounds.deprecated()) {
            return " (deprecated field)";
        }
        return exactness == Bounds.Exactness.UNKNOWN
                ? ""
                : " (" + exactness.name().toLowerCase(Locale.ROOT) + ")";
    }

    private void sizes(final SizeStatistics sizes) {
        if (sizes.isSetUnencoded_byte_array_data_bytes()) {
            lines.fact("byte arrays", Numbers.grouped(sizes.getUnencoded_byte_array_data_bytes()) + " bytes unencoded");
        }
        if (sizes.isSetRepetition_level_histogram()) {
            lines.fact("rep levels", histogram(sizes.getRepetition_level_histogram()));
        }
        if (sizes.isSetDefinition_level_histogram()) {
            lines.fact("def levels", histogram(sizes.getDefinition_level_histogram()));
        }
    }

    private static String histogram(final List<Long> counts) {
        final StringJoiner words = new StringJoiner(", ");
        for (int level = 0; level < Math.min(counts.size(), MAX_LEVELS); level++) {
            words.add(level + ": " + Numbers.grouped(counts.get(level)));
        }
        return words + (counts.size() > MAX_LEVELS ? " and " + (counts.size() - MAX_LEVELS) + " more" : "");
    }

    private void geospatial(final GeospatialStatistics statistics) {
        if (statistics.isSetBbox()) {
            final BoundingBox box = statistics.getBbox();
            lines.fact(
                    "box",
                    "x " + box.getXmin() + " to " + box.getXmax() + ", y " + box.getYmin() + " to " + box.getYmax()
                            + (box.isSetZmin() && box.isSetZmax()
                                    ? ", z " + box.getZmin() + " to " + box.getZmax()
                                    : "")
                            + (box.isSetMmin() && box.isSetMmax()
                                    ? ", m " + box.getMmin() + " to " + box.getMmax()
                                    : ""));
        }
        if (statistics.isSetGeospatial_types()) {
            final StringJoiner types = new StringJoiner(", ");
            statistics.getGeospatial_types().stream()
                    .filter(Objects::nonNull)
                    .limit(MAX_LEVELS)
                    .forEach(code -> types.add(GeometryKind.of(code)));
            lines.fact("geometries", types.length() == 0 ? "not told" : types.toString());
        }
    }

    private void indexes() {
        if (chunk.columnIndex() != null) {
            lines.fact(
                    "column index",
                    Numbers.counted(chunk.columnIndex().getNull_pagesSize(), "page")
                            + ", bounds "
                            + chunk.columnIndex().getBoundary_order().name().toLowerCase(Locale.ROOT) + ", "
                            + place(
                                    chunk.chunk().getColumn_index_length(),
                                    chunk.chunk().getColumn_index_offset()));
        }
        if (chunk.offsetIndex() != null) {
            lines.fact(
                    "offset index",
                    Numbers.counted(chunk.offsetIndex().getPage_locationsSize(), "page") + ", "
                            + place(
                                    chunk.chunk().getOffset_index_length(),
                                    chunk.chunk().getOffset_index_offset()));
        }
    }

    private void bloom(final ColumnMetaData metadata) {
        final BloomBits bloom = chunk.bloom();
        if (bloom != null) {
            lines.fact(
                    "bloom filter",
                    Numbers.bytes(bloom.bits().length) + " in "
                            + Numbers.counted(bloom.bits().length / BloomBits.BLOCK_BYTES, "block") + " at byte "
                            + Numbers.grouped(metadata.getBloom_filter_offset()) + ", "
                            + percent(bloom.setShare()) + " of its bits set, false positives "
                            + percent(bloom.falsePositiveRate()));
        }
    }

    private void metadata(final List<KeyValue> entries) {
        for (int i = 0; i < Math.min(entries.size(), Selection.MAX_METADATA); i++) {
            lines.fact(
                    i == 0 ? "metadata" : "",
                    Escapes.text(
                            entries.get(i).getKey() + " = " + entries.get(i).getValue(), lines.factRoom()));
        }
    }

    private static String place(final long bytes, final long offset) {
        return Numbers.bytes(bytes) + " at byte " + Numbers.grouped(offset);
    }

    private static String percent(final double share) {
        final double percent = 100 * share;
        return (percent == 0 ? "0" : String.format(Locale.ROOT, percent < 0.01 ? "%.1e" : "%.3g", percent)) + "%";
    }
}
