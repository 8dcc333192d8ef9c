package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.testkit.ThriftFile;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/** Holds what the footer says of a column chunk against the chunk's own pages. */
final class ChunkFacts {
    private ChunkFacts() {}

    /** Checks every chunk of a file, and that chunks stand without a gap between the magic number and the footer. */
    static void assertConsistent(final ThriftFile file) {
        long end = 4;
        for (int group = 0; group < file.footer().getRow_groupsSize(); group++) {
            final var rowGroup = file.footer().getRow_groups().get(group);
            long bytes = 0;
            long uncompressedBytes = 0;
            long filters = 0;
            for (int column = 0; column < rowGroup.getColumnsSize(); column++) {
                final ColumnMetaData chunk = file.chunk(group, column);
                final List<ThriftFile.Page> pages = file.pages(group, column);
                final String place = "column " + chunk.getPath_in_schema() + " of row group " + group;
                assertThat(pages.get(0).fileOffset())
                        .as("first page of " + place)
                        .isEqualTo(end);
                if (chunk.getPath_in_schema().size() == 1) {
                    assertThat(chunk.getNum_values()).as("values of " + place).isEqualTo(rowGroup.getNum_rows());
                }
                assertConsistent(place, chunk, pages);
                end += chunk.getTotal_compressed_size();
                filters += chunk.isSetBloom_filter_length() ? chunk.getBloom_filter_length() : 0;
                bytes += chunk.getTotal_compressed_size();
                uncompressedBytes += chunk.getTotal_uncompressed_size();
            }
            end += filters;
            assertThat(rowGroup.getTotal_compressed_size())
                    .as("bytes of row group " + group)
                    .isEqualTo(bytes);
            assertThat(rowGroup.getTotal_byte_size())
                    .as("uncompressed bytes of row group " + group)
                    .isEqualTo(uncompressedBytes);
        }
        assertThat(file.footer().getNum_rows())
                .as("rows of the file")
                .isEqualTo(file.footer().getRow_groups().stream()
                        .mapToLong(group -> group.getNum_rows())
                        .sum());
    }

    private static void assertConsistent(
            final String place, final ColumnMetaData chunk, final List<ThriftFile.Page> pages) {
        final Map<String, Integer> stats = new HashMap<>();
        final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
        long values = 0;
        long uncompressedBytes = 0;
        Encoding before = Encoding.RLE_DICTIONARY;
        for (int i = 0; i < pages.size(); i++) {
            final ThriftFile.Page page = pages.get(i);
            final PageHeader header = page.header();
            final long headerBytes = (i + 1 < pages.size()
                            ? pages.get(i + 1).fileOffset()
                            : pages.get(0).fileOffset() + chunk.getTotal_compressed_size())
                    - page.fileOffset()
                    - page.body().length;
            uncompressedBytes += headerBytes + header.getUncompressed_page_size();
            assertThat(header.isSetCrc())
                    .as("page %s of %s has a checksum", i, place)
                    .isTrue();
            assertThat(header.getCrc())
                    .as("checksum of page %s of %s", i, place)
                    .isEqualTo(crc(page.body()));
            final Encoding encoding;
            if (header.getType() == PageType.DICTIONARY_PAGE) {
                assertThat(i).as("index of the dictionary page of " + place).isZero();
                assertThat(header.getDictionary_page_header().getNum_values())
                        .as("entries of the dictionary of " + place)
                        .isPositive();
                encoding = header.getDictionary_page_header().getEncoding();
            } else {
                final boolean isV2 = header.getType() == PageType.DATA_PAGE_V2;
                encoding = isV2
                        ? header.getData_page_header_v2().getEncoding()
                        : header.getData_page_header().getEncoding();
                final int pageValues = isV2
                        ? header.getData_page_header_v2().getNum_values()
                        : header.getData_page_header().getNum_values();
                assertThat(pageValues).as("values of page %s of %s", i, place).isPositive();
                values += pageValues;
                if (hasValues(chunk, header)) {
                    assertThat(before)
                            .as("what stands before page %s of %s, which is of %s", i, place, encoding)
                            .isIn(Encoding.RLE_DICTIONARY, encoding);
                    before = encoding;
                }
            }
            encodings.add(encoding);
            stats.merge(header.getType() + " " + encoding, 1, Integer::sum);
        }
        assertThat(values).as("values in the pages of " + place).isEqualTo(chunk.getNum_values());
        assertThat(chunk.getTotal_uncompressed_size())
                .as("uncompressed bytes of " + place)
                .isEqualTo(uncompressedBytes);
        assertThat(chunk.isSetDictionary_page_offset())
                .as("whether there is a dictionary offset in " + place)
                .isEqualTo(pages.get(0).header().getType() == PageType.DICTIONARY_PAGE);
        assertThat(chunk.getData_page_offset())
                .as("first data page of " + place)
                .isEqualTo(
                        pages.get(chunk.isSetDictionary_page_offset() ? 1 : 0).fileOffset());
        assertThat(chunk.getEncodings()).as("encodings of " + place).doesNotHaveDuplicates();
        assertThat(chunk.getEncodings()).as("encodings of " + place).containsAll(encodings);
        encodings.add(Encoding.RLE); // the levels'
        assertThat(encodings).as("encodings in the pages of " + place).containsAll(chunk.getEncodings());
        final Map<String, Integer> stated = new HashMap<>();
        for (final PageEncodingStats stat : chunk.getEncoding_stats()) {
            stated.merge(stat.getPage_type() + " " + stat.getEncoding(), stat.getCount(), Integer::sum);
        }
        assertThat(stated).as("encoding statistics of " + place).isEqualTo(stats);
    }

    /** Whether a page certainly has values: one of nulls alone is of no encoding, and says PLAIN. */
    private static boolean hasValues(final ColumnMetaData chunk, final PageHeader header) {
        return header.getType() == PageType.DATA_PAGE_V2
                ? header.getUncompressed_page_size()
                        > header.getData_page_header_v2().getDefinition_levels_byte_length()
                                + header.getData_page_header_v2().getRepetition_levels_byte_length()
                : chunk.getStatistics().getNull_count() == 0;
    }

    private static int crc(final byte[] body) {
        final CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }
}
