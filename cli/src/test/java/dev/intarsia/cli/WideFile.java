package dev.intarsia.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/** Files that are a footer and hardly anything else: as wide as wanted, and with anything in it. */
final class WideFile {
    private WideFile() {}

    /** A file of INT32 columns {@code c0}, {@code c1} and so on, in row groups of three rows. */
    static Path write(final Path file, final int columns, final int rowGroups) throws IOException {
        return write(file, columns, rowGroups, footer -> {});
    }

    static Path write(final Path file, final int columns, final int rowGroups, final Consumer<FileMetaData> change)
            throws IOException {
        final List<SchemaElement> schema = new ArrayList<>();
        schema.add(new SchemaElement("wide").setNum_children(columns));
        final List<RowGroup> groups = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            schema.add(new SchemaElement("c" + c).setType(Type.INT32).setRepetition_type(FieldRepetitionType.REQUIRED));
        }
        for (int g = 0; g < rowGroups; g++) {
            final List<ColumnChunk> chunks = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                final ColumnMetaData metadata = new ColumnMetaData(
                        Type.INT32,
                        List.of(Encoding.PLAIN),
                        List.of("c" + c),
                        CompressionCodec.UNCOMPRESSED,
                        3,
                        0,
                        0,
                        4);
                metadata.setStatistics(new Statistics()
                        .setNull_count(0)
                        .setMin_value(new byte[] {(byte) g, 0, 0, 0})
                        .setMax_value(new byte[] {(byte) (100 + g), 0, 0, 0}));
                chunks.add(new ColumnChunk(0).setMeta_data(metadata));
            }
            groups.add(new RowGroup(chunks, 0, 3));
        }
        final FileMetaData footer = new FileMetaData(1, schema, 3L * rowGroups, groups);
        change.accept(footer);
        final ByteArrayOutputStream thrift = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, thrift);
        final ByteBuffer bytes = ByteBuffer.allocate(thrift.size() + 12).order(ByteOrder.LITTLE_ENDIAN);
        final byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
        bytes.put(magic).put(thrift.toByteArray()).putInt(thrift.size()).put(magic);
        return Files.write(file, bytes.array());
    }
}
