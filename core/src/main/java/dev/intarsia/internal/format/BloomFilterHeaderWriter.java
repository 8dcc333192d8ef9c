package dev.intarsia.internal.format;

import static dev.intarsia.internal.format.CompactProtocol.FIRST;
import static dev.intarsia.internal.format.CompactProtocol.i32Bytes;
import static dev.intarsia.internal.format.CompactProtocol.i32Field;
import static dev.intarsia.internal.format.CompactProtocol.stop;
import static dev.intarsia.internal.format.CompactProtocol.structField;

/**
 * Writes {@code BloomFilterHeader}, which stands in front of the bitset: a split block filter of XXH64 hashes, not
 * compressed, which is all that the format has. Thread-safe: there is no state.
 */
public final class BloomFilterHeaderWriter {
    /** Most bytes that a header takes. */
    public static final int MAX_BYTES = 19;

    /** Four field headers, and for each of three unions a field header, an empty struct and two stops; a stop. */
    private static final int FIXED_BYTES = 14;

    private BloomFilterHeaderWriter() {}

    /** Exact length in bytes of the header of a bitset of so many bytes. */
    public static int bytes(final int bitsetBytes) {
        return FIXED_BYTES + i32Bytes(bitsetBytes);
    }

    /**
     * Writes the header.
     *
     * @param at borrowed; room for {@link #bytes} of the same bitset
     * @param bitsetBytes bytes of the bitset behind it
     * @return the address behind it
     */
    public static long write(final long at, final int bitsetBytes) {
        long out = i32Field(at, FIRST, 1, bitsetBytes); // 1: numBytes
        out = writeOnlyChoice(structField(out, 1, 2)); // 2: algorithm, BLOCK
        out = writeOnlyChoice(structField(out, 2, 3)); // 3: hash, XXHASH
        out = writeOnlyChoice(structField(out, 3, 4)); // 4: compression, UNCOMPRESSED
        return stop(out);
    }

    /** A union of one choice, an empty struct. */
    private static long writeOnlyChoice(final long at) {
        return stop(stop(structField(at, FIRST, 1)));
    }
}
