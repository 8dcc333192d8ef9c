package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;

/**
 * The value section of a page. Every value comes out in its PLAIN form without a length prefix, a boolean as one byte,
 * so that all else compares, counts and hashes bytes and knows no encoding.
 */
final class ValueDecoder {
    private final Leaf leaf;
    private final Cursor in;
    private final int count;
    private boolean paddingIsWide;

    ValueDecoder(final Leaf leaf, final Cursor in, final int count) {
        this.leaf = leaf;
        this.in = in;
        this.count = count;
    }

    /** Whether a miniblock that holds no value claims a bit width above 0. */
    boolean paddingIsWide() {
        return paddingIsWide;
    }

    /** All values; the section must end with the last. */
    List<byte[]> decode(final int encoding) {
        final List<byte[]> values =
                switch (encoding) {
                    case Encoding.PLAIN -> plain();
                    case Encoding.RLE -> runLengthBooleans();
                    case Encoding.DELTA_BINARY_PACKED -> delta();
                    case Encoding.DELTA_LENGTH_BYTE_ARRAY -> {
                        require(leaf.type() == PhysicalType.BYTE_ARRAY, encoding);
                        yield new DeltaDecoder(in).lengthByteArray(count);
                    }
                    case Encoding.DELTA_BYTE_ARRAY -> {
                        require(!leaf.isNumber(), encoding);
                        yield new DeltaDecoder(in).byteArray(count);
                    }
                    case Encoding.BYTE_STREAM_SPLIT -> streamSplit();
                    default -> throw new Malformed(Encoding.name(encoding) + " is no encoding of values");
                };
        in.requireSpent("the last of " + count + " values in " + Encoding.name(encoding));
        for (final byte[] value : values) {
            if (leaf.width() != 0 && value.length != leaf.width()) {
                throw new Malformed("a value has " + value.length + " bytes, the type has " + leaf.width());
            }
        }
        return values;
    }

    private List<byte[]> plain() {
        final List<byte[]> values = new ArrayList<>(count);
        if (leaf.type() == PhysicalType.BOOLEAN) {
            for (final long bit : RleDecoder.unpack(in.take((count + 7L) / Byte.SIZE), 1, count)) {
                values.add(new byte[] {(byte) bit});
            }
            return values;
        }
        for (int i = 0; i < count; i++) {
            values.add(in.take(leaf.type() == PhysicalType.BYTE_ARRAY ? in.i32() : leaf.width()));
        }
        return values;
    }

    private List<byte[]> runLengthBooleans() {
        require(leaf.type() == PhysicalType.BOOLEAN, Encoding.RLE);
        final Cursor runs = in.slice(in.i32());
        final List<byte[]> values = new ArrayList<>(count);
        for (final int bit : RleDecoder.decode(runs, 1, count)) {
            values.add(new byte[] {(byte) bit});
        }
        runs.requireSpent("the last of " + count + " booleans");
        return values;
    }

    private List<byte[]> delta() {
        require(leaf.type().isInteger(), Encoding.DELTA_BINARY_PACKED);
        final DeltaDecoder decoder = new DeltaDecoder(in);
        final List<byte[]> values = new ArrayList<>(count);
        for (final long number : decoder.binaryPacked(leaf.width() * Byte.SIZE, count)) {
            final byte[] value = new byte[leaf.width()];
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) (number >>> Byte.SIZE * i);
            }
            values.add(value);
        }
        paddingIsWide = decoder.paddingIsWide();
        return values;
    }

    private List<byte[]> streamSplit() {
        require(leaf.width() > 0 && leaf.type() != PhysicalType.BOOLEAN, Encoding.BYTE_STREAM_SPLIT);
        final byte[] streams = in.take((long) count * leaf.width());
        final List<byte[]> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final byte[] value = new byte[leaf.width()];
            for (int stream = 0; stream < value.length; stream++) {
                value[stream] = streams[stream * count + i];
            }
            values.add(value);
        }
        return values;
    }

    private void require(final boolean fits, final int encoding) {
        if (!fits) {
            throw new Malformed(Encoding.name(encoding) + " is no encoding of " + leaf.type());
        }
    }
}
