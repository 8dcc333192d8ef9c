package dev.intarsia.testkit;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Decompressors for {@link ParquetJavaReader}: the native Zstandard and Snappy, the JDK's GZIP, aircompressor's
 * LZ4 (for which DuckDB's C implementation is the second opinion). parquet-java's own factory would start a
 * Hadoop configuration, whose run-time jar the tests do not want. A page must decompress to exactly the size
 * that its header claims.
 */
public final class ForeignCodecs implements CompressionCodecFactory {
    private interface Decoder {
        /** Returns how many bytes the whole of {@code input} gave. */
        int decode(byte[] input, byte[] output) throws IOException;
    }

    @Override
    public BytesInputCompressor getCompressor(final CompressionCodecName codec) {
        throw new UnsupportedOperationException("this factory only reads");
    }

    @Override
    public BytesInputDecompressor getDecompressor(final CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> new Decompressor(codec, (input, output) -> (int) Zstd.decompress(output, input));
            case SNAPPY ->
                new Decompressor(codec, (input, output) -> {
                    if (Snappy.uncompressedLength(input) != output.length) {
                        return Snappy.uncompressedLength(input);
                    }
                    return Snappy.uncompress(input, 0, input.length, output, 0);
                });
            case LZ4_RAW ->
                new Decompressor(codec, (input, output) -> new Lz4Decompressor()
                        .decompress(input, 0, input.length, output, 0, output.length));
            case GZIP ->
                new Decompressor(
                        codec, (input, output) -> all(new GZIPInputStream(new ByteArrayInputStream(input)), output));
            case LZ4 ->
                new Decompressor(
                        codec,
                        (input, output) ->
                                all(new Lz4HadoopStreams().createInputStream(new ByteArrayInputStream(input)), output));
            case UNCOMPRESSED ->
                new Decompressor(codec, (input, output) -> {
                    System.arraycopy(input, 0, output, 0, output.length);
                    return input.length;
                });
            default -> throw new IllegalArgumentException("Intarsia does not write " + codec);
        };
    }

    private static int all(final InputStream decompressed, final byte[] output) throws IOException {
        try (decompressed) {
            final int length = decompressed.readNBytes(output, 0, output.length);
            return decompressed.read() < 0 ? length : output.length + 1;
        }
    }

    @Override
    public void release() {
        // nothing is pooled
    }

    private record Decompressor(CompressionCodecName codec, Decoder decoder) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(final BytesInput bytes, final int decompressedSize) throws IOException {
            return BytesInput.from(decoded(bytes.toInputStream().readAllBytes(), decompressedSize));
        }

        @Override
        public void decompress(
                final ByteBuffer input, final int compressedSize, final ByteBuffer output, final int decompressedSize)
                throws IOException {
            final byte[] bytes = new byte[compressedSize];
            input.get(bytes);
            output.put(decoded(bytes, decompressedSize));
        }

        @Override
        public void release() {
            // nothing is pooled
        }

        private byte[] decoded(final byte[] input, final int decompressedSize) throws IOException {
            final byte[] output = new byte[decompressedSize];
            final int length = decoder.decode(input, output);
            if (length != decompressedSize) {
                throw new IOException(codec + " gave " + length + " bytes or this error code, the page header says "
                        + decompressedSize);
            }
            return output;
        }
    }
}
