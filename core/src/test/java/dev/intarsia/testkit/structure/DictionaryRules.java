package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;

/** Ids of a data page against the entries of its chunk's dictionary. */
final class DictionaryRules {
    private DictionaryRules() {}

    /** The values that the ids stand for, or null where that cannot be said. */
    static List<byte[]> values(
            final StoredPage page,
            final Cursor in,
            final int count,
            final List<byte[]> dictionary,
            final Report report) {
        if (in.remaining() == 0) {
            report.found(Rule.DICTIONARY_WIDTH, page.place(), "the bit width of the ids is missing");
            return count == 0 ? List.of() : null;
        }
        final int entries = dictionary == null ? 0 : dictionary.size();
        final int bitWidth = in.u8();
        final int most = entries == 0 ? 0 : RleDecoder.bitWidth(entries - 1);
        report.unless(
                bitWidth <= most,
                Rule.DICTIONARY_WIDTH,
                page.place(),
                "ids have " + bitWidth + " bits, " + entries + " entries need " + most);
        final int[] ids = RleDecoder.decode(in, bitWidth, count);
        in.requireSpent("the last of " + count + " dictionary ids");
        final List<byte[]> values = new ArrayList<>(count);
        for (final int id : ids) {
            if (id < 0 || id >= entries) {
                report.found(
                        Rule.DICTIONARY_IDS,
                        page.place(),
                        dictionary == null
                                ? "the page has the id " + id + ", and there is no dictionary that can be read"
                                : "the id " + id + " is not below the " + entries + " entries");
                return null;
            }
            values.add(dictionary.get(id));
        }
        return values;
    }
}
