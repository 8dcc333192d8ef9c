package dev.intarsia.peer;

import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * The compressors that parquet-java brings: native Snappy, native Zstandard at level 3, aircompressor's LZ4. Without its
 * factory, which would start a Hadoop configuration. Both arrays are kept: whoever gets a result copies it before it
 * asks for the next. Confined to one thread.
 */
final class NativeCodec implements CompressionCodecFactory.BytesInputCompressor {
    private static final int ZSTD_LEVEL = 3;

    private final CompressionCodecName name;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
    private final Lz4Compressor lz4 = new Lz4Compressor();
    private final Input input = new Input();
    private byte[] output = new byte[0];

    /** Gives its array away without a copy. */
    private static final class Input extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }

    NativeCodec(final CompressionCodecName name) {
        this.name = name;
    }

    @Override
    public BytesInput compress(final BytesInput bytes) throws IOException {
        if (name == CompressionCodecName.UNCOMPRESSED) {
            return bytes;
        }
        input.reset();
        bytes.writeAllTo(input);
        final int size = input.size();
        final int most = 64 + size + size / 4;
        if (output.length < most) {
            output = new byte[most];
        }
        final int length =
                switch (name) {
                    case SNAPPY -> Snappy.compress(input.array(), 0, size, output, 0);
                    case ZSTD -> zstd.compressByteArray(output, 0, output.length, input.array(), 0, size);
                    case LZ4_RAW -> lz4.compress(input.array(), 0, size, output, 0, output.length);
                    default -> throw new IllegalArgumentException("no compressor for " + name);
                };
        return BytesInput.from(output, 0, length);
    }

    @Override
    public CompressionCodecName getCodecName() {
        return name;
    }

    @Override
    public void release() {
        zstd.close();
    }
}
