package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;

/** Decompresses and decodes the pages of one column chunk. Confined. */
final class PageDecoder {
    private final CompressionCodec codec;
    private final Decompression decompression;
    private final PageBuffers buffers;
    private final Findings findings;
    private final LevelDecoder levels;
    private final ValueDecoder values;
    private RowOrder order;

    PageDecoder(
            final Leaf leaf,
            final CompressionCodec codec,
            final Decompression decompression,
            final PageBuffers buffers,
            final Findings findings) {
        this.codec = codec;
        this.decompression = decompression;
        this.buffers = buffers;
        this.findings = findings;
        this.levels = new LevelDecoder(leaf);
        this.values = new ValueDecoder(leaf);
    }

    /** From now on values are shown to those who need more than their extremes; {@code rowOrder} may be null. */
    void show(final List<ValueTap> taps, final RowOrder rowOrder) {
        values.show(taps, rowOrder);
        order = rowOrder;
        if (rowOrder != null) {
            levels.followPresence(rowOrder.rows());
        }
    }

    /** Takes the chunk's dictionary page. */
    void dictionary(final PageHeader header, final byte[] body) throws IOException, MalformedException {
        final byte[] own = new byte[header.getUncompressed_page_size()];
        decompress(body, 0, header.getCompressed_page_size(), own, own.length);
        try {
            values.dictionary(
                    own,
                    header.getDictionary_page_header().getNum_values(),
                    header.getDictionary_page_header().getEncoding());
        } catch (final IOException | RuntimeException e) {
            throw new MalformedException("its entries cannot be decoded: " + e.getMessage());
        }
    }

    /** Decodes a data page of version 1 into {@code facts}, which are clear. */
    void dataV1(final PageHeader header, final byte[] body, final Place place, final Facts facts)
            throws MalformedException, UnsupportedPartException {
        final DataPageHeader data = header.getData_page_header();
        final int bytes = header.getUncompressed_page_size();
        final byte[] page = plainBody(body, 0, header.getCompressed_page_size(), bytes);
        final int left;
        try {
            final int behindLevels = levels.openV1(
                    page,
                    0,
                    bytes,
                    data.getNum_values(),
                    data.getRepetition_level_encoding(),
                    data.getDefinition_level_encoding());
            left = decode(page, behindLevels, bytes, data.getNum_values(), data.getEncoding(), facts);
        } catch (final IOException | RuntimeException e) {
            throw undecodable(data.getEncoding(), e);
        }
        requireNoneLeft(left, place);
    }

    /** Decodes a data page of version 2 into {@code facts}, which are clear. */
    void dataV2(final PageHeader header, final byte[] body, final Place place, final Facts facts)
            throws MalformedException, UnsupportedPartException {
        final DataPageHeaderV2 data = header.getData_page_header_v2();
        final int repetitionBytes = data.getRepetition_levels_byte_length();
        final int definitionBytes = data.getDefinition_levels_byte_length();
        final long levelBytes = (long) repetitionBytes + definitionBytes;
        final int stored = header.getCompressed_page_size();
        if (repetitionBytes < 0
                || definitionBytes < 0
                || levelBytes > stored
                || levelBytes > header.getUncompressed_page_size()) {
            throw new MalformedException("its header announces " + repetitionBytes + " and " + definitionBytes
                    + " bytes of levels in a page of " + stored);
        }
        final int from = (int) levelBytes;
        final int bytes = header.getUncompressed_page_size() - from;
        final int left;
        try {
            levels.openV2(body, 0, data.getNum_values(), repetitionBytes, definitionBytes);
            final boolean compressed = !data.isSetIs_compressed() || data.isIs_compressed();
            if (compressed && codec != CompressionCodec.UNCOMPRESSED) {
                final byte[] page = plainBody(body, from, stored - from, bytes);
                left = decode(page, 0, bytes, data.getNum_values(), data.getEncoding(), facts);
            } else {
                requireEqual(stored - from, bytes);
                left = decode(body, from, stored, data.getNum_values(), data.getEncoding(), facts);
            }
        } catch (final IOException | RuntimeException e) {
            throw undecodable(data.getEncoding(), e);
        }
        requireNoneLeft(left, place);
    }

    /** Bytes left behind the last value. */
    private int decode(
            final byte[] page,
            final int from,
            final int to,
            final int count,
            final Encoding encoding,
            final Facts facts)
            throws IOException, MalformedException, UnsupportedPartException {
        levels.count(count, facts);
        if (order != null) {
            order.page(levels.presence());
        }
        final int end = values.decode(page, from, to, (int) facts.nonNulls(), encoding, facts.extremes());
        if (order != null) {
            order.endPage(count);
        }
        return to - end;
    }

    private void requireNoneLeft(final int left, final Place place) {
        if (left > 0) {
            findings.rule(place, left + " bytes stand behind its last value");
        }
    }

    /** The stored bytes without compression: in the same array where there is none. */
    private byte[] plainBody(final byte[] body, final int from, final int stored, final int bytes)
            throws MalformedException {
        if (codec == CompressionCodec.UNCOMPRESSED) {
            requireEqual(stored, bytes);
            return body;
        }
        final byte[] page = buffers.uncompressed(bytes);
        decompress(body, from, stored, page, bytes);
        return page;
    }

    private void decompress(final byte[] body, final int from, final int stored, final byte[] page, final int bytes)
            throws MalformedException {
        if (codec == CompressionCodec.UNCOMPRESSED) {
            requireEqual(stored, bytes);
            System.arraycopy(body, from, page, 0, bytes);
        } else if (bytes > 0) {
            // No decompressor is asked for nothing: writers leave anything or nothing in the place of no values.
            decompression.decompress(codec, body, from, stored, page, bytes);
        }
    }

    private static void requireEqual(final int stored, final int bytes) throws MalformedException {
        if (stored != bytes) {
            throw new MalformedException("it is not compressed, but its header says " + stored + " bytes stored and "
                    + bytes + " uncompressed");
        }
    }

    private static MalformedException undecodable(final Encoding encoding, final Exception e) {
        return new MalformedException("it cannot be decoded as " + encoding + ": " + e.getMessage());
    }
}
