package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.BloomBits;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.io.api.Binary;

/** Asks a chunk's bloom filter for every value: one that it does not find is lost to readers. Confined. */
final class BloomCheck implements ValueTap {
    private final Leaf leaf;
    private final BlockSplitBloomFilter filter;
    private final ValueHash hash;
    private String firstMissed = "";
    private long missed;

    BloomCheck(final Leaf leaf, final BloomBits bits) {
        this.leaf = leaf;
        this.filter = new BlockSplitBloomFilter(bits.bits());
        this.hash = new ValueHash(leaf);
    }

    @Override
    public void take(final long bits) {
        if (!filter.findHash(hash.of(bits)) && missed++ == 0) {
            firstMissed = ValueHash.show(leaf, bits);
        }
    }

    @Override
    public void take(final Binary value) {
        if (!filter.findHash(hash.of(value)) && missed++ == 0) {
            firstMissed = new BinaryExtremes(leaf).show(value.getBytes());
        }
    }

    /** Tells of values that were not found; also right where only some pages of the chunk could be read. */
    void finish(final Place chunk, final Findings findings) {
        if (missed > 0) {
            findings.error(
                    chunk,
                    "its bloom filter does not find its value " + firstMissed
                            + (missed == 1 ? "" : " and " + (missed - 1) + " others, not all of them different"));
        }
    }
}
