package dev.intarsia.internal.memory;

/**
 * Words of which only some bytes are there: exact reads and writes of 0 to 8 bytes. "Exact" means that no other byte is
 * touched. The trick for a length that is not a power of two is two accesses that overlap, which costs no loop.
 */
public final class PartialWords {
    private PartialWords() {}

    /** A mask of the lowest {@code bits} bits, 0 to 63. */
    public static long mask(final int bits) {
        return (1L << bits) - 1;
    }

    /** The {@code bytes} (0 to 8) bytes at an address as the low bytes of a word; reads exactly those. */
    public static long read(final long address, final int bytes) {
        if (bytes == 8) {
            return NativeMemory.getLong(address);
        }
        if (bytes >= 4) {
            final int back = bytes - 4;
            final long low = NativeMemory.getInt(address) & 0xFFFFFFFFL;
            return low | ((NativeMemory.getInt(address + back) & 0xFFFFFFFFL) << (back << 3));
        }
        if (bytes == 0) {
            return 0;
        }
        final int middle = bytes >>> 1;
        final int last = bytes - 1;
        return (NativeMemory.getByte(address) & 0xFFL)
                | ((NativeMemory.getByte(address + middle) & 0xFFL) << (middle << 3))
                | ((NativeMemory.getByte(address + last) & 0xFFL) << (last << 3));
    }

    /** Stores the low {@code bytes} (0 to 8) bytes of a word; writes exactly those. */
    public static void write(final long address, final int bytes, final long word) {
        if (bytes == 8) {
            NativeMemory.putLong(address, word);
        } else if (bytes >= 4) {
            final int back = bytes - 4;
            NativeMemory.putInt(address, (int) word);
            NativeMemory.putInt(address + back, (int) (word >>> (back << 3)));
        } else if (bytes > 0) {
            final int middle = bytes >>> 1;
            final int last = bytes - 1;
            NativeMemory.putByte(address, (byte) word);
            NativeMemory.putByte(address + middle, (byte) (word >>> (middle << 3)));
            NativeMemory.putByte(address + last, (byte) (word >>> (last << 3)));
        }
    }
}
