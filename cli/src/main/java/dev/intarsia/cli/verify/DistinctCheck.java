package dev.intarsia.cli.verify;

import org.agrona.collections.LongHashSet;
import org.apache.parquet.io.api.Binary;

/** Counts the distinct values of a chunk that says how many it has. Confined. */
final class DistinctCheck implements ValueTap {
    /** More hashes than this are not kept: 16 MiB, with the empty half of the table. */
    static final int MAX_COUNTED = 1 << 20;

    private final ValueHash hash;
    private final LongHashSet seen = new LongHashSet();

    DistinctCheck(final Leaf leaf) {
        this.hash = new ValueHash(leaf);
    }

    @Override
    public void take(final long bits) {
        add(hash.of(bits));
    }

    @Override
    public void take(final Binary value) {
        add(hash.of(value));
    }

    /** Values that differ have hashes that differ, but for one case in many millions of files. */
    private void add(final long hashed) {
        if (seen.size() <= MAX_COUNTED) {
            seen.add(hashed);
        }
    }

    void finish(final long declared, final Place chunk, final Findings findings) {
        if (seen.size() > MAX_COUNTED) {
            if (declared <= MAX_COUNTED) {
                findings.rule(chunk, sentence(declared, "more than " + MAX_COUNTED));
            } else {
                findings.cannotVerify(
                        chunk, "its distinct_count is " + declared + ", and this program counts up to " + MAX_COUNTED);
            }
        } else if (declared != seen.size()) {
            findings.rule(chunk, sentence(declared, Integer.toString(seen.size())));
        }
    }

    private static String sentence(final long declared, final String counted) {
        return "its distinct_count is " + declared + ", its pages have " + counted + " distinct values";
    }
}
