package dev.intarsia.internal.column;

import dev.intarsia.internal.format.BloomFilterHeaderWriter;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Prefix;
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
    /** What was captured of the filter; immutable but for its end. */
    record State(Prefix bits, long values, BloomHashes.State hashes) {
        /** What was read back: no hashes came with it. */
        static State restored(final Prefix bits, final long values) {
            return new State(bits, values, new BloomHashes.State(Prefix.NONE, values));
        }

        int bytes() {
            return (int) bits.bytes();
        }

        void release() {
            bits.release();
            hashes.hashes().release();
        }
    }

    /** By how much a filter may stay larger than what its values ask for, where chance has it so. */
    private static final int SPARE_FOLDS = 4;

    /** Folds in any case. */
    private static final double ANY_FALSE_POSITIVES = Math.nextDown(1.0);

    private final dev.intarsia.options.BloomFilter options;
    private final int width;
    private final int maxBytes;
    private final Area bits = new Area();
    private final BloomHashes hashes = new BloomHashes();
    private int bytes;
    private long values;

    /**
     * @param width bytes of a value; 0 for byte arrays
     * @param maxBlockBytes bytes of the largest piece of memory
     */
    ChunkBloom(final dev.intarsia.options.BloomFilter options, final int width, final int maxBlockBytes) {
        this.options = options;
        this.width = width;
        final int largest = Math.min(options.maxBytes(), maxBlockBytes - BloomFilterHeaderWriter.MAX_BYTES);
        this.maxBytes = Integer.highestOneBit(largest);
    }

    /**
     * Adds to the demand what a filter takes that values are entered into.
     *
     * @param more how many values may come
     * @param goesOn whether the chunk may go on when they have come
     * @return bytes that it may take in the file
     */
    int plan(final long more, final boolean goesOn, final Demand demand) {
        final boolean sized = options.distinctValues() > 0;
        final int size = sized ? sizeFor(options.distinctValues()) : maxBytes;
        bits.plan(size, true, demand);
        hashes.plan(goesOn ? more : 0, size, demand);
        final int most = sized ? sizeFor(options.distinctValues()) : foldedBytes(values + more);
        return most + BloomFilterHeaderWriter.MAX_BYTES;
    }

    /** Adds to the demand what a fork takes in addition, which shares the filter. */
    void planForked(final Demand demand) {
        demand.add(options.distinctValues() > 0 ? sizeFor(options.distinctValues()) : maxBytes, 1);
    }

    /** The most bytes that a filter of so many values, distinct or not, is folded to. */
    private int foldedBytes(final long count) {
        return (int) Math.min(maxBytes, SPARE_FOLDS * (long) sizeFor(count));
    }

    /** The values that come now are the last ones of the chunk. */
    void end() {
        hashes.end();
    }

    /** Enters the PLAIN values of a page. */
    void addValues(final long first, final int count, final Reserve reserve) {
        if (bytes == 0) {
            begin(options.distinctValues() == 0 ? maxBytes : sizeFor(options.distinctValues()), reserve);
        }
        if (hashes.keeps(count, bytes)) {
            insertKept(first, count, reserve);
        } else {
            insert(first, count, reserve);
            hashes.restart(values, reserve);
        }
    }

    private void insertKept(final long first, final int count, final Reserve reserve) {
        final long kept = hashes.append(count, bytes, reserve);
        if (width > 0) {
            BloomFilter.hashFixed(first, count, width, kept);
        } else {
            BloomFilter.hashByteArrays(first, count, kept);
        }
        values += count;
        bits.own(bytes, reserve);
        BloomFilter.insertHashes(bits.address(), bytes, kept, count);
    }

    private int sizeFor(final long distinct) {
        return Math.min(maxBytes, BloomFilter.optimalBytes(distinct, options.falsePositives()));
    }

    private void begin(final int size, final Reserve reserve) {
        bits.ensure(size, 0, reserve);
        bits.own(0, reserve);
        NativeMemory.fill(bits.address(), size, (byte) 0);
        bytes = size;
    }

    private void insert(final long first, final int count, final Reserve reserve) {
        values += count;
        bits.own(bytes, reserve);
        if (width > 0) {
            BloomFilter.insertFixed(bits.address(), bytes, first, count, width);
        } else {
            BloomFilter.insertByteArrays(bits.address(), bytes, first, count);
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
                final int known = sizeFor(dictionary.size());
                begin(
                        options.distinctValues() > 0 ? Math.min(known, sizeFor(options.distinctValues())) : known,
                        reserve);
            }
            insert(dictionary.entries().address(), dictionary.size(), reserve);
        }
        if (bytes == 0) {
            return 0;
        }
        if (oversized) {
            bits.own(bytes, reserve);
            bytes = BloomFilter.fold(bits.address(), bytes, options.falsePositives());
            if (bytes > foldedBytes(values)) {
                bytes = BloomFilter.fold(bits.address(), bytes, ANY_FALSE_POSITIVES);
            }
        }
        final long at = lane.claim(BloomFilterHeaderWriter.MAX_BYTES + bytes, reserve);
        final long end = BloomFilterHeaderWriter.write(at, bytes);
        NativeMemory.copy(bits.address(), end, bytes);
        final int written = (int) (end + bytes - at);
        lane.commit(0, written);
        return written;
    }

    State capture() {
        hashes.keep(values);
        return new State(bits.capture(bytes), values, hashes.capture());
    }

    /** Goes on from what was captured; nothing is held before. */
    void resume(final State captured) {
        bits.share(captured.bits);
        bytes = captured.bytes();
        values = captured.values;
    }

    /** Keeps hashes from now on, as if the filter had been captured. */
    void expectCaptures() {
        hashes.keep(values);
    }

    /** Forgets the values of a closed chunk. */
    void clear(final Reserve reserve) {
        bytes = 0;
        values = 0;
        hashes.restart(0, reserve);
    }

    /** Gives the memory of an empty filter to the operation in progress. */
    void giveBackTo(final Reserve reserve) {
        bits.giveBackTo(reserve);
        hashes.giveBackTo(reserve);
    }
}
