package dev.intarsia.interop;

import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.WrittenFile;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** The one question of this package: do both readers find in a file what the batches held? */
final class BothReaders {
    private BothReaders() {}

    /** Fails unless both find these rows, and the footer tells the truth about the pages. */
    static void assertRead(final WrittenFile file, final Schema schema, final List<VectorSchemaRoot> batches) {
        assertRead(file, ArrowRows.of(schema, batches));
    }

    static void assertRead(final WrittenFile file, final Table expected) {
        ChunkFacts.assertConsistent(ThriftFile.of(file.bytes()));
        Tables.assertEqual("parquet-java", ParquetJavaReader.read(file.path()), expected);
        Tables.assertEqualValues("DuckDB", DuckDbReader.read(file.path()), expected);
    }
}
