package dev.intarsia.testkit.structure;

import static dev.intarsia.testkit.structure.Mutation.Base.JAVA_V1;
import static dev.intarsia.testkit.structure.Mutation.Base.OURS;
import static dev.intarsia.testkit.structure.Mutation.of;
import static dev.intarsia.testkit.structure.PageMutations.encodingStats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files that break DictionaryRules. */
final class DictionaryMutations {
    private DictionaryMutations() {}

    static List<Mutation> all() {
        final List<Mutation> all = new ArrayList<>();
        all.add(of(
                Rule.DICTIONARY_PAGE,
                "an entry too many",
                JAVA_V1,
                m -> Mutation.add(m.column("name").pages.get(0).own(), 1, 1),
                "4 bytes are needed at byte 70, and 0 are left",
                Rule.DICTIONARY_IDS,
                Rule.DICTIONARY_WIDTH));
        all.add(of(
                Rule.DICTIONARY_PAGE,
                "a second dictionary",
                OURS,
                m -> {
                    final Mutant.Column column = m.column("text");
                    column.pages.add(1, column.pages.get(0));
                    encodingStats(column, StoredPage.DICTIONARY, Encoding.PLAIN, 2);
                },
                "a dictionary page stands behind another page"));
        all.add(of(
                Rule.DICTIONARY_PAGE,
                "an order that is not there",
                OURS,
                m -> m.column("text").pages.get(0).own().set(3, true),
                "is_sorted, but entry"));
        all.add(of(
                Rule.DICTIONARY_USED,
                "a dictionary for nobody",
                OURS,
                m -> dictionary(m.column("id"), 1),
                "row group 0, column 'id': no page uses the dictionary"));
        all.add(of(
                Rule.DICTIONARY_USED,
                "a dictionary of nothing",
                OURS,
                m -> dictionary(m.column("id"), 0),
                "the dictionary has 0 entries"));
        all.add(of(
                Rule.DICTIONARY_IDS,
                "an entry too few",
                JAVA_V1,
                m -> {
                    final Mutant.Page page = m.column("name").pages.get(0);
                    Mutation.add(page.own(), 1, -1);
                    page.body(Arrays.copyOf(page.body(), page.body().length - 10));
                },
                "row group 0, column 'name', page 1 at byte"));
        all.add(of(
                Rule.DICTIONARY_WIDTH,
                "a byte an id",
                OURS,
                m -> {
                    final Mutant.Page page = m.column("text").dataPage(0);
                    final int levelBytes = 4 + page.body()[0];
                    final byte[] body = page.body();
                    final int[] ids = RleDecoder.decode(
                            new Cursor(body, levelBytes + 1L, body.length), body[levelBytes], present(page));
                    final byte[] wide = Arrays.copyOf(body, levelBytes + 1 + 2 * ids.length + ids.length);
                    wide[levelBytes] = 8;
                    int at = levelBytes + 1;
                    for (final int id : ids) {
                        wide[at++] = 2;
                        wide[at++] = (byte) id;
                    }
                    page.body(Arrays.copyOf(wide, at));
                },
                "ids have 8 bits, 9 entries need 4"));
        return all;
    }

    /** How many of the definition levels at the start of a page V1 are 1. */
    private static int present(final Mutant.Page page) {
        final Cursor levels = new Cursor(page.body(), 4, 4L + page.body()[0]);
        int present = 0;
        for (final int level : RleDecoder.decode(levels, 1, page.own().i32(1))) {
            present += level;
        }
        return present;
    }

    /** Puts a dictionary page of this many zeros in front of pages that do not want it. */
    private static void dictionary(final Mutant.Column column, final int entries) {
        final Struct header = new Struct("")
                .set(1, StoredPage.DICTIONARY)
                .set(4, 0)
                .set(7, new Struct("").set(1, entries).set(2, Encoding.PLAIN));
        column.pages.add(0, new Mutant.Page(header, new byte[0]));
        column.pages.get(0).body(new byte[entries * Integer.BYTES]);
        column.metadata.set(11, 0L);
        encodingStats(column, StoredPage.DICTIONARY, Encoding.PLAIN, 1);
    }
}
