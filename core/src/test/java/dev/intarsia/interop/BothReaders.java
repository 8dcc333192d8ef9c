package dev.intarsia.interop;

import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.DuckDbReader;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.WrittenFile;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/** The one question of this package: do both readers find in a file what the batches held? */
final class BothReaders {
    private BothReaders() {}

    /** Fails unless both find these rows, and the footer tells the truth about the pages. */
    static void assertRead(final WrittenFile file, final Schema schema, final List<VectorSchemaRoot> batches) {
        assertRead(file, ArrowRows.of(schema, batches));
    }

    static void assertRead(final WrittenFile file, final Table expected) {
        try (DuckDbReader duck = new DuckDbReader()) {
            assertRead(file, expected, duck);
        }
    }

    /** The same with a DuckDB that many files share: starting one takes longer than reading a file. */
    static void assertRead(final WrittenFile file, final Table expected, final DuckDbReader duck) {
        assertParquetJavaReads(file, expected);
        assertDuckDbReads(file, expected, duck);
    }

    static void assertParquetJavaReads(final WrittenFile file, final Table expected) {
        ChunkFacts.assertConsistent(ThriftFile.of(file.bytes()));
        Tables.assertEqual("parquet-java", ParquetJavaReader.read(file.path()), expected);
    }

    /** DuckDB is asked for all columns but those that hold a page of an encoding that it refuses. */
    static void assertDuckDbReads(final WrittenFile file, final Table expected, final DuckDbReader duck) {
        final BitSet asked = readByDuckDb(ThriftFile.of(file.bytes()), expected.names());
        if (!asked.isEmpty()) {
            Tables.assertEqualValues("DuckDB", duck.rows(file.path(), asked::get), columns(expected, asked.stream()));
        }
    }

    private static Table columns(final Table table, final IntStream which) {
        final int[] columns = which.toArray();
        return new Table(
                IntStream.of(columns).mapToObj(table.names()::get).toList(),
                IntStream.of(columns).mapToObj(table.columns()::get).toList());
    }

    /** Which columns of the schema DuckDB reads. */
    static BitSet readByDuckDb(final ThriftFile file, final List<String> names) {
        final BitSet columns = new BitSet();
        columns.set(0, names.size());
        for (int group = 0; group < file.footer().getRow_groupsSize(); group++) {
            for (int leaf = 0; leaf < file.footer().getRow_groups().get(group).getColumnsSize(); leaf++) {
                final ColumnMetaData chunk = file.chunk(group, leaf);
                if (isRefusedByDuckDb(chunk.getType(), chunk.getEncodings())) {
                    columns.clear(names.indexOf(chunk.getPath_in_schema().get(0)));
                }
            }
        }
        return columns;
    }

    /** DuckDB knows BYTE_STREAM_SPLIT of FLOAT and DOUBLE only, and DELTA_BYTE_ARRAY of BYTE_ARRAY only. */
    private static boolean isRefusedByDuckDb(final Type type, final List<Encoding> encodings) {
        return switch (type) {
            case INT32, INT64 -> encodings.contains(Encoding.BYTE_STREAM_SPLIT);
            case FIXED_LEN_BYTE_ARRAY ->
                encodings.contains(Encoding.BYTE_STREAM_SPLIT) || encodings.contains(Encoding.DELTA_BYTE_ARRAY);
            default -> false;
        };
    }
}
