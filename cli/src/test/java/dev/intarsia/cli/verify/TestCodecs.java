package dev.intarsia.cli.verify;

import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compressors for parquet-java that need no part of Hadoop. */
final class TestCodecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(final CompressionCodecName codec) {
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(final BytesInput input) throws IOException {
                final ByteArrayOutputStream plain = new ByteArrayOutputStream();
                input.writeAllTo(plain);
                return BytesInput.from(TestCodecs.compress(codec, plain.toByteArray()));
            }

            @Override
            public CompressionCodecName getCodecName() {
                return codec;
            }

            @Override
            public void release() {
                // Holds nothing.
            }
        };
    }

    private static byte[] compress(final CompressionCodecName codec, final byte[] plain) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> plain;
            case SNAPPY -> compress(new SnappyCompressor(), plain);
            case ZSTD -> compress(new ZstdCompressor(), plain);
            case LZ4_RAW -> compress(new Lz4Compressor(), plain);
            case LZ4 -> {
                final ByteArrayOutputStream frames = new ByteArrayOutputStream();
                try (OutputStream out = new Lz4HadoopStreams().createOutputStream(frames)) {
                    out.write(plain);
                }
                yield frames.toByteArray();
            }
            case GZIP -> {
                final ByteArrayOutputStream gzip = new ByteArrayOutputStream();
                try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
                    out.write(plain);
                }
                yield gzip.toByteArray();
            }
            default -> throw new IllegalArgumentException("no test compresses with " + codec);
        };
    }

    private static byte[] compress(final Compressor compressor, final byte[] plain) {
        final byte[] out = new byte[compressor.maxCompressedLength(plain.length)];
        return Arrays.copyOf(out, compressor.compress(plain, 0, plain.length, out, 0, out.length));
    }

    @Override
    public BytesInputDecompressor getDecompressor(final CompressionCodecName codec) {
        throw new UnsupportedOperationException("only for writing");
    }

    @Override
    public void release() {
        // Holds nothing.
    }
}
