package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.ChunkRange;
import java.util.List;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/** Holds what the footer says of the file against what it says of the parts. Stateless. */
final class FooterCheck {
    private static final String OUR_APPLICATION = "intarsia";

    private FooterCheck() {}

    /** Who wrote the file; comes first, because it decides which rules bind the file. */
    static void checkWriter(final FileMetaData footer, final Findings findings) {
        if (!footer.isSetCreated_by()) {
            findings.rule(Place.FILE, "created_by is missing: readers cannot tell whose defects to expect");
            return;
        }
        try {
            final ParsedVersion writer = VersionParser.parse(footer.getCreated_by());
            if (OUR_APPLICATION.equalsIgnoreCase(writer.application)) {
                findings.fileIsOurs();
            }
            if (!writer.hasSemanticVersion()) {
                findings.rule(Place.FILE, "created_by '" + footer.getCreated_by() + "' has no semantic version");
            }
        } catch (final VersionParseException | RuntimeException e) {
            if (footer.getCreated_by().regionMatches(true, 0, OUR_APPLICATION, 0, OUR_APPLICATION.length())) {
                findings.fileIsOurs();
            }
            findings.rule(
                    Place.FILE,
                    "created_by '" + footer.getCreated_by() + "' has not the form"
                            + " '<application> version <number> (build <hash>)'");
        }
    }

    static void check(final FileMetaData footer, final List<Leaf> leaves, final Findings findings) {
        if (footer.getVersion() != 1 && footer.getVersion() != 2) {
            findings.rule(Place.FILE, "its version is " + footer.getVersion() + ", there are 1 and 2");
        }
        if (!footer.isSetColumn_orders() && footer.getRow_groups().stream().anyMatch(FooterCheck::hasBounds)) {
            findings.rule(
                    Place.FILE,
                    "column_orders is missing, which leaves the order of min_value and max_value undefined: they were"
                            + " not checked");
        }
        long rows = 0;
        for (int g = 0; g < footer.getRow_groups().size(); g++) {
            rows += footer.getRow_groups().get(g).getNum_rows();
            checkRowGroup(footer.getRow_groups().get(g), g, leaves, findings);
        }
        if (rows != footer.getNum_rows()) {
            findings.error(
                    Place.FILE,
                    "its num_rows is " + footer.getNum_rows() + ", its row groups have " + rows + " together");
        }
    }

    private static boolean hasBounds(final RowGroup rowGroup) {
        return rowGroup.getColumns().stream()
                .filter(chunk -> chunk.isSetMeta_data() && chunk.getMeta_data().isSetStatistics())
                .map(chunk -> chunk.getMeta_data().getStatistics())
                .anyMatch(statistics -> statistics.isSetMin_value() || statistics.isSetMax_value());
    }

    private static void checkRowGroup(
            final RowGroup rowGroup, final int index, final List<Leaf> leaves, final Findings findings) {
        final Place place = Place.ofRowGroup(index);
        final List<ColumnChunk> chunks = rowGroup.getColumns();
        if (chunks.size() != leaves.size()) {
            findings.error(
                    place, "it has " + chunks.size() + " column chunks, the schema has " + leaves.size() + " columns");
            return;
        }
        if (rowGroup.getNum_rows() < 0) {
            findings.error(place, "its num_rows is " + rowGroup.getNum_rows());
        } else if (rowGroup.getNum_rows() == 0) {
            findings.houseRule(place, "it has no rows: some readers stumble over that");
        }
        if (rowGroup.isSetOrdinal() && rowGroup.getOrdinal() != index) {
            findings.rule(place, "its ordinal is " + rowGroup.getOrdinal());
        }
        long compressed = 0;
        long uncompressed = 0;
        for (int c = 0; c < chunks.size(); c++) {
            if (!chunks.get(c).isSetMeta_data()) {
                return;
            }
            final ColumnMetaData chunk = chunks.get(c).getMeta_data();
            compressed += chunk.getTotal_compressed_size();
            uncompressed += chunk.getTotal_uncompressed_size();
            checkChunk(chunk, leaves.get(c), new Place(index, leaves.get(c).path(), Place.NONE), findings);
        }
        if (rowGroup.getTotal_byte_size() != uncompressed) {
            findings.rule(
                    place,
                    "its total_byte_size is " + rowGroup.getTotal_byte_size() + ", its chunks have " + uncompressed
                            + " uncompressed bytes together");
        }
        if (rowGroup.isSetTotal_compressed_size() && rowGroup.getTotal_compressed_size() != compressed) {
            findings.rule(
                    place,
                    "its total_compressed_size is " + rowGroup.getTotal_compressed_size() + ", its chunks have "
                            + compressed + " bytes together");
        }
        if (rowGroup.isSetFile_offset() && !chunks.isEmpty()) {
            final long start = ChunkRange.of(chunks.get(0).getMeta_data()).start();
            if (rowGroup.getFile_offset() != start) {
                findings.rule(
                        place,
                        "its file_offset is " + rowGroup.getFile_offset() + ", its first page is at byte " + start);
            }
        }
    }

    private static void checkChunk(
            final ColumnMetaData chunk, final Leaf leaf, final Place place, final Findings findings) {
        if (!List.of(leaf.descriptor().getPath()).equals(chunk.getPath_in_schema())) {
            findings.error(
                    place,
                    "its path_in_schema is '" + String.join(".", chunk.getPath_in_schema())
                            + "', the schema's column at its place is '" + leaf.path() + "'");
        }
        final String physical =
                leaf.isByteArray() ? "BYTE_ARRAY" : leaf.physical().name();
        if (!physical.equals(chunk.getType().name())) {
            findings.error(place, "its type is " + chunk.getType() + ", the schema says " + physical);
        }
    }
}
