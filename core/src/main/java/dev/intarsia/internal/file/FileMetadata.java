package dev.intarsia.internal.file;

import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.SortingColumn;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.Order;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.WriterOptions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file says about itself apart from its row groups. */
final class FileMetadata {
    /** Bytes of a list header or of a string's length at most. */
    private static final int LENGTH_BYTES = 5;

    private FileMetadata() {}

    /**
     * The key-value metadata: that of the Arrow schema, then that of the options, which wins, then the Arrow schema
     * itself unless that is not wanted.
     */
    static List<KeyValue> keyValues(final ParquetSchema schema, final WriterOptions options) {
        final Map<String, String> all = new LinkedHashMap<>(schema.metadata());
        all.putAll(options.metadata());
        if (options.arrowSchema()) {
            all.put(ParquetSchema.ARROW_SCHEMA_KEY, schema.arrowSchemaBase64());
        }
        return all.entrySet().stream()
                .map(entry -> KeyValue.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * The order of the rows, as the format states it.
     *
     * @throws IllegalArgumentException if rows cannot be in such an order; the message names the column
     */
    static List<SortingColumn> sortingColumns(final ParquetSchema schema, final WriterOptions options) {
        return options.sortingColumns().stream()
                .map(column -> new SortingColumn(
                        sortable(schema, column.path()).column(), column.descending(), column.nullsFirst()))
                .toList();
    }

    private static Leaf sortable(final ParquetSchema schema, final String path) {
        final List<Leaf> leaves = schema.leavesAt(path);
        if (leaves.size() != 1) {
            throw new IllegalArgumentException("rows shall be sorted by '" + path + "', a path that " + leaves.size()
                    + " columns of the schema have; its columns are "
                    + schema.leaves().stream().map(Leaf::path).toList());
        }
        final Leaf leaf = leaves.get(0);
        if (leaf.repeated() || leaf.order() == Order.NONE) {
            throw new IllegalArgumentException("rows shall be sorted by '" + path + "', which "
                    + (leaf.repeated() ? "may have several values in a row" : "is of a type without an order")
                    + "; sort by another column");
        }
        return leaf;
    }

    /** Bytes that the path of a column takes in its metadata at most. */
    static int maxPathBytes(final Leaf leaf) {
        int bytes = LENGTH_BYTES;
        for (final String part : leaf.pathParts()) {
            bytes += LENGTH_BYTES + part.getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
