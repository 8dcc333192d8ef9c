package dev.intarsia.internal.format;

/**
 * Where the bloom filter of a column chunk lies. Immutable.
 *
 * @param fileOffset file offset of its header, 0 if there is no filter
 * @param bytes length of header and bitset
 */
public record BloomLocation(long fileOffset, int bytes) {
    /** There is no bloom filter. */
    public static final BloomLocation NONE = new BloomLocation(0, 0);

    /**
     * @throws IllegalArgumentException if one of both is negative, or only one is 0
     */
    public BloomLocation {
        if (fileOffset < 0 || bytes < 0 || (fileOffset == 0) != (bytes == 0)) {
            throw new IllegalArgumentException("a bloom filter cannot lie at file offset " + fileOffset + " in " + bytes
                    + " bytes: both are above 0, or both 0 for no filter");
        }
    }
}
