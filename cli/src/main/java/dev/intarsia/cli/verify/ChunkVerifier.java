package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.BloomBits;
import dev.intarsia.cli.parquet.ChunkRange;
import dev.intarsia.cli.parquet.FileBytes;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.MemoryLimits;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;

/** Reads one column chunk, page by page. Confined. */
final class ChunkVerifier {
    /** What serves all chunks of a file. */
    record Tools(
            FileBytes file,
            long footerStart,
            MemoryLimits limits,
            PageBuffers buffers,
            Decompression decompression,
            Findings findings,
            Tally tally) {}

    private static final int UNKNOWN = -1;

    private final Tools tools;
    private final Findings findings;
    private final Leaf leaf;
    private final ColumnMetaData chunk;
    private final long groupRows;
    private final Place place;
    private final PageDecoder decoder;
    private final PageIndexCheck index;
    private final StatisticsCheck statistics;
    private final EncodingCheck encodings = new EncodingCheck();
    private final CRC32 crc = new CRC32();
    private final Facts pageFacts;
    private final Facts chunkFacts;
    private BloomCheck bloom;
    private DistinctCheck distinct;
    private boolean complete = true;
    private boolean dictionaryLost;
    private long values;
    private long rows;
    private long uncompressedBytes;
    private int dataPages;
    private long firstDataPage = UNKNOWN;
    private long dictionaryPage = UNKNOWN;

    private ChunkVerifier(
            final Tools tools, final Leaf leaf, final ColumnMetaData chunk, final long groupRows, final Place place) {
        this.tools = tools;
        this.findings = tools.findings;
        this.leaf = leaf;
        this.chunk = chunk;
        this.groupRows = groupRows;
        this.place = place;
        this.decoder = new PageDecoder(leaf, chunk.getCodec(), tools.decompression, tools.buffers, findings);
        this.index = new PageIndexCheck(leaf, place, findings);
        this.statistics = new StatisticsCheck(leaf, findings);
        this.pageFacts = new Facts(leaf);
        this.chunkFacts = new Facts(leaf);
    }

    /**
     * Reads a chunk and reports what is wrong with it.
     *
     * @param groupRows rows that its row group claims
     * @param order follows its rows, or null
     * @return whether every value was read
     * @throws IOException if the file cannot be read
     */
    static boolean verify(
            final Tools tools,
            final Leaf leaf,
            final ColumnChunk declared,
            final long groupRows,
            final Place place,
            final RowOrder order)
            throws IOException {
        if (declared.isSetFile_path()) {
            tools.findings.cannotVerify(place, "its pages are in another file, '" + declared.getFile_path() + "'");
            return false;
        }
        if (declared.isSetCrypto_metadata() || !declared.isSetMeta_data()) {
            tools.findings.cannotVerify(place, "it is encrypted, or has no metadata");
            return false;
        }
        final ColumnMetaData chunk = declared.getMeta_data();
        final ChunkRange range = ChunkRange.of(chunk);
        if (!range.isInside(tools.footerStart)) {
            // The layout has reported it.
            return false;
        }
        try {
            Decompression.requireSupported(chunk.getCodec());
        } catch (final UnsupportedPartException e) {
            tools.findings.cannotVerify(place, e.getMessage());
            return false;
        }
        final ChunkVerifier verifier = new ChunkVerifier(tools, leaf, chunk, groupRows, place);
        verifier.index.open(tools.file, tools.limits, tools.footerStart, declared);
        verifier.openClaims(order);
        final boolean whole = verifier.readPages(range);
        if (verifier.bloom != null) {
            verifier.bloom.finish(place, tools.findings);
        }
        if (whole) {
            verifier.checkTotals();
        }
        return whole && verifier.complete;
    }

    /** Prepares for what is claimed of more than counts and extremes. */
    private void openClaims(final RowOrder order) throws IOException {
        final List<ValueTap> taps = new ArrayList<>();
        // Where it lies wrong, the layout has reported it.
        if (chunk.isSetBloom_filter_offset()
                && ChunkRange.isInside(
                        chunk.getBloom_filter_offset(), chunk.getBloom_filter_length(), tools.footerStart)) {
            try {
                bloom = new BloomCheck(leaf, BloomBits.read(tools.file, tools.limits, tools.footerStart, chunk));
                taps.add(bloom);
            } catch (final MalformedException e) {
                findings.error(place, e.getMessage());
            } catch (final UnsupportedPartException e) {
                findings.cannotVerify(place, e.getMessage());
            }
        }
        if (chunk.isSetStatistics() && chunk.getStatistics().isSetDistinct_count()) {
            distinct = new DistinctCheck(leaf);
            taps.add(distinct);
        }
        decoder.show(taps, order);
    }

    /** Whether the end of the chunk was reached. */
    private boolean readPages(final ChunkRange range) throws IOException {
        long at = range.start();
        while (at < range.end()) {
            final PageHeader header;
            try {
                header = tools.buffers.header(at, range.end());
            } catch (final MalformedException e) {
                findings.error(place.atPage(dataPages), "at byte " + at + ": " + e.getMessage());
                return false;
            }
            final int bytes = tools.buffers.headerBytes() + header.getCompressed_page_size();
            uncompressedBytes += tools.buffers.headerBytes() + (long) header.getUncompressed_page_size();
            encodings.count(header);
            readPage(at, bytes, header);
            at += bytes;
            tools.tally.page(bytes, header.isSetCrc());
        }
        return true;
    }

    private void readPage(final long at, final int bytes, final PageHeader header) throws IOException {
        final boolean data = header.getType() == PageType.DATA_PAGE || header.getType() == PageType.DATA_PAGE_V2;
        final Place here = place.atPage(data ? dataPages : Place.DICTIONARY);
        if (header.getType() == PageType.INDEX_PAGE) {
            findings.rule(place, "an index page stands at byte " + at + "; no reader takes any");
            return;
        }
        if (data) {
            if (dataPages == 0) {
                firstDataPage = at;
            }
            index.checkLocation(dataPages, at, bytes);
        } else {
            if (dictionaryPage != UNKNOWN || dataPages > 0) {
                findings.error(here, "a dictionary page at byte " + at + " is not the first page of its chunk");
            }
            dictionaryPage = at;
        }
        try {
            final byte[] body = tools.buffers.body(at, header);
            requireChecksum(header, body);
            if (data && dictionaryLost && usesDictionary(header)) {
                abandon(header);
            } else if (data) {
                readData(header, body, here);
            } else {
                decoder.dictionary(header, body);
            }
        } catch (final MalformedException e) {
            findings.error(here, e.getMessage());
            abandon(header);
        } catch (final UnsupportedPartException e) {
            findings.cannotVerify(here, e.getMessage());
            abandon(header);
        }
        dataPages += data ? 1 : 0;
    }

    /** A page could not be read: what is claimed of the whole chunk cannot be held against it. */
    private void abandon(final PageHeader header) {
        complete = false;
        dictionaryLost |= header.getType() == PageType.DICTIONARY_PAGE;
        if (header.getType() == PageType.DATA_PAGE) {
            count(header.getData_page_header().getNum_values(), UNKNOWN);
        } else if (header.getType() == PageType.DATA_PAGE_V2) {
            count(
                    header.getData_page_header_v2().getNum_values(),
                    header.getData_page_header_v2().getNum_rows());
        }
    }

    private static boolean usesDictionary(final PageHeader header) {
        final Encoding encoding = header.getType() == PageType.DATA_PAGE
                ? header.getData_page_header().getEncoding()
                : header.getData_page_header_v2().getEncoding();
        return encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
    }

    private void count(final long pageValues, final long pageRows) {
        values += pageValues;
        final long known = leaf.maxRepetition() == 0 ? pageValues : pageRows;
        rows = known == UNKNOWN || rows == UNKNOWN ? UNKNOWN : rows + known;
    }

    private void requireChecksum(final PageHeader header, final byte[] body) throws MalformedException {
        if (!header.isSetCrc()) {
            findings.houseRule(place, "a page has no checksum");
            return;
        }
        crc.reset();
        crc.update(body, 0, header.getCompressed_page_size());
        if ((int) crc.getValue() != header.getCrc()) {
            throw new MalformedException(String.format(
                    "its checksum is %08x, its bytes give %08x: they are not those that were written",
                    header.getCrc(), (int) crc.getValue()));
        }
    }

    private void readData(final PageHeader header, final byte[] body, final Place here)
            throws MalformedException, UnsupportedPartException {
        pageFacts.clear();
        final Statistics declared;
        final boolean second = header.getType() == PageType.DATA_PAGE_V2;
        if (second) {
            requireCount(header.getData_page_header_v2().getNum_values());
            decoder.dataV2(header, body, here, pageFacts);
            declared = header.getData_page_header_v2().getStatistics();
            checkHeaderV2(header.getData_page_header_v2(), here);
        } else {
            requireCount(header.getData_page_header().getNum_values());
            decoder.dataV1(header, body, here, pageFacts);
            declared = header.getData_page_header().getStatistics();
        }
        if (pageFacts.startsInsideRow()) {
            if (dataPages == 0 || second || index.demandsWholeRows()) {
                findings.error(here, "it begins inside a row: its first repetition level is not 0");
            } else {
                findings.houseRule(here, "it begins inside a row");
            }
        }
        if (pageFacts.values() == 0) {
            findings.houseRule(here, "it has no values");
        }
        if (declared != null) {
            statistics.check(declared, pageFacts, here);
        }
        if (rows != UNKNOWN) {
            index.checkFirstRow(dataPages, rows);
        }
        index.checkPage(dataPages, pageFacts);
        count(pageFacts.values(), pageFacts.rows());
        chunkFacts.add(pageFacts);
    }

    private static void requireCount(final int count) throws MalformedException {
        if (count < 0) {
            throw new MalformedException("its header announces " + count + " values");
        }
    }

    private void checkHeaderV2(final DataPageHeaderV2 header, final Place here) {
        if (header.getNum_rows() != pageFacts.rows()) {
            findings.error(here, "its header announces " + header.getNum_rows() + " rows, it has " + pageFacts.rows());
        }
        if (header.getNum_nulls() != pageFacts.nulls()) {
            findings.error(
                    here, "its header announces " + header.getNum_nulls() + " nulls, it has " + pageFacts.nulls());
        }
    }

    private void checkTotals() {
        if (values != chunk.getNum_values()) {
            findings.error(place, "its num_values is " + chunk.getNum_values() + ", its pages have " + values);
        }
        if (rows != UNKNOWN && rows != groupRows) {
            findings.error(place, "it has " + rows + " rows, its row group claims " + groupRows);
        }
        if (uncompressedBytes != chunk.getTotal_uncompressed_size()) {
            findings.rule(
                    place,
                    "its total_uncompressed_size is " + chunk.getTotal_uncompressed_size()
                            + ", its pages with their headers have " + uncompressedBytes);
        }
        checkOffsets();
        encodings.check(chunk, place, findings);
        index.finish(dataPages, chunkFacts.extremes());
        if (!complete) {
            return;
        }
        if (chunk.isSetStatistics()) {
            statistics.check(chunk.getStatistics(), chunkFacts, place);
        } else {
            findings.houseRule(place, "it has no statistics");
        }
        if (distinct != null) {
            distinct.finish(chunk.getStatistics().getDistinct_count(), place, findings);
        }
        if (chunk.isSetSize_statistics()) {
            statistics.check(chunk.getSize_statistics(), chunkFacts, place);
        }
    }

    private void checkOffsets() {
        final boolean named = ChunkRange.hasDictionary(chunk);
        if (!named && dictionaryPage != UNKNOWN) {
            // So did parquet-mr for years; readers take a chunk's first page for a dictionary where it is one.
            findings.rule(place, "its dictionary page at byte " + dictionaryPage + " has no dictionary_page_offset");
        }
        final boolean namedAsData = !named && chunk.getData_page_offset() == dictionaryPage;
        if (firstDataPage != UNKNOWN && chunk.getData_page_offset() != firstDataPage && !namedAsData) {
            findings.error(
                    place,
                    "its data_page_offset is " + chunk.getData_page_offset() + ", its first data page is at byte "
                            + firstDataPage);
        }
        if (named && chunk.getDictionary_page_offset() != dictionaryPage) {
            findings.error(
                    place,
                    "its dictionary_page_offset is " + chunk.getDictionary_page_offset()
                            + (dictionaryPage == UNKNOWN
                                    ? ", it has no dictionary page"
                                    : ", its dictionary page is at byte " + dictionaryPage));
        }
        if (!named && chunk.isSetDictionary_page_offset()) {
            findings.rule(place, "its dictionary_page_offset is 0, where it should be left out");
        }
    }
}
