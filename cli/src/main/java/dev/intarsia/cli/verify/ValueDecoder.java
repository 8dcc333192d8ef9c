package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Decodes the values of a page with the readers of parquet-column, after holding their lengths against the bytes that
 * are there. Confined to one column chunk.
 */
final class ValueDecoder {
    private static final int MAX_BIT_WIDTH = 32;

    private final Leaf leaf;
    private Dictionary dictionary;
    private int[] uses = {};
    private List<ValueTap> taps = List.of();
    private RowOrder order;

    ValueDecoder(final Leaf leaf) {
        this.leaf = leaf;
    }

    /**
     * From now on values are shown to others too.
     *
     * @param wanted see every value; of a dictionary every entry that a page uses, once a page
     * @param rowOrder sees every value of every row, or null
     */
    void show(final List<ValueTap> wanted, final RowOrder rowOrder) {
        taps = List.copyOf(wanted);
        order = rowOrder;
    }

    /**
     * Takes the dictionary of the chunk.
     *
     * @param page its bytes, which stay referenced
     * @param count entries that the header announces
     */
    void dictionary(final byte[] page, final int count, final Encoding encoding)
            throws IOException, MalformedException {
        if (count < 0) {
            throw new MalformedException("its header announces " + count + " entries");
        }
        if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
            throw new MalformedException("its encoding is " + encoding + ", a dictionary is PLAIN");
        }
        final long needed = leaf.isByteArray() ? byteArrayEnd(page, count) : (long) count * leaf.plainBytes();
        if (needed > page.length || leaf.physical() == PrimitiveTypeName.BOOLEAN) {
            throw new MalformedException(
                    count + " entries of " + leaf.physical() + " do not fit into its " + page.length + " bytes");
        }
        dictionary = org.apache.parquet.column.Encoding.PLAIN.initDictionary(
                leaf.descriptor(),
                new DictionaryPage(BytesInput.from(page), count, org.apache.parquet.column.Encoding.PLAIN));
        uses = new int[count];
    }

    /** Index behind the last of {@code count} byte arrays with their lengths, or a larger one. */
    private static long byteArrayEnd(final byte[] page, final int count) {
        final ByteBuffer in = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        long at = 0;
        for (int i = 0; i < count; i++) {
            if (at > page.length - Integer.BYTES) {
                return Long.MAX_VALUE;
            }
            final int length = in.getInt((int) at);
            if (length < 0) {
                return Long.MAX_VALUE;
            }
            at += Integer.BYTES + (long) length;
        }
        return at;
    }

    /**
     * Decodes {@code count} values, none of them null.
     *
     * @return index behind the last byte that was needed
     */
    int decode(
            final byte[] page,
            final int from,
            final int to,
            final int count,
            final Encoding encoding,
            final Extremes into)
            throws IOException, MalformedException, UnsupportedPartException {
        if (count == 0) {
            return to;
        }
        return switch (encoding) {
            case PLAIN -> plain(page, from, to, count, into);
            case RLE -> runs(page, from, to, count, into);
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> ids(page, from, to, count, into);
            case BYTE_STREAM_SPLIT -> split(page, from, to, count, into);
            case DELTA_BINARY_PACKED -> {
                require(
                        leaf.physical() == PrimitiveTypeName.INT32 || leaf.physical() == PrimitiveTypeName.INT64,
                        encoding);
                final int end = DeltaGuard.end(page, from, to, count);
                read(page, from, to, count, encoding, into);
                yield end;
            }
            case DELTA_LENGTH_BYTE_ARRAY -> {
                require(leaf.isByteArray(), encoding);
                final int bodies = DeltaGuard.end(page, from, to, count);
                read(page, from, to, count, encoding, into);
                yield (int) Math.min(to, bodies + into.byteArrayBytes());
            }
            case DELTA_BYTE_ARRAY -> {
                require(leaf.isByteArray() || leaf.physical() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, encoding);
                DeltaGuard.end(page, DeltaGuard.end(page, from, to, count), to, count);
                read(page, from, to, count, encoding, into);
                yield to;
            }
            default -> throw new UnsupportedPartException("its values are encoded as " + encoding);
        };
    }

    private int plain(final byte[] page, final int from, final int to, final int count, final Extremes into)
            throws IOException, MalformedException {
        if (leaf.isByteArray()) {
            read(page, from, to, count, Encoding.PLAIN, into);
            return (int) Math.min(to, from + (long) Integer.BYTES * count + into.byteArrayBytes());
        }
        final long bytes = leaf.physical() == PrimitiveTypeName.BOOLEAN
                ? ((long) count + 7) / 8
                : (long) count * leaf.plainBytes();
        requireBytes(bytes, from, to, count);
        read(page, from, to, count, Encoding.PLAIN, into);
        return from + (int) bytes;
    }

    private int split(final byte[] page, final int from, final int to, final int count, final Extremes into)
            throws IOException, MalformedException {
        require(leaf.plainBytes() > 0 && leaf.physical() != PrimitiveTypeName.INT96, Encoding.BYTE_STREAM_SPLIT);
        final long bytes = (long) count * leaf.plainBytes();
        requireBytes(bytes, from, to, count);
        // Its streams are as long as the values are many: bytes behind them would be mixed into the values.
        read(page, from, from + (int) bytes, count, Encoding.BYTE_STREAM_SPLIT, into);
        return from + (int) bytes;
    }

    private int runs(final byte[] page, final int from, final int to, final int count, final Extremes into)
            throws IOException, MalformedException {
        require(leaf.physical() == PrimitiveTypeName.BOOLEAN, Encoding.RLE);
        requireBytes(Integer.BYTES, from, to, count);
        final int length = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).getInt(from);
        final int start = from + Integer.BYTES;
        requireBytes(length < 0 ? Long.MAX_VALUE : length, start, to, count);
        RunGuard.end(page, start, start + length, 1, count);
        read(page, from, to, count, Encoding.RLE, into);
        return start + length;
    }

    private int ids(final byte[] page, final int from, final int to, final int count, final Extremes into)
            throws IOException, MalformedException {
        if (dictionary == null) {
            throw new MalformedException("its values are entries of a dictionary that the chunk does not have");
        }
        requireBytes(1, from, to, count);
        final int bitWidth = page[from] & 0xFF;
        if (bitWidth > MAX_BIT_WIDTH) {
            throw new MalformedException("its dictionary indices are of " + bitWidth + " bits");
        }
        final int end = RunGuard.end(page, from + 1, to, bitWidth, count);
        final ValuesReader reader = org.apache.parquet.column.Encoding.RLE_DICTIONARY.getDictionaryBasedValuesReader(
                leaf.descriptor(), ValuesType.VALUES, dictionary);
        reader.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(page, from, to - from)));
        Arrays.fill(uses, 0);
        for (int i = 0; i < count; i++) {
            final int id = reader.readValueDictionaryId();
            if (id < 0 || id >= uses.length) {
                throw new MalformedException("value " + i + " is entry " + Integer.toUnsignedString(id)
                        + " of a dictionary that has " + uses.length);
            }
            uses[id]++;
            if (order != null) {
                ValueTap.show(dictionary, id, leaf.physical(), order);
            }
        }
        for (final ValueTap tap : taps) {
            for (int id = 0; id < uses.length; id++) {
                if (uses[id] > 0) {
                    ValueTap.show(dictionary, id, leaf.physical(), tap);
                }
            }
        }
        into.take(dictionary, uses);
        return end;
    }

    private void read(
            final byte[] page,
            final int from,
            final int to,
            final int count,
            final Encoding encoding,
            final Extremes into)
            throws IOException, MalformedException {
        final ValuesReader reader = org.apache.parquet.column.Encoding.valueOf(encoding.name())
                .getValuesReader(leaf.descriptor(), ValuesType.VALUES);
        reader.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(page, from, to - from)));
        ValuesReader shown = order == null ? reader : ValueTap.tapped(reader, order);
        for (final ValueTap tap : taps) {
            shown = ValueTap.tapped(shown, tap);
        }
        into.take(shown, count);
    }

    private void require(final boolean allowed, final Encoding encoding) throws MalformedException {
        if (!allowed) {
            throw new MalformedException("its encoding " + encoding + " is none for " + leaf.physical());
        }
    }

    private static void requireBytes(final long needed, final int from, final int to, final int count)
            throws MalformedException {
        if (needed > to - from) {
            throw new MalformedException((needed == Long.MAX_VALUE ? "more" : Long.toString(needed))
                    + " bytes are needed for its " + count + " values that are not null, " + (to - from)
                    + " are there");
        }
    }
}
