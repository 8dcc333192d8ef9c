package dev.intarsia.cli.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/** A file of one column, built page by page, so that a header can say what no writer would. */
final class HandmadeFile {
    private final SchemaElement column;
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private final List<Encoding> encodings = new ArrayList<>();
    private CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
    private Statistics statistics;
    private long uncompressedBytes;
    private int values;
    private int dictionaryBytes;

    HandmadeFile(final Type type, final FieldRepetitionType repetition) {
        column = new SchemaElement("c").setType(type).setRepetition_type(repetition);
    }

    SchemaElement column() {
        return column;
    }

    HandmadeFile codec(final CompressionCodec wanted) {
        codec = wanted;
        return this;
    }

    HandmadeFile statistics(final Statistics wanted) {
        statistics = wanted;
        return this;
    }

    HandmadeFile dictionary(final int count, final byte[] body) {
        final PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, body.length, body.length)
                .setDictionary_page_header(new DictionaryPageHeader(count, Encoding.PLAIN));
        add(header, body);
        encodings.add(Encoding.PLAIN);
        dictionaryBytes = pages.size();
        return this;
    }

    HandmadeFile data(final int count, final Encoding encoding, final byte[] body) {
        return data(count, encoding, body.length, body);
    }

    HandmadeFile data(final int count, final Encoding encoding, final int uncompressed, final byte[] body) {
        final PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressed, body.length)
                .setData_page_header(new DataPageHeader(count, encoding, Encoding.RLE, Encoding.RLE));
        add(header, body);
        encodings.add(encoding);
        values += count;
        return this;
    }

    HandmadeFile add(final PageHeader header, final byte[] body) {
        final int before = pages.size();
        try {
            Util.writePageHeader(header, pages);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        uncompressedBytes += pages.size() - before + (long) header.getUncompressed_page_size();
        pages.writeBytes(body);
        return this;
    }

    byte[] build() {
        if (!encodings.contains(Encoding.RLE)) {
            encodings.add(Encoding.RLE);
        }
        final ColumnMetaData chunk = new ColumnMetaData(
                column.getType(),
                encodings,
                List.of("c"),
                codec,
                values,
                uncompressedBytes,
                pages.size(),
                4L + dictionaryBytes);
        if (dictionaryBytes > 0) {
            chunk.setDictionary_page_offset(4);
        }
        if (statistics != null) {
            chunk.setStatistics(statistics);
        }
        final RowGroup group = new RowGroup(List.of(new ColumnChunk(0).setMeta_data(chunk)), uncompressedBytes, values);
        final SchemaElement root = new SchemaElement("root").setNum_children(1);
        final FileMetaData footer = new FileMetaData(1, List.of(root, column), values, List.of(group))
                .setCreated_by("handmade version 1.0.0 (build 1)")
                .setColumn_orders(List.of(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
        final ByteArrayOutputStream thrift = new ByteArrayOutputStream();
        try {
            Util.writeFileMetaData(footer, thrift);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return enclose(pages.toByteArray(), thrift.toByteArray());
    }

    /** A file of these bytes between the magic numbers. */
    static byte[] enclose(final byte[] pages, final byte[] footer) {
        final ByteBuffer file =
                ByteBuffer.allocate(12 + pages.length + footer.length).order(ByteOrder.LITTLE_ENDIAN);
        final byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
        file.put(magic).put(pages).put(footer).putInt(footer.length).put(magic);
        return file.array();
    }

    /** The same file with the checksums of a chunk's pages made right for the bytes they have. */
    static byte[] withMendedChecksums(final byte[] bytes, final int column) throws IOException {
        final byte[] mended = bytes.clone();
        final ColumnMetaData chunk = SampleFile.chunk(SampleFile.footer(bytes), column);
        int at = (int) chunk.getData_page_offset();
        final int end = at + (int) chunk.getTotal_compressed_size();
        while (at < end) {
            final ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, end - at);
            final PageHeader header = Util.readPageHeader(in);
            final int headerBytes = end - at - in.available();
            final CRC32 crc = new CRC32();
            crc.update(bytes, at + headerBytes, header.getCompressed_page_size());
            final ByteArrayOutputStream changed = new ByteArrayOutputStream();
            Util.writePageHeader(header.setCrc((int) crc.getValue()), changed);
            if (changed.size() != headerBytes) {
                throw new IllegalStateException("the checksum takes another number of bytes: choose another damage");
            }
            System.arraycopy(changed.toByteArray(), 0, mended, at, headerBytes);
            at += headerBytes + header.getCompressed_page_size();
        }
        return mended;
    }
}
