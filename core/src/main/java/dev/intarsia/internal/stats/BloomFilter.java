package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * Parquet's split block bloom filter over a bitset at an address (specification: BloomFilter.md). Thread-safe: there is
 * no state; a bitset is confined to whoever fills it.
 *
 * <p>A bitset is zeroed memory of a power of two of bytes, made of blocks of eight 32-bit words. The upper half of a
 * value's hash chooses the block, and its lower half, multiplied by eight odd constants, one bit in each word.
 *
 * <p>Hashed are the PLAIN bytes, so -0.0 and +0.0 are two values, and so are NaNs with different bits: a reader that
 * wants either must look for both. There is no filter of booleans.
 */
public final class BloomFilter {
    /** Bytes of the smallest bitset: one block. */
    public static final int MIN_BYTES = 32;

    /** Bytes of the largest bitset. */
    public static final int MAX_BYTES = 128 << 20;

    /** Bytes of a hash. */
    public static final int HASH_BYTES = 8;

    private static final int BLOCK_BYTES = MIN_BYTES;
    private static final int WORDS = BLOCK_BYTES / Integer.BYTES;
    private static final int BIT_SHIFT = Integer.SIZE - 5; // the upper 5 bits tell one of 32

    private static final int SALT_0 = 0x47B6137B;
    private static final int SALT_1 = 0x44974D91;
    private static final int SALT_2 = 0x8824AD5B;
    private static final int SALT_3 = 0xA2B7289D;
    private static final int SALT_4 = 0x705495C7;
    private static final int SALT_5 = 0x2DF1424B;
    private static final int SALT_6 = 0x9EFC4947;
    private static final int SALT_7 = 0x5C6BFB31;

    private BloomFilter() {}

    /**
     * Bytes of the bitset for so many different values: a power of two, at least {@link #MIN_BYTES} and at most
     * {@link #MAX_BYTES}, in which case the filter says yes more often than asked for.
     *
     * @param distinctValues different values, 0 or more
     * @param falsePositives how often it may say yes for a value that is not there, above 0 and below 1
     * @throws IllegalArgumentException if one of them is out of range
     */
    public static int optimalBytes(final long distinctValues, final double falsePositives) {
        requireProbability(falsePositives);
        if (distinctValues < 0) {
            throw new IllegalArgumentException(
                    "a bloom filter cannot be made for " + distinctValues + " values: the least is 0");
        }
        // Not Math: what it gives may differ from one Java to another, and with it the bytes of the file.
        final double bits =
                -WORDS * (double) distinctValues / StrictMath.log(1 - StrictMath.pow(falsePositives, 1.0 / WORDS));
        final double bytes = Math.min(MAX_BYTES, Math.max(MIN_BYTES, StrictMath.ceil(bits / Byte.SIZE)));
        final int atLeast = (int) bytes;
        return Integer.highestOneBit(atLeast - 1) << 1;
    }

    /**
     * Puts in a run of values of one size: numbers, and byte arrays of a fixed length.
     *
     * @param bitset borrowed; address of the bitset
     * @param bitsetBytes its bytes
     * @param values borrowed; address of the first value, PLAIN
     * @param count number of values
     * @param width bytes of a value
     */
    public static void insertFixed(
            final long bitset, final int bitsetBytes, final long values, final int count, final int width) {
        final long blocks = bitsetBytes / BLOCK_BYTES;
        if (width == Long.BYTES) {
            for (int i = 0; i < count; i++) {
                insert(bitset, blocks, XxHash64.ofLong(NativeMemory.getLong(values + (long) i * Long.BYTES)));
            }
        } else if (width == Integer.BYTES) {
            for (int i = 0; i < count; i++) {
                insert(bitset, blocks, XxHash64.ofInt(NativeMemory.getInt(values + (long) i * Integer.BYTES)));
            }
        } else {
            for (int i = 0; i < count; i++) {
                insert(bitset, blocks, XxHash64.of(values + (long) i * width, width));
            }
        }
    }

    /**
     * Puts in a run of byte arrays.
     *
     * @param bitset borrowed; address of the bitset
     * @param bitsetBytes its bytes
     * @param values borrowed; address of the first value, PLAIN: a 4-byte length and the bytes
     * @param count number of values
     */
    public static void insertByteArrays(final long bitset, final int bitsetBytes, final long values, final int count) {
        final long blocks = bitsetBytes / BLOCK_BYTES;
        long at = values;
        for (int i = 0; i < count; i++) {
            final int length = NativeMemory.getInt(at);
            insert(bitset, blocks, XxHash64.of(at + Integer.BYTES, length));
            at += (long) Integer.BYTES + length;
        }
    }

    /**
     * Writes the hashes of a run of values of one size: what puts them into a bitset of any size.
     *
     * @param values borrowed; address of the first value, PLAIN
     * @param count number of values
     * @param width bytes of a value
     * @param hashes borrowed; address of eight bytes a value
     */
    public static void hashFixed(final long values, final int count, final int width, final long hashes) {
        for (int i = 0; i < count; i++) {
            final long at = values + (long) i * width;
            final long hash =
                    switch (width) {
                        case Long.BYTES -> XxHash64.ofLong(NativeMemory.getLong(at));
                        case Integer.BYTES -> XxHash64.ofInt(NativeMemory.getInt(at));
                        default -> XxHash64.of(at, width);
                    };
            NativeMemory.putLong(hashes + (long) i * HASH_BYTES, hash);
        }
    }

    /**
     * Writes the hashes of a run of byte arrays.
     *
     * @param values borrowed; address of the first value, PLAIN: a 4-byte length and the bytes
     * @param count number of values
     * @param hashes borrowed; address of eight bytes a value
     */
    public static void hashByteArrays(final long values, final int count, final long hashes) {
        long at = values;
        for (int i = 0; i < count; i++) {
            final int length = NativeMemory.getInt(at);
            NativeMemory.putLong(hashes + (long) i * HASH_BYTES, XxHash64.of(at + Integer.BYTES, length));
            at += (long) Integer.BYTES + length;
        }
    }

    /**
     * Puts in values by their hashes.
     *
     * @param bitset borrowed; address of the bitset
     * @param bitsetBytes its bytes
     * @param hashes borrowed; address of the first hash; any number is one
     * @param count number of hashes
     */
    public static void insertHashes(final long bitset, final int bitsetBytes, final long hashes, final int count) {
        final long blocks = bitsetBytes / BLOCK_BYTES;
        for (int i = 0; i < count; i++) {
            insert(bitset, blocks, NativeMemory.getLong(hashes + (long) i * HASH_BYTES));
        }
    }

    /** Whether a value of this hash may be there; false is certain. */
    public static boolean mayContain(final long bitset, final int bitsetBytes, final long hash) {
        final long block = bitset + blockOffset(bitsetBytes / BLOCK_BYTES, hash);
        final int key = (int) hash;
        return isSet(block, key * SALT_0)
                && isSet(block + 4, key * SALT_1)
                && isSet(block + 8, key * SALT_2)
                && isSet(block + 12, key * SALT_3)
                && isSet(block + 16, key * SALT_4)
                && isSet(block + 20, key * SALT_5)
                && isSet(block + 24, key * SALT_6)
                && isSet(block + 28, key * SALT_7);
    }

    /**
     * Makes the bitset as small as it may be, in place: the filter that the same values would have made at that size.
     *
     * <p>With a power of two of blocks, the block of a hash is its uppermost bits. With half as many blocks it is one
     * bit less of them: what was in blocks {@code 2i} and {@code 2i + 1} belongs into block {@code i}. (In a table that
     * takes its lowermost bits it would be {@code i} and {@code i + half}.)
     *
     * @param bitset borrowed; address of the bitset
     * @param bitsetBytes its bytes, a power of two
     * @param falsePositives how often it may say yes for a value that is not there, above 0 and below 1
     * @return bytes of the folded bitset, which starts where the bitset did; what is behind it has no meaning
     * @throws IllegalArgumentException if the rate is out of range
     */
    public static int fold(final long bitset, final int bitsetBytes, final double falsePositives) {
        requireProbability(falsePositives);
        int bytes = bitsetBytes;
        while (bytes > MIN_BYTES && falsePositivesOfHalf(bitset, bytes) <= falsePositives) {
            halve(bitset, bytes);
            bytes /= 2;
        }
        return bytes;
    }

    /**
     * Makes the bitset larger, in place, so that values may be entered that are hashed for that size: the opposite of
     * {@link #fold}, but for the bits that folding threw together. It says yes for every value that it said yes for,
     * and no more often for others.
     *
     * @param bitset borrowed; address of {@code toBytes} bytes, of which the first are the bitset
     * @param bitsetBytes its bytes, a power of two
     * @param toBytes bytes that it has then, a power of two, and no fewer
     */
    public static void expand(final long bitset, final int bitsetBytes, final int toBytes) {
        final int times = toBytes / bitsetBytes;
        if (times == 1) {
            return;
        }
        // From behind: every block goes to places that are not in front of its own.
        for (int block = bitsetBytes / BLOCK_BYTES - 1; block >= 0; block--) {
            final long from = bitset + (long) block * BLOCK_BYTES;
            for (int copy = times - 1; copy >= 0; copy--) {
                final long to = bitset + ((long) block * times + copy) * BLOCK_BYTES;
                if (to != from) {
                    NativeMemory.copy(from, to, BLOCK_BYTES);
                }
            }
        }
    }

    private static void requireProbability(final double falsePositives) {
        if (!(falsePositives > 0 && falsePositives < 1)) {
            throw new IllegalArgumentException("a bloom filter cannot be wrong at a rate of " + falsePositives
                    + ": it must be above 0 and below 1, for example 0.01");
        }
    }

    private static void insert(final long bitset, final long blocks, final long hash) {
        final long block = bitset + blockOffset(blocks, hash);
        final int key = (int) hash;
        set(block, key * SALT_0, key * SALT_1);
        set(block + 8, key * SALT_2, key * SALT_3);
        set(block + 16, key * SALT_4, key * SALT_5);
        set(block + 24, key * SALT_6, key * SALT_7);
    }

    private static long blockOffset(final long blocks, final long hash) {
        return ((hash >>> Integer.SIZE) * blocks >>> Integer.SIZE) * BLOCK_BYTES;
    }

    /** Sets a bit in each of two neighbouring words at once. */
    private static void set(final long words, final int salted, final int saltedNext) {
        final long bits = 1L << (salted >>> BIT_SHIFT) | 1L << Integer.SIZE << (saltedNext >>> BIT_SHIFT);
        NativeMemory.putLong(words, NativeMemory.getLong(words) | bits);
    }

    private static boolean isSet(final long word, final int salted) {
        return (NativeMemory.getInt(word) >>> (salted >>> BIT_SHIFT) & 1) != 0;
    }

    /** What {@link #halve} would come to, with nothing written. */
    private static double falsePositivesOfHalf(final long bitset, final int bytes) {
        // A hash that was never put in meets a block, and in each of its words a bit, at random: it is a false positive
        // with the product of the words' shares of set bits. The sum over 2^21 blocks of 32^8 each fits 63 bits, so
        // that nothing is rounded before the division.
        long sum = 0;
        for (long pair = bitset; pair < bitset + bytes; pair += 2 * BLOCK_BYTES) {
            long product = 1;
            for (int at = 0; at < BLOCK_BYTES; at += Long.BYTES) {
                final long words = NativeMemory.getLong(pair + at) | NativeMemory.getLong(pair + BLOCK_BYTES + at);
                product *= (long) Integer.bitCount((int) words) * Integer.bitCount((int) (words >>> Integer.SIZE));
            }
            sum += product;
        }
        final long blocks = bytes / (2 * BLOCK_BYTES);
        return (double) sum / ((double) blocks * (1L << 40)); // 32^8 is 2^40
    }

    private static void halve(final long bitset, final int bytes) {
        long to = bitset;
        for (long pair = bitset; pair < bitset + bytes; pair += 2 * BLOCK_BYTES) {
            for (int at = 0; at < BLOCK_BYTES; at += Long.BYTES) {
                final long words = NativeMemory.getLong(pair + at) | NativeMemory.getLong(pair + BLOCK_BYTES + at);
                NativeMemory.putLong(to + at, words);
            }
            to += BLOCK_BYTES;
        }
    }
}
