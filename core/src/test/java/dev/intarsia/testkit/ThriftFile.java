package dev.intarsia.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * A Parquet file as its Thrift structs say it is, decoded by parquet-format-structures: nothing is dropped, repaired or
 * distrusted as readers do.
 *
 * @param bytes the whole file; borrowed, not to be written to
 * @param footer the footer
 */
public record ThriftFile(byte[] bytes, FileMetaData footer) {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL_BYTES = 8;

    /**
     * One page.
     *
     * @param fileOffset of its header
     * @param header as decoded
     * @param body bytes as stored, levels and values, compressed or not
     */
    public record Page(long fileOffset, PageHeader header, byte[] body) {}

    /** Reads the file whole; both magic numbers and the footer's length must be right. */
    public static ThriftFile of(final Path file) {
        try {
            return of(Files.readAllBytes(file));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that is in memory; the bytes are borrowed for as long as this lives. */
    public static ThriftFile of(final byte[] bytes) {
        final int end = bytes.length;
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || !Arrays.equals(bytes, end - MAGIC.length, end, MAGIC, 0, MAGIC.length)) {
            throw new AssertionError("the file does not begin and end with PAR1");
        }
        final int footerBytes =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end - TAIL_BYTES);
        final ByteArrayInputStream in = new ByteArrayInputStream(bytes, end - TAIL_BYTES - footerBytes, footerBytes);
        try {
            final FileMetaData footer = Util.readFileMetaData(in);
            if (in.available() != 0) {
                throw new AssertionError(in.available() + " bytes stand between the footer and its length");
            }
            return new ThriftFile(bytes, footer);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the footer says of a column chunk. */
    public ColumnMetaData chunk(final int rowGroup, final int column) {
        return footer.getRow_groups().get(rowGroup).getColumns().get(column).getMeta_data();
    }

    /** The pages of a column chunk, dictionary page included; they must fill the chunk's bytes exactly. */
    public List<Page> pages(final int rowGroup, final int column) {
        final ColumnMetaData chunk = chunk(rowGroup, column);
        final long start =
                chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : chunk.getData_page_offset();
        final long end = start + chunk.getTotal_compressed_size();
        final List<Page> pages = new ArrayList<>();
        int at = Math.toIntExact(start);
        while (at < end) {
            final ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, bytes.length - at);
            final PageHeader header = readHeader(in);
            final int body = bytes.length - in.available();
            final int next = body + header.getCompressed_page_size();
            pages.add(new Page(at, header, Arrays.copyOfRange(bytes, body, next)));
            at = next;
        }
        if (at != end) {
            throw new AssertionError("the pages of column " + column + " end at " + at + ", its chunk at " + end);
        }
        return pages;
    }

    /** The data pages of a column chunk. */
    public List<Page> dataPages(final int rowGroup, final int column) {
        return pages(rowGroup, column).stream()
                .filter(page -> page.header().getType() != PageType.DICTIONARY_PAGE)
                .toList();
    }

    private static PageHeader readHeader(final ByteArrayInputStream in) {
        try {
            return Util.readPageHeader(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
