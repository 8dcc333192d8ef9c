package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveComparator;

/** Extremes of byte arrays of any kind, by the comparator of their type. */
final class BinaryExtremes extends Extremes {
    /** More than this in one page is no data but a trap: a prefix repeated for ever. */
    private static final long MAX_PAGE_BYTES = 16L << 30;

    private static final int SHOWN_BYTES = 32;

    private final boolean ordered;
    private final PrimitiveComparator<Binary> comparator;
    private final int fixedBytes;
    private Binary min;
    private Binary max;
    private long bytes;

    BinaryExtremes(final Leaf leaf) {
        ordered = leaf.order() != ValueOrder.UNDEFINED;
        comparator = leaf.type().comparator();
        fixedBytes = leaf.plainBytes();
    }

    @Override
    void clear() {
        min = null;
        max = null;
        bytes = 0;
    }

    @Override
    void take(final ValuesReader values, final int count) throws MalformedException {
        for (int i = 0; i < count; i++) {
            take(values.readBytes(), 1);
            if (bytes > MAX_PAGE_BYTES) {
                throw new MalformedException("its values are of more than " + MAX_PAGE_BYTES + " bytes");
            }
        }
    }

    @Override
    void take(final Dictionary dictionary, final int[] uses) throws MalformedException {
        for (int id = 0; id < uses.length; id++) {
            if (uses[id] > 0) {
                take(dictionary.decodeToBinary(id), uses[id]);
            }
        }
    }

    private void take(final Binary value, final int times) throws MalformedException {
        final int length = value.length();
        if (fixedBytes > 0 && length != fixedBytes) {
            throw new MalformedException("a value has " + length + " bytes, the schema says " + fixedBytes);
        }
        bytes += (long) length * times;
        if (!ordered) {
            return;
        }
        if (min == null) {
            min = value;
            max = value;
        } else if (comparator.compare(value, min) < 0) {
            min = value;
        } else if (comparator.compare(value, max) > 0) {
            max = value;
        }
    }

    @Override
    void add(final Extremes page) {
        final BinaryExtremes other = (BinaryExtremes) page;
        bytes += other.bytes;
        if (other.min == null) {
            return;
        }
        // Copied: the bytes behind the page's values are overwritten by the next page.
        if (min == null || comparator.compare(other.min, min) < 0) {
            min = Binary.fromConstantByteArray(other.min.getBytes());
        }
        if (max == null || comparator.compare(other.max, max) > 0) {
            max = Binary.fromConstantByteArray(other.max.getBytes());
        }
    }

    @Override
    boolean isEmpty() {
        return min == null;
    }

    @Override
    boolean onlyNans() {
        return false;
    }

    @Override
    long nans() {
        return 0;
    }

    @Override
    long byteArrayBytes() {
        return fixedBytes == 0 ? bytes : 0;
    }

    @Override
    boolean fits(final byte[] bound) {
        // Bounds of fixed-size binaries may be cut, as those of others.
        return fixedBytes == 0 || bound.length <= fixedBytes;
    }

    @Override
    boolean isNan(final byte[] bound) {
        return false;
    }

    @Override
    boolean isWideZero(final byte[] bound, final boolean negative) {
        return true;
    }

    @Override
    int compare(final byte[] oneBound, final byte[] otherBound) {
        return comparator.compare(Binary.fromConstantByteArray(oneBound), Binary.fromConstantByteArray(otherBound));
    }

    @Override
    int compareToSmallest(final byte[] bound) {
        return comparator.compare(Binary.fromConstantByteArray(bound), min);
    }

    @Override
    int compareToLargest(final byte[] bound) {
        return comparator.compare(Binary.fromConstantByteArray(bound), max);
    }

    /** Quoted text where it is text, else hexadecimal digits; the first bytes of longer ones. */
    @Override
    String show(final byte[] bound) {
        final int shown = Math.min(bound.length, SHOWN_BYTES);
        final String more = bound.length > shown ? "... of " + bound.length + " bytes" : "";
        try {
            final String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bound, 0, shown))
                    .toString();
            if (fixedBytes == 0 && text.chars().noneMatch(Character::isISOControl)) {
                return '\'' + text + '\'' + more;
            }
        } catch (final CharacterCodingException e) {
            // Not text, or cut inside a character: shown as digits below.
        }
        return "0x" + HexFormat.of().formatHex(bound, 0, shown) + more;
    }

    @Override
    String showSmallest() {
        return show(min.getBytes());
    }

    @Override
    String showLargest() {
        return show(max.getBytes());
    }
}
