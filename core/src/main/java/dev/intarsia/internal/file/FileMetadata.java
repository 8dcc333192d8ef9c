package dev.intarsia.internal.file;

import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.schema.Leaf;
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
     * itself.
     */
    static List<KeyValue> keyValues(final ParquetSchema schema, final WriterOptions options) {
        final Map<String, String> all = new LinkedHashMap<>(schema.metadata());
        all.putAll(options.metadata());
        all.put(ParquetSchema.ARROW_SCHEMA_KEY, schema.arrowSchemaBase64());
        return all.entrySet().stream()
                .map(entry -> KeyValue.of(entry.getKey(), entry.getValue()))
                .toList();
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
