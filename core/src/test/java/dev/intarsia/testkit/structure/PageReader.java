package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Decodes the pages of one column chunk, one behind the other, and looks at each (PageRules). Confined. */
final class PageReader {
    private final Leaf leaf;
    private final int codec;
    private final Report report;
    private List<byte[]> dictionary;

    PageReader(final Leaf leaf, final int codec, final Report report) {
        this.leaf = leaf;
        this.codec = codec;
        this.report = report;
    }

    /** Reads a page's header and bytes at the cursor, which moves behind them. */
    StoredPage stored(final Cursor in, final String place) {
        final int offset = in.position();
        final Struct header = ThriftReader.read(in, "PageHeader");
        final int headerBytes = in.position() - offset;
        final StoredPage page = new StoredPage(place, offset, headerBytes, header, in.take(header.i32(3)));
        if (!page.isData() && page.type() != StoredPage.DICTIONARY) {
            throw new Malformed("a page of type " + page.type() + " stands here");
        }
        page.encoding();
        if (header.has(4)) {
            final CRC32 crc = new CRC32();
            crc.update(page.stored());
            report.equal(Rule.PAGE_CRC, place, "crc", header.i32(4), (int) crc.getValue());
        } else {
            report.found(Rule.COMPLETE, place, "the page has no crc");
        }
        return page;
    }

    /** Decodes the entries, which the data pages behind will use. */
    List<byte[]> dictionary(final StoredPage page) {
        final int entries = page.own().i32(1);
        report.unless(entries > 0, Rule.DICTIONARY_USED, page.place(), "the dictionary has " + entries + " entries");
        final byte[] body =
                Decompression.decompress(codec, page.stored(), page.header().i32(2));
        final int encoding = page.encoding() == Encoding.PLAIN_DICTIONARY ? Encoding.PLAIN : page.encoding();
        if (encoding != Encoding.PLAIN) {
            throw new Malformed("a dictionary in " + Encoding.name(encoding));
        }
        dictionary = new ValueDecoder(leaf, new Cursor(body), count(entries)).decode(encoding);
        if (Boolean.TRUE.equals(page.own().flagOrNull(3)) && leaf.order() != ValueOrder.NONE) {
            for (int i = 1; i < entries; i++) {
                if (leaf.order().compare(dictionary.get(i - 1), dictionary.get(i)) > 0) {
                    throw new Malformed("is_sorted, but entry " + i + " is below the one before");
                }
            }
        }
        return dictionary;
    }

    /** Decodes a data page, or returns null where something of it is malformed, which is then reported. */
    DataPage data(final StoredPage page) {
        final DataPage[] decoded = {null};
        report.within(Rule.PAGE_HEADER, page.place(), () -> {
            decoded[0] = page.type() == StoredPage.DATA ? first(page) : second(page);
        });
        return decoded[0];
    }

    private DataPage first(final StoredPage page) {
        final int count = count(page.own().i32(1));
        final byte[][] body = {null};
        report.within(Rule.PAGE_SIZE, page.place(), () -> {
            body[0] =
                    Decompression.decompress(codec, page.stored(), page.header().i32(2));
        });
        if (body[0] == null) {
            return null;
        }
        final Cursor in = new Cursor(body[0]);
        return page(
                page,
                () -> levels(in, page.own().i32(4), leaf.maxRepetition(), count),
                () -> levels(in, page.own().i32(3), leaf.maxDefinition(), count),
                in);
    }

    private DataPage second(final StoredPage page) {
        final Struct own = page.own();
        final int count = count(own.i32(1));
        final int repetitionBytes = own.i32(6);
        final int definitionBytes = own.i32(5);
        final Cursor levels = new Cursor(page.stored());
        final Cursor[] sections = {null, null, null};
        report.within(Rule.LEVELS, page.place(), () -> {
            sections[0] = levels.slice(repetitionBytes);
            sections[1] = levels.slice(definitionBytes);
        });
        if (sections[1] == null) {
            return null;
        }
        report.within(Rule.PAGE_SIZE, page.place(), () -> {
            sections[2] = new Cursor(PageRules.valueSection(page, levels, codec, report));
        });
        if (sections[2] == null) {
            return null;
        }
        final DataPage data = page(
                page,
                () -> levelsOfV2(sections[0], leaf.maxRepetition(), count),
                () -> levelsOfV2(sections[1], leaf.maxDefinition(), count),
                sections[2]);
        if (data != null) {
            report.equal(
                    Rule.V2_COUNTS,
                    page.place(),
                    "num_nulls",
                    own.i32(2),
                    data.truth().nulls());
            report.equal(Rule.V2_COUNTS, page.place(), "num_rows", own.i32(3), data.rows());
        }
        return data;
    }

    private interface Levels {
        int[] read();
    }

    private DataPage page(final StoredPage page, final Levels first, final Levels second, final Cursor in) {
        final int[][] levels = {null, null};
        report.within(Rule.LEVELS, page.place(), () -> {
            levels[0] = bounded(first.read(), leaf.maxRepetition(), "repetition");
            levels[1] = bounded(second.read(), leaf.maxDefinition(), "definition");
        });
        if (levels[1] == null) {
            return null;
        }
        final int nulls = (int) Arrays.stream(levels[1])
                .filter(level -> level < leaf.maxDefinition())
                .count();
        final List<List<byte[]>> values = new ArrayList<>();
        report.within(Rule.PAGE_VALUES, page.place(), () -> values.add(values(page, in, levels[1].length - nulls)));
        if (values.isEmpty() || values.get(0) == null) {
            return null;
        }
        LogicalTypeRules.values(leaf, values.get(0), page.place(), report);
        return PageRules.look(
                new DataPage(page, levels[0], levels[1], Truth.of(leaf, nulls, values.get(0))), leaf, report);
    }

    private List<byte[]> values(final StoredPage page, final Cursor in, final int count) {
        if (Encoding.isDictionary(page.encoding())) {
            return DictionaryRules.values(page, in, count, dictionary, report);
        } else if (count == 0 && in.remaining() == 0) {
            return List.of();
        }
        final ValueDecoder decoder = new ValueDecoder(leaf, in, count);
        final List<byte[]> values = decoder.decode(page.encoding());
        report.unless(
                !decoder.paddingIsWide(),
                Rule.DELTA_PADDING,
                page.place(),
                "a miniblock without values has a bit width above 0");
        return values;
    }

    private static int[] levels(final Cursor in, final int encoding, final int max, final int count) {
        if (encoding != Encoding.RLE && encoding != Encoding.BIT_PACKED) {
            throw new Malformed(Encoding.name(encoding) + " is no encoding of levels");
        } else if (max == 0) {
            return new int[count];
        } else if (encoding == Encoding.BIT_PACKED) {
            return RleDecoder.oldLevels(in, RleDecoder.bitWidth(max), count);
        }
        return levelsOfV2(in.slice(in.i32()), max, count);
    }

    private static int[] levelsOfV2(final Cursor in, final int max, final int count) {
        final int[] levels = max == 0 ? new int[count] : RleDecoder.decode(in, RleDecoder.bitWidth(max), count);
        in.requireSpent("the last of " + count + " levels");
        return levels;
    }

    private static int[] bounded(final int[] levels, final int max, final String kind) {
        for (final int level : levels) {
            if (level > max) {
                throw new Malformed("a " + kind + " level is " + level + ", the most is " + max);
            }
        }
        return levels;
    }

    private static int count(final int stated) {
        if (stated < 0 || stated > 1 << 28) {
            throw new Malformed("the page claims " + stated + " values");
        }
        return stated;
    }
}
