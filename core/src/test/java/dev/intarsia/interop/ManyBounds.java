package dev.intarsia.interop;

import dev.intarsia.testkit.ThriftFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * How large an increment of {@link ManyRows} may be that tells of the rows from one number to another, from the
 * finished file and the rows, not from what the increment has.
 */
final class ManyBounds {
    private static final double SHARE = 1.1;
    /** The envelope and what a file says of itself; what each column does; what says where a row group's parts are. */
    private static final int FILE_BYTES = 128;

    private static final int COLUMN_BYTES = 64;
    private static final int GROUP_BYTES = 16;
    private static final int CHUNK_BYTES = 2;
    /** A page's counts in a record, which is filled up to eight; bounds in it are cut to so many bytes. */
    private static final int RECORD_BYTES = 48 + 7;

    private static final int BOUND_BYTES = 64;
    private static final int COUNTED = 1;
    private static final int WORDS = 2;
    private static final int TEXTS = 3;

    private final ManyRows rows;
    private final List<Group> groups = new ArrayList<>();

    /**
     * A row group.
     *
     * @param ends by column, behind which row each page ends
     * @param pageBytes by column, of each page
     * @param closing bytes that come when it is closed: dictionary pages, Bloom filters, page indexes, metadata
     */
    private record Group(long first, long last, List<long[]> ends, List<long[]> pageBytes, long closing) {}

    ManyBounds(final ThriftFile file, final ManyRows rows) throws IOException {
        this.rows = rows;
        long first = 0;
        final int count = file.footer().getRow_groupsSize();
        for (int group = 0; group < count; group++) {
            // The last row group, and its last pages, end when the file does, and not with their last row.
            final int later = group == count - 1 ? 1 : 0;
            final RowGroup metadata = file.footer().getRow_groups().get(group);
            final List<long[]> ends = new ArrayList<>();
            final List<long[]> pageBytes = new ArrayList<>();
            long closing = bytesOf(List.of(metadata)) - bytesOf(List.of()) + GROUP_BYTES;
            for (int column = 0; column < metadata.getColumnsSize(); column++) {
                final ColumnChunk chunk = metadata.getColumns().get(column);
                final List<ThriftFile.Page> pages = file.dataPages(group, column);
                final long[] end = new long[pages.size()];
                final long[] bytes = new long[pages.size()];
                final long start = file.pages(group, column).get(0).fileOffset();
                final long chunkEnd = start + chunk.getMeta_data().getTotal_compressed_size();
                long row = first;
                for (int page = 0; page < end.length; page++) {
                    row += pages.get(page).header().getData_page_header().getNum_values();
                    end[page] = row;
                    bytes[page] = (page + 1 < end.length ? pages.get(page + 1).fileOffset() : chunkEnd)
                            - pages.get(page).fileOffset();
                }
                end[end.length - 1] += later;
                ends.add(end);
                pageBytes.add(bytes);
                closing += pages.get(0).fileOffset()
                        - start
                        + chunk.getMeta_data().getBloom_filter_length()
                        + chunk.getColumn_index_length()
                        + chunk.getOffset_index_length()
                        + CHUNK_BYTES;
            }
            groups.add(new Group(first, first + metadata.getNum_rows() + later, ends, pageBytes, closing));
            first += metadata.getNum_rows();
        }
    }

    private static int bytesOf(final List<RowGroup> groups) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writeFileMetaData(new FileMetaData(1, List.of(), 0, groups), out);
        return out.size();
    }

    /** Bytes of all entries of the file's metadata, which are told when one is new. */
    static long metadataBytes(final ThriftFile file) {
        long bytes = 0;
        for (final KeyValue entry : file.footer().getKey_value_metadata()) {
            bytes += entry.getKey().length() + entry.getValue().length() + 6;
        }
        return bytes;
    }

    /**
     * Bytes that an increment may have.
     *
     * @param notes how often the file's metadata was given an entry
     */
    long between(final long from, final long to, final int notes) {
        double bytes = FILE_BYTES + COLUMN_BYTES * ManyRows.SCHEMA.getFields().size() + 4.0 * notes;
        for (final Group group : groups) {
            if (group.last <= from || group.first >= to) {
                bytes += group.last <= from ? 4 : 0; // the envelope that told of it stays needed, and is named
                continue;
            }
            if (group.last <= to) {
                bytes += group.closing + 4;
            }
            for (int column = 0; column < group.ends.size(); column++) {
                bytes += column(group, column, from, to);
            }
        }
        return (long) bytes;
    }

    private double column(final Group group, final int column, final long from, final long to) {
        final long[] ends = group.ends.get(column);
        final boolean open = group.last > to;
        double bytes = 0;
        long finished = group.first;
        int pages = 0;
        long hashes = 0;
        for (int page = 0; page < ends.length && ends[page] <= to; page++) {
            if (ends[page] > from) {
                bytes += group.pageBytes.get(column)[page];
                hashes += ends[page] - finished;
                pages++;
            }
            finished = ends[page];
        }
        if (!open) {
            return bytes;
        }
        bytes += SHARE * values(column, Math.max(from, finished), to);
        if (pages > 0) {
            final int longest = column == TEXTS ? ManyRows.TEXT_BYTES : column == COUNTED ? 4 : 9;
            bytes += pages * (RECORD_BYTES + 2 * Math.min(BOUND_BYTES, longest)) + 2 * longest;
            bytes += column == COUNTED ? 2 * (Long.BYTES + pages * Integer.BYTES) : 0; // histograms
            bytes += column == TEXTS ? Math.min(ManyRows.BLOOM_BYTES, Long.BYTES * hashes) : 0;
        }
        if (column == WORDS && finished > group.first) {
            final boolean firstPage = ends[0] > from; // with it the dictionary begins
            bytes += SHARE * newWords(group.first, firstPage ? group.first : Math.max(from, group.first), to);
        }
        return bytes;
    }

    private long values(final int column, final long from, final long to) {
        return switch (column) {
            case 0 -> Long.BYTES * (to - from);
            case COUNTED -> counts(from, to);
            case WORDS -> {
                long bytes = 0;
                for (long row = from; row < to; row++) {
                    bytes += Integer.BYTES + rows.word(row).length;
                }
                yield bytes;
            }
            default -> (Integer.BYTES + ManyRows.TEXT_BYTES) * (to - from);
        };
    }

    private static long counts(final long from, final long to) {
        try (RunLengthBitPackingHybridEncoder levels =
                new RunLengthBitPackingHybridEncoder(1, 64, 1 << 20, new HeapByteBufferAllocator())) {
            long bytes = 0;
            for (long row = from; row < to; row++) {
                bytes += ManyRows.hasCount(row) ? Integer.BYTES : 0;
                levels.writeInt(ManyRows.hasCount(row) ? 1 : 0);
            }
            return bytes + levels.toBytes().size();
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private long newWords(final long groupFirst, final long from, final long to) {
        final Set<byte[]> known = new HashSet<>(); // a word is always the same array
        long bytes = 0;
        for (long row = groupFirst; row < to; row++) {
            if (known.add(rows.word(row)) && row >= from) {
                bytes += Integer.BYTES + rows.word(row).length;
            }
        }
        return bytes;
    }
}
