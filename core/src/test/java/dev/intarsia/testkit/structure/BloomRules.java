package dev.intarsia.testkit.structure;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** A chunk's bloom filter: its form, and every value of the chunk looked up in it. */
final class BloomRules {
    private static final int[] SALTS = {
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
    };
    private static final int BLOCK_BYTES = 32;
    /** With so many values for each of its bytes a filter still denies one stranger in seven. */
    private static final int MAX_VALUES_OF_BYTE = 4;

    private static final int STRANGERS = 2_000;

    private BloomRules() {}

    static void look(final byte[] file, final Chunk chunk, final Extents extents, final Report report) {
        if (chunk.metadata.has(14)) {
            report.within(Rule.BLOOM_HEADER, chunk.place, () -> filter(file, chunk, extents, report));
        } else {
            report.unless(
                    !chunk.metadata.has(15), Rule.BLOOM_LENGTH, chunk.place, "there is a length and no bloom filter");
        }
    }

    private static void filter(final byte[] file, final Chunk chunk, final Extents extents, final Report report) {
        final long offset = chunk.metadata.i64(14);
        final Cursor in = new Cursor(file, offset, file.length);
        final Struct header = ThriftReader.read(in, "BloomFilterHeader");
        final int size = header.i32(1);
        if (size < BLOCK_BYTES || Integer.bitCount(size) != 1) {
            throw new Malformed("numBytes of the bloom filter is " + size);
        }
        for (int field = 2; field <= 4; field++) {
            if (!header.struct(field).has(1)) {
                throw new Malformed(
                        "field " + field + " of the bloom filter's header makes another choice than the first");
            }
        }
        final byte[] bits = in.take(size);
        extents.add(offset, in.position(), "bloom filter of " + chunk.place);
        if (chunk.metadata.has(15)) {
            report.equal(
                    Rule.BLOOM_LENGTH,
                    chunk.place,
                    "bloom_filter_length",
                    chunk.metadata.i32(15),
                    in.position() - offset);
        } else {
            report.found(Rule.COMPLETE, chunk.place, "bloom_filter_length is not written");
        }
        if (chunk.isWhole) {
            members(bits, chunk, report);
        }
    }

    private static void members(final byte[] bits, final Chunk chunk, final Report report) {
        long strangers = 0;
        final Set<Long> entered = new HashSet<>();
        for (final byte[] value : chunk.truth().values()) {
            final long hash = XxHash64.hash(value);
            strangers += knows(bits, hash) ? 0 : 1;
            entered.add(hash);
        }
        report.equal(Rule.BLOOM_MEMBERS, chunk.place, "the number of values that the filter denies", strangers, 0);
        if (entered.size() > MAX_VALUES_OF_BYTE * bits.length) {
            return; // far more than it was made for, which is the choice of whoever made it so small
        }
        final SplittableRandom random = new SplittableRandom(7);
        int known = 0;
        for (int i = 0; i < STRANGERS; i++) {
            known += knows(bits, random.nextLong()) ? 1 : 0;
        }
        report.unless(
                known < STRANGERS,
                Rule.BLOOM_SELECTIVE,
                chunk.place,
                "the filter knows all of " + STRANGERS + " random hashes");
    }

    private static boolean knows(final byte[] bits, final long hash) {
        final int block = (int) ((hash >>> 32) * (bits.length / BLOCK_BYTES) >>> 32) * BLOCK_BYTES;
        for (int word = 0; word < SALTS.length; word++) {
            final int bit = (int) hash * SALTS[word] >>> 27;
            if ((bits[block + word * Integer.BYTES + bit / Byte.SIZE] >>> bit % Byte.SIZE & 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
