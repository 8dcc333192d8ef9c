package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;

/** Decompresses pages into an array whose length is known. Confined. */
final class Decompression {
    private final Decompressor snappy = new SnappyDecompressor();
    private final Decompressor lz4 = new Lz4Decompressor();
    private final HadoopLz4 framedLz4 = new HadoopLz4();
    private final Decompressor zstd = new ZstdDecompressor();

    /**
     * @throws UnsupportedPartException if there is no decompressor here for the codec
     */
    static void requireSupported(final CompressionCodec codec) throws UnsupportedPartException {
        switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW, LZ4 -> {}
            default ->
                throw new UnsupportedPartException("its codec " + codec + " has no decompressor in this program");
        }
    }

    /**
     * Fills {@code target} from its start with exactly {@code targetBytes}.
     *
     * @throws MalformedException if the source is not of this codec or gives another number of bytes
     */
    void decompress(
            final CompressionCodec codec,
            final byte[] source,
            final int from,
            final int sourceBytes,
            final byte[] target,
            final int targetBytes)
            throws MalformedException {
        final long got;
        try {
            got = switch (codec) {
                case SNAPPY -> snappy.decompress(source, from, sourceBytes, target, 0, targetBytes);
                case LZ4_RAW -> lz4.decompress(source, from, sourceBytes, target, 0, targetBytes);
                case LZ4 -> framedLz4.decompress(source, from, sourceBytes, target, targetBytes);
                case ZSTD -> zstd.decompress(source, from, sourceBytes, target, 0, targetBytes);
                case GZIP -> gunzip(source, from, sourceBytes, target, targetBytes);
                default -> throw new IllegalStateException(codec + " was let through though it is not supported");
            };
        } catch (final MalformedInputException | IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedException("it does not decompress with " + codec + ": " + e.getMessage());
        }
        if (got != targetBytes) {
            throw new MalformedException("it decompresses to " + (got > targetBytes ? "more than " + targetBytes : got)
                    + " bytes, its header says " + targetBytes);
        }
    }

    /** Bytes written, or one more than asked for when there are more. */
    private static long gunzip(
            final byte[] source, final int from, final int sourceBytes, final byte[] target, final int targetBytes)
            throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(source, from, sourceBytes))) {
            final int got = in.readNBytes(target, 0, targetBytes);
            return got == targetBytes && in.read() >= 0 ? targetBytes + 1L : got;
        }
    }
}
