package dev.intarsia.internal.column;

import dev.intarsia.internal.format.BloomFilterHeaderWriter;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.stats.BloomFilter;

/**
 * The Bloom filter of the column chunk in progress. Confined to the writer's thread.
 *
 * <p>Values are entered when their page is cut, except those of a dictionary, whose entries are entered when the chunk
 * closes: as long as there is nothing else, the number of distinct values is known then, and so is the size. Otherwise
 * the filter begins at its largest and is folded to what it turns out to need.
 */
final class ChunkBloom {
    private final dev.intarsia.options.BloomFilter options;
    private final int width;
    private final int maxBytes;
    private final Area bits = new Area();
    private int bytes;

    /**
     * @param width bytes of a value; 0 for byte arrays
     * @param maxBlockBytes bytes of the largest piece of memory
     */
    ChunkBloom(final dev.intarsia.options.BloomFilter options, final int width, final int maxBlockBytes) {
        this.options = options;
        this.width = width;
        final int largest =
                Math.min(options.maxBytes(), maxBlockBytes - BloomFilterHeaderWriter.MAX_BYTES);
        this.maxBytes = Integer.highestOneBit(largest);
    }

    /** Adds to the demand what a filter takes that values are entered into; returns the bytes that it may take in a file. */
    int plan(final Demand demand) {
        bits.plan(maxBytes, demand);
        return maxBytes + BloomFilterHeaderWriter.MAX_BYTES;
    }

    /** Enters the PLAIN values of a page. */
    void addValues(final long values, final int count, final Reserve reserve) {
        if (bytes == 0) {
            begin(options.distinctValues() == 0 ? maxBytes : sizeFor(options.distinctValues()), reserve);
        }
        insert(values, count);
    }

    private int sizeFor(final long distinct) {
        return Math.min(maxBytes, BloomFilter.optimalBytes(distinct, options.falsePositives()));
    }

    private void begin(final int size, final Reserve reserve) {
        bits.ensure(size, 0, reserve);
        NativeMemory.fill(bits.address(), size, (byte) 0);
        bytes = size;
    }

    private void insert(final long values, final int count) {
        if (width > 0) {
            BloomFilter.insertFixed(bits.address(), bytes, values, count, width);
        } else {
            BloomFilter.insertByteArrays(bits.address(), bytes, values, count);
        }
    }

    /**
     * Writes the filter of a chunk that closes.
     *
     * @param dictionary entries that no page brought, or null
     * @return bytes written; 0 where the chunk has no values and so no filter
     */
    int write(final Lane lane, final ChunkDictionary dictionary, final Reserve reserve) {
        final boolean oversized = bytes > 0 && options.distinctValues() == 0;
        if (dictionary != null) {
            if (bytes == 0) {
                begin(sizeFor(dictionary.size()), reserve);
            }
            insert(dictionary.entries().address(), dictionary.size());
        }
        if (bytes == 0) {
            return 0;
        }
        if (oversized) {
            bytes = BloomFilter.fold(bits.address(), bytes, options.falsePositives());
        }
        final long at = lane.claim(BloomFilterHeaderWriter.MAX_BYTES + bytes, reserve);
        final long end = BloomFilterHeaderWriter.write(at, bytes);
        NativeMemory.copy(bits.address(), end, bytes);
        final int written = (int) (end + bytes - at);
        lane.commit(0, written);
        return written;
    }

    /** Forgets the values of a closed chunk. */
    void clear() {
        bytes = 0;
    }

    /** Gives the memory of an empty filter to the operation in progress. */
    void giveBackTo(final Reserve reserve) {
        bits.giveBackTo(reserve);
    }
}
