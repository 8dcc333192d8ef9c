package dev.intarsia;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Small files to append from, and the writers that they suit. Static functions. */
final class AppendSources {
    static final Field ID = FlatTypes.field("id", FlatTypes.ALL.get("int64"), false);
    static final Field NAME = FlatTypes.field("name", FlatTypes.ALL.get("utf8"), true);
    static final Field PRICE = FlatTypes.field("price", FlatTypes.ALL.get("float64"), true);
    static final Schema SCHEMA = new Schema(List.of(ID, NAME, PRICE));
    /** A hundred rows are two row groups. */
    static final WriterOptions OPTIONS = WriterOptions.builder()
            .rowGroupRows(60)
            .pageRows(25)
            .column(
                    "id",
                    ColumnOptions.builder().bloomFilter(BloomFilter.DEFAULT).build())
            .build();

    private AppendSources() {}

    static byte[] written(
            final Path folder,
            final BufferAllocator allocator,
            final Schema schema,
            final WriterOptions options,
            final int rows) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, rows, Pattern.SORTED, Nulls.SOME, 5)) {
            return WrittenFile.write(folder, schema, options, List.of(root)).bytes();
        }
    }

    static ParquetWriter open(final WriterContext context, final Schema schema, final WriterOptions options) {
        return ParquetWriter.open(context, schema, new DictionaryProvider.MapDictionaryProvider(), options);
    }
}
