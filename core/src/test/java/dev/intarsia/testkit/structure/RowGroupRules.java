package dev.intarsia.testkit.structure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A row group against its columns, and all that lies in it. */
final class RowGroupRules {
    private final byte[] file;
    private final List<Leaf> leaves;
    private final Extents extents;
    private final Report report;

    RowGroupRules(final byte[] file, final List<Leaf> leaves, final Extents extents, final Report report) {
        this.file = file;
        this.leaves = leaves;
        this.extents = extents;
        this.report = report;
    }

    void look(final Struct group, final int ordinal) {
        final String place = "row group " + ordinal;
        report.unless(group.i64(3) > 0, Rule.GROUP_NOT_EMPTY, place, "it has " + group.i64(3) + " rows");
        if (group.has(7)) {
            report.equal(Rule.GROUP_ORDINAL, place, "ordinal", group.i16(7), ordinal);
        }
        final List<Struct> columns = group.structs(1);
        report.equal(Rule.GROUP_COLUMNS, place, "the number of columns", columns.size(), leaves.size());
        final List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < Math.min(columns.size(), leaves.size()); i++) {
            chunks.add(column(columns.get(i), leaves.get(i), group.i64(3), place));
        }
        report.within(Rule.GROUP_SIZES, place, () -> sizes(group, columns, place));
        offset(group, chunks, place);
        SortRules.look(group, chunks, place, report);
    }

    private Chunk column(final Struct column, final Leaf leaf, final long rows, final String group) {
        final String place = group + ", column '" + leaf.name() + "'";
        final Chunk[] read = {null};
        report.within(Rule.GROUP_COLUMNS, place, () -> {
            final Chunk chunk = new Chunk(place, leaf, column);
            read[0] = chunk;
            final List<String> path = chunk.metadata.list(3, byte[].class).stream()
                    .map(name -> new String(name, StandardCharsets.UTF_8))
                    .toList();
            final PhysicalType type = PhysicalType.of(chunk.metadata.i32(1));
            if (type != leaf.type() || !path.equals(leaf.path())) {
                throw new Malformed("the chunk is of " + path + " and " + type + ", the schema's leaf of " + leaf.path()
                        + " and " + leaf.type());
            }
            ChunkReader.read(file, chunk, extents, report);
            report.within(Rule.PAGE_HEADER, place, () -> ChunkRules.look(chunk, report));
            report.within(Rule.INDEX_LOCATION, place, () -> IndexRules.look(file, chunk, extents, report));
            BloomRules.look(file, chunk, extents, report);
            StatisticsRules.chunk(chunk, report);
            if (chunk.isWhole) {
                report.equal(Rule.GROUP_ROWS, place, "num_rows of the row group", rows, chunk.rows());
                SizeRules.look(chunk, report);
                GeospatialRules.look(chunk, report);
            }
        });
        return read[0];
    }

    private void sizes(final Struct group, final List<Struct> columns, final String place) {
        long compressed = 0;
        long uncompressed = 0;
        for (final Struct column : columns) {
            uncompressed += column.struct(3).i64(6);
            compressed += column.struct(3).i64(7);
        }
        report.equal(Rule.GROUP_SIZES, place, "total_byte_size", group.i64(2), uncompressed);
        if (group.has(6)) {
            report.equal(Rule.GROUP_SIZES, place, "total_compressed_size", group.i64(6), compressed);
        } else {
            report.found(Rule.COMPLETE, place, "total_compressed_size is not written");
        }
    }

    private void offset(final Struct group, final List<Chunk> chunks, final String place) {
        final boolean isKnown = !chunks.isEmpty()
                && chunks.get(0) != null
                && !chunks.get(0).stored.isEmpty();
        if (group.has(5) && isKnown) {
            report.equal(
                    Rule.GROUP_OFFSET,
                    place,
                    "file_offset",
                    group.i64(5),
                    chunks.get(0).stored.get(0).offset());
        } else if (!group.has(5)) {
            report.found(Rule.COMPLETE, place, "file_offset is not written");
        }
    }
}
