package dev.intarsia.cli.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A file that parquet-java wrote, and the tools to damage it. */
final class SampleFile {
    static final int ROWS = 3000;
    static final int PAGE_ROWS = 1000;

    static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
        message sample {
          required int64 id;
          optional int32 small (INTEGER(8,false));
          optional double price;
          optional binary name (STRING);
          optional group tags (LIST) {
            repeated group list {
              optional binary element (STRING);
            }
          }
        }\
        """);

    /** Columns in the order of the schema. */
    static final int ID = 0;

    static final int SMALL = 1;
    static final int PRICE = 2;
    static final int NAME = 3;
    static final int TAGS = 4;

    private SampleFile() {}

    static Path write(final Path folder, final CompressionCodecName codec, final WriterVersion version)
            throws IOException {
        final Path file = folder.resolve(codec + "-" + version + ".parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withCodecFactory(new TestCodecs())
                .withCompressionCodec(codec)
                .withWriterVersion(version)
                .withPageRowCountLimit(PAGE_ROWS)
                .withPageWriteChecksumEnabled(true)
                .withDictionaryEncoding("id", false)
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                writer.write(group(row));
            }
        }
        return file;
    }

    private static Group group(final int row) {
        final Group group = new SimpleGroup(SCHEMA);
        group.append("id", row * 10L);
        if (row % 3 != 0) {
            group.append("small", row % 256);
        }
        if (row % 5 != 0) {
            group.append("price", row % 7 == 0 ? Double.NaN : row * 0.25 - 100);
        }
        if (row % 4 != 0) {
            group.append("name", "name " + row % 100);
        }
        if (row % 6 != 0) {
            final Group tags = group.addGroup("tags");
            for (int i = 0; i < row % 4; i++) {
                final Group element = tags.addGroup("list");
                if (i != 1) {
                    element.append("element", "tag " + i);
                }
            }
        }
        return group;
    }

    static FileMetaData footer(final byte[] bytes) {
        final int length = footerBytes(bytes);
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(bytes, bytes.length - 8 - length, length));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int footerBytes(final byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    }

    /** The file with another footer. */
    static byte[] withFooter(final byte[] bytes, final Consumer<FileMetaData> change) {
        final FileMetaData footer = footer(bytes);
        change.accept(footer);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            final ByteArrayOutputStream thrift = new ByteArrayOutputStream();
            Util.writeFileMetaData(footer, thrift);
            out.write(bytes, 0, bytes.length - 8 - footerBytes(bytes));
            thrift.writeTo(out);
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(thrift.size())
                    .put("PAR1".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .array());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static ColumnMetaData chunk(final FileMetaData footer, final int column) {
        return footer.getRow_groups().get(0).getColumns().get(column).getMeta_data();
    }

    /** Offset of the body of a data page of a chunk. */
    static int bodyOffset(final byte[] bytes, final int column, final int page) {
        final ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        in.skip(chunk(footer(bytes), column).getData_page_offset());
        try {
            for (int i = 0; ; i++) {
                final PageHeader header = Util.readPageHeader(in);
                if (i == page) {
                    return bytes.length - in.available();
                }
                in.skip(header.getCompressed_page_size());
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
