package dev.intarsia.testkit.structure;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The codecs of parquet.thrift by id, with the JDK and aircompressor. */
final class Decompression {
    static final int UNCOMPRESSED = 0;

    private static final int SNAPPY = 1;
    private static final int GZIP = 2;
    private static final int LZ4 = 5;
    private static final int ZSTD = 6;
    private static final int LZ4_RAW = 7;
    private static final int MAX_BYTES = 1 << 30;

    private Decompression() {}

    static boolean knows(final int codec) {
        return codec == UNCOMPRESSED
                || codec == SNAPPY
                || codec == GZIP
                || codec == LZ4
                || codec == ZSTD
                || codec == LZ4_RAW;
    }

    /** The whole of the input, which must give exactly {@code size} bytes. */
    static byte[] decompress(final int codec, final byte[] stored, final int size) {
        if (size < 0 || size > MAX_BYTES) {
            throw new Malformed("a page cannot decompress to " + size + " bytes");
        }
        final byte[] out;
        try {
            out = switch (codec) {
                case UNCOMPRESSED -> stored;
                case GZIP -> gunzip(stored, size);
                case LZ4 -> hadoopLz4(stored, size);
                case SNAPPY -> block(new SnappyDecompressor(), stored, size);
                case ZSTD -> block(new ZstdDecompressor(), stored, size);
                case LZ4_RAW -> block(new Lz4Decompressor(), stored, size);
                default -> throw new Malformed("codec " + codec + " is none that the checker knows");
            };
        } catch (final IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Malformed("the page does not decompress to " + size + " bytes: " + e.getMessage());
        } catch (final Malformed e) {
            throw e;
        } catch (final RuntimeException e) {
            throw new Malformed("the page does not decompress to " + size + " bytes: " + e); // aircompressor's own
        }
        if (out.length != size) {
            throw new Malformed("the page decompresses to " + out.length + " bytes, its header says " + size);
        }
        return out;
    }

    private static byte[] block(final Decompressor decompressor, final byte[] stored, final int size) {
        final byte[] out = new byte[size];
        final int length = decompressor.decompress(stored, 0, stored.length, out, 0, size);
        return length == size ? out : Arrays.copyOf(out, length);
    }

    private static byte[] gunzip(final byte[] stored, final int size) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return in.readNBytes(size + 1);
        }
    }

    /** Hadoop's framing: lengths in big-endian before each block; what is not so framed is a raw block. */
    private static byte[] hadoopLz4(final byte[] stored, final int size) {
        final byte[] out = new byte[size];
        int at = 0;
        int written = 0;
        while (at + 8 <= stored.length) {
            final int blockSize = bigEndian(stored, at);
            final int length = bigEndian(stored, at + 4);
            if (blockSize < 0 || length < 0 || blockSize > size - written || length > stored.length - at - 8) {
                break;
            }
            written += new Lz4Decompressor().decompress(stored, at + 8, length, out, written, blockSize);
            at += 8 + length;
        }
        return at == stored.length ? Arrays.copyOf(out, written) : block(new Lz4Decompressor(), stored, size);
    }

    private static int bigEndian(final byte[] bytes, final int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
    }
}
