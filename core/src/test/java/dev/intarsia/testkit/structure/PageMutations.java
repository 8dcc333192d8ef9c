package dev.intarsia.testkit.structure;

import static dev.intarsia.testkit.structure.Mutation.Base.JAVA_V2;
import static dev.intarsia.testkit.structure.Mutation.Base.OURS;
import static dev.intarsia.testkit.structure.Mutation.of;

import io.airlift.compress.snappy.SnappyCompressor;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files that break PageRules. */
final class PageMutations {
    private static final int SNAPPY = 1;
    private static final int PLAIN_PAGE_BYTES = SoundFiles.PAGE_ROWS * Integer.BYTES;

    private PageMutations() {}

    static List<Mutation> all() {
        final List<Mutation> all = new ArrayList<>();
        headers(all);
        levels(all);
        version2(all);
        values(all);
        return all;
    }

    private static void headers(final List<Mutation> all) {
        all.add(of(
                Rule.PAGE_HEADER,
                "an index page",
                OURS,
                m -> m.column("flag").pages.get(2).header.set(1, 1).set(6, new Struct("")),
                "row group 0, column 'flag': a page of type 1 stands here",
                Rule.CHUNK_VALUES,
                Rule.CHUNK_SIZES,
                Rule.ENCODING_STATS,
                Rule.CONTIGUOUS));
        all.add(of(
                Rule.PAGE_HEADER,
                "no encoding",
                OURS,
                m -> m.column("flag").pages.get(2).own().remove(2),
                "field 2 of PageHeader.5 is missing",
                Rule.CHUNK_VALUES,
                Rule.CHUNK_SIZES,
                Rule.ENCODING_STATS,
                Rule.CONTIGUOUS));
        all.add(of(
                Rule.PAGE_CRC,
                "another crc",
                OURS,
                m -> Mutation.add(m.column("id").pages.get(1).header, 4, 1),
                "row group 0, column 'id', page 1 at byte"));
        all.add(of(
                Rule.PAGE_CRC,
                "another bit",
                OURS,
                m -> m.column("id").pages.get(1).damage(100),
                "row group 0, column 'id', page 1 at byte"));
        all.add(of(
                Rule.PAGE_SIZE,
                "uncompressed_page_size",
                OURS,
                m -> Mutation.add(m.column("id").pages.get(1).header, 2, 1),
                "the page decompresses to 200 bytes, its header says 201"));
    }

    private static void levels(final List<Mutation> all) {
        all.add(of(
                Rule.LEVELS,
                "a byte behind the last",
                OURS,
                m -> {
                    final Mutant.Page page = m.column("real").pages.get(0);
                    page.body(inserted(page.body(), 4 + page.body()[0], 0));
                    page.body(Mutant.withByte(page.body(), 0, page.body()[0] + 1));
                },
                " levels ends 1 bytes before its section does"));
        all.add(of(
                Rule.LEVELS,
                "one above the highest",
                JAVA_V2,
                m -> replaceLevels(m.column("counts.key_value.key").dataPage(0), 5, 3),
                "a definition level is 3, the most is 2"));
        all.add(of(
                Rule.PAGE_STARTS_ROW,
                "a page inside a row",
                JAVA_V2,
                m -> replaceLevels(m.column("counts.key_value.key").dataPage(1), 6, 1),
                "column 'counts.key_value.key', page 2 at byte",
                Rule.V2_COUNTS,
                Rule.GROUP_ROWS,
                Rule.OFFSET_INDEX,
                Rule.SIZE_STATISTICS,
                Rule.INDEX_HISTOGRAMS));
        all.add(of(
                Rule.PAGE_NOT_EMPTY,
                "a page of nothing",
                OURS,
                m -> {
                    final List<Mutant.Page> pages = m.column("id").pages;
                    pages.add(1, new Mutant.Page(pageHeader(0), new byte[0]));
                    pages.get(1).body(new byte[0]);
                    Mutation.add(m.column("id").metadata.structs(13).get(0), 3, 1);
                },
                "row group 0, column 'id', page 1 at byte"));
    }

    private static void version2(final List<Mutation> all) {
        all.add(of(
                Rule.V2_COUNTS,
                "num_rows",
                JAVA_V2,
                m -> Mutation.add(m.column("id").dataPage(0).own(), 3, 1),
                "num_rows is 101, and should be 100"));
        all.add(of(
                Rule.V2_COUNTS,
                "num_nulls",
                JAVA_V2,
                m -> Mutation.add(m.column("name").dataPage(0).own(), 2, 1),
                "num_nulls is 1, and should be 0"));
        all.add(of(
                Rule.V2_COMPRESSION,
                "compression that does not pay",
                JAVA_V2,
                m -> compress(m.column("flag")),
                "is_compressed, though"));
    }

    private static void values(final List<Mutation> all) {
        all.add(of(
                Rule.PAGE_VALUES,
                "a byte too few",
                OURS,
                m -> {
                    final Mutant.Page page = m.column("id").pages.get(1);
                    page.body(Arrays.copyOf(page.body(), PLAIN_PAGE_BYTES - 1));
                },
                "4 bytes are needed at byte 196, and 3 are left"));
        all.add(of(
                Rule.PAGE_VALUES,
                "a byte too many",
                OURS,
                m -> {
                    final Mutant.Page page = m.column("id").pages.get(1);
                    page.body(Arrays.copyOf(page.body(), PLAIN_PAGE_BYTES + 1));
                },
                "the last of 50 values in PLAIN ends 1 bytes before its section does"));
        all.add(of(
                Rule.DELTA_PADDING,
                "a width of nothing",
                OURS,
                m -> {
                    final Mutant.Column column = m.column("id");
                    final Mutant.Page page = column.pages.get(1);
                    final int first = new Cursor(page.body()).i32();
                    // 128 values a block, 4 miniblocks, 50 values, the first (zigzag), least delta 1, four widths
                    final ByteArrayOutputStream body = new ByteArrayOutputStream();
                    body.writeBytes(new byte[] {(byte) 0x80, 1, 4, 50});
                    for (long rest = (first << 1 ^ first >> 31) & 0xFFFF_FFFFL; rest != 0; rest >>>= 7) {
                        body.write((int) (rest >>> 7 == 0 ? rest : rest | 0x80));
                    }
                    body.writeBytes(new byte[] {2, 0, 0, 0, 7});
                    page.body(body.toByteArray());
                    page.own().set(2, Encoding.DELTA_BINARY_PACKED);
                    column.metadata.list(2, Integer.class).add(Encoding.DELTA_BINARY_PACKED);
                    encodingStats(column, StoredPage.DATA, Encoding.PLAIN, 3);
                    encodingStats(column, StoredPage.DATA, Encoding.DELTA_BINARY_PACKED, 1);
                },
                "a miniblock without values has a bit width above 0"));
    }

    private static Struct pageHeader(final int values) {
        return new Struct("")
                .set(1, StoredPage.DATA)
                .set(4, 0)
                .set(
                        5,
                        new Struct("")
                                .set(1, values)
                                .set(2, 0)
                                .set(3, Encoding.RLE)
                                .set(4, Encoding.RLE));
    }

    /** States a count of pages, and leaves the counts of other kinds. */
    static void encodingStats(final Mutant.Column column, final int type, final int encoding, final int count) {
        final List<Struct> stats = column.metadata.structs(13);
        stats.removeIf(entry -> entry.i32(1) == type && entry.i32(2) == encoding);
        stats.add(new Struct("").set(1, type).set(2, encoding).set(3, count));
    }

    /** Replaces levels of a page V2 by one run; field 5 are the definition levels, 6 the repetition levels. */
    private static void replaceLevels(final Mutant.Page page, final int field, final int level) {
        final int count = page.own().i32(1);
        final int from = field == 5 ? page.own().i32(6) : 0;
        final byte[] body = page.body();
        final byte[] run = {(byte) (count << 1 & 0x7F | 0x80), (byte) (count >>> 6), (byte) level};
        final byte[] other = new byte[body.length - page.own().i32(field) + run.length];
        System.arraycopy(body, 0, other, 0, from);
        System.arraycopy(run, 0, other, from, run.length);
        final int rest = from + page.own().i32(field);
        System.arraycopy(body, rest, other, from + run.length, body.length - rest);
        page.own().set(field, run.length);
        page.body(other);
    }

    /** Compresses the values of pages V2, whether it pays or not. */
    private static void compress(final Mutant.Column column) {
        column.metadata.set(4, SNAPPY);
        for (final Mutant.Page page : column.pages) {
            final int size = page.header.i32(2);
            final byte[] body = page.body();
            final byte[] out = new byte[1_000];
            final int length = new SnappyCompressor().compress(body, 0, body.length, out, 0, out.length);
            page.body(Arrays.copyOf(out, length));
            page.header.set(2, size);
            page.own().set(7, true);
        }
    }

    private static byte[] inserted(final byte[] bytes, final int at, final int value) {
        final byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, at);
        longer[at] = (byte) value;
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
    }
}
