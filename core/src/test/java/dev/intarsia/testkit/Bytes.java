package dev.intarsia.testkit;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A binary value in neutral form, equal by content. Immutable as long as nobody writes to the array.
 *
 * @param array the bytes; transferred
 */
public record Bytes(byte[] array) implements Comparable<Bytes> {
    private static final int SHOWN = 40;

    /** The bytes that these hexadecimal digits name. */
    public static Bytes ofHex(final String digits) {
        return new Bytes(HexFormat.of().parseHex(digits));
    }

    /** Compares byte by byte, unsigned, as Parquet orders binary values and strings. */
    @Override
    public int compareTo(final Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        final String hex = HexFormat.of().formatHex(array, 0, Math.min(array.length, SHOWN));
        return array.length + " bytes " + hex + (array.length > SHOWN ? "..." : "");
    }
}
