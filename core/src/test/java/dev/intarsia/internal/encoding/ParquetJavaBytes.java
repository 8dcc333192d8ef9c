package dev.intarsia.internal.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.column.values.ValuesWriter;

/** What a writer of parquet-java has encoded. Thread-safe. */
final class ParquetJavaBytes {
    private ParquetJavaBytes() {}

    static byte[] of(final ValuesWriter writer) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.getBytes().writeAllTo(bytes);
        return bytes.toByteArray();
    }
}
