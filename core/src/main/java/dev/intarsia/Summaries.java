package dev.intarsia;

import dev.intarsia.internal.file.ColumnTotals;
import dev.intarsia.internal.file.FileWriter;
import dev.intarsia.internal.format.ParquetIds;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.schema.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a file turned out to hold, from the state of its writer. */
final class Summaries {
    private Summaries() {}

    /** The summary of a file whose last row group is closed. */
    static FileSummary of(final FileWriter file) {
        final List<RowGroupSummary> rowGroups = new ArrayList<>();
        for (final RowGroupFacts group : file.rowGroups()) {
            rowGroups.add(new RowGroupSummary(
                    group.rows(), group.fileOffset(), group.compressedBytes(), group.uncompressedBytes()));
        }
        final List<ColumnSummary> columns = new ArrayList<>();
        for (int i = 0; i < file.leaves().size(); i++) {
            final Leaf leaf = file.leaves().get(i);
            final ColumnTotals totals = file.columnTotals().get(i);
            columns.add(new ColumnSummary(
                    leaf.path(),
                    ParquetIds.physicalTypeName(leaf.physicalType()),
                    encodingNames(totals.encodings()),
                    totals.values(),
                    totals.nulls(),
                    totals.nans(),
                    totals.storedBytes(),
                    totals.uncompressedBytes()));
        }
        return new FileSummary(file.rows(), file.file().length(), rowGroups, columns);
    }

    private static Set<String> encodingNames(final int encodings) {
        final Set<String> names = new TreeSet<>();
        for (int id = 0; id < Integer.SIZE; id++) {
            if ((encodings >>> id & 1) != 0) {
                names.add(ParquetIds.encodingName(id));
            }
        }
        return names;
    }
}
