package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.FileBytes;
import dev.intarsia.cli.parquet.FooterReader;
import dev.intarsia.cli.parquet.FooterReader.Footer;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.MemoryLimits;
import dev.intarsia.cli.parquet.SchemaNode;
import dev.intarsia.cli.parquet.SchemaTree;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * A file whose footer was read, and what of it is to be shown. Confined.
 *
 * @param path its name
 * @param bytes where pages and indexes are read from; closed by whoever opened it
 * @param root of the schema
 * @param leaves all columns
 * @param selected columns that are to be shown, without regard to limits
 * @param rowGroups numbers of the row groups that are to be shown, without regard to limits
 */
record OpenFile(
        Path path,
        FileBytes bytes,
        MemoryLimits limits,
        Footer footer,
        SchemaNode root,
        List<SchemaNode> leaves,
        List<SchemaNode> selected,
        List<Integer> rowGroups) {

    /**
     * Reads the footer.
     *
     * @throws MalformedException if there is none
     * @throws UnsupportedPartException if it cannot be read here
     * @throws NothingSelectedException if nothing of the file is selected
     */
    static OpenFile of(final Path path, final FileBytes bytes, final MemoryLimits limits, final Selection selection)
            throws IOException, MalformedException, UnsupportedPartException, NothingSelectedException {
        final Footer footer = FooterReader.read(bytes, limits);
        final SchemaNode root = SchemaTree.read(footer.metadata().getSchema());
        final List<SchemaNode> leaves = List.copyOf(SchemaTree.leaves(root));
        final Pattern pattern = selection.columnPattern();
        final List<SchemaNode> selected = leaves.stream()
                .filter(leaf -> pattern.matcher(leaf.dottedPath()).matches())
                .toList();
        if (selected.isEmpty() && !leaves.isEmpty()) {
            throw new NothingSelectedException("none of its " + leaves.size() + " columns is called "
                    + String.join(" or ", selection.columns())
                    + "; patterns are held against paths joined by dots, * stands for any text");
        }
        return new OpenFile(
                path,
                bytes,
                limits,
                footer,
                root,
                leaves,
                selected,
                rowGroups(footer.metadata().getRow_groups().size(), selection.rowGroup()));
    }

    private static List<Integer> rowGroups(final int count, final int wanted) throws NothingSelectedException {
        if (wanted != Selection.EVERY && wanted >= count) {
            throw new NothingSelectedException(
                    count == 0
                            ? "it has no row groups, so there is no row group " + wanted
                            : "it has no row group " + wanted + ": its row groups are numbered from 0 to "
                                    + (count - 1));
        }
        final List<Integer> numbers = new ArrayList<>();
        for (int g = 0; g < count; g++) {
            if (wanted == Selection.EVERY || wanted == g) {
                numbers.add(g);
            }
        }
        return List.copyOf(numbers);
    }

    FileMetaData metadata() {
        return footer.metadata();
    }

    RowGroup rowGroup(final int number) {
        return metadata().getRow_groups().get(number);
    }

    /** The chunk of a column in a row group, or null where the row group has fewer chunks than the schema columns. */
    ColumnChunk chunk(final int rowGroup, final SchemaNode leaf) {
        final List<ColumnChunk> chunks = rowGroup(rowGroup).getColumns();
        return leaf.leaf() < chunks.size() ? chunks.get(leaf.leaf()) : null;
    }
}
