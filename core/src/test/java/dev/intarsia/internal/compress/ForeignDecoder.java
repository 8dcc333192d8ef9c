package dev.intarsia.internal.compress;

import com.github.luben.zstd.Zstd;
import dev.intarsia.options.Compression;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;

/** The decoders that the codecs are held against; for GZIP and the C libraries, of other hands than the compressor. */
enum ForeignDecoder {
    AIR_SNAPPY(SnappyDecompressor::new),
    AIR_LZ4(Lz4Decompressor::new),
    AIR_ZSTD(ZstdDecompressor::new),
    C_SNAPPY(null) {
        @Override
        byte[] decode(final byte[] compressed, final int size) {
            try {
                return Snappy.uncompress(compressed);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    C_ZSTD(null) {
        @Override
        byte[] decode(final byte[] compressed, final int size) {
            return Zstd.decompress(compressed, size);
        }
    },
    JDK_GZIP(null) {
        @Override
        byte[] decode(final byte[] compressed, final int size) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
                return in.readAllBytes();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** Reads frames as Hadoop does, but for the size of its buffers. */
    AIR_HADOOP(null) {
        @Override
        byte[] decode(final byte[] compressed, final int size) {
            if (size == 0) {
                return new byte[0]; // it takes the block of an empty frame for the next frame, where Hadoop ends
            }
            try (InputStream in = new Lz4HadoopStreams().createInputStream(new ByteArrayInputStream(compressed))) {
                return in.readAllBytes();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** Frames around what {@link #PLAIN_LZ4} reads, none of them larger than a buffer of Hadoop's. */
    PLAIN_HADOOP(null) {
        private static final int BUFFER_BYTES = 256 * 1024;

        @Override
        byte[] decode(final byte[] compressed, final int size) {
            final ByteBuffer frames = ByteBuffer.wrap(compressed);
            final ByteBuffer page = ByteBuffer.allocate(size);
            do {
                final int blockSize = frames.getInt();
                final byte[] block = new byte[frames.getInt()];
                if (blockSize > BUFFER_BYTES || block.length > BUFFER_BYTES || blockSize < 1 && size > 0) {
                    throw new AssertionError("a frame of " + block.length + " bytes for " + blockSize);
                }
                frames.get(block);
                page.put(Lz4Reference.decode(block, blockSize));
            } while (frames.hasRemaining());
            if (page.hasRemaining()) {
                throw new AssertionError("the frames end " + page.remaining() + " bytes before the page");
            }
            return page.array();
        }
    },
    /** Reads the LZ4 block format as its specification has it. */
    PLAIN_LZ4(null) {
        @Override
        byte[] decode(final byte[] compressed, final int size) {
            return Lz4Reference.decode(compressed, size);
        }
    };

    private final Supplier<Decompressor> airlift;

    ForeignDecoder(final Supplier<Decompressor> airlift) {
        this.airlift = airlift;
    }

    static List<ForeignDecoder> of(final Compression.Codec codec) {
        return switch (codec) {
            case SNAPPY -> List.of(AIR_SNAPPY, C_SNAPPY);
            case LZ4_RAW -> List.of(AIR_LZ4, PLAIN_LZ4);
            case LZ4 -> List.of(AIR_HADOOP, PLAIN_HADOOP);
            case ZSTD -> List.of(AIR_ZSTD, C_ZSTD);
            case GZIP -> List.of(JDK_GZIP);
            case UNCOMPRESSED -> List.of();
        };
    }

    byte[] decode(final byte[] compressed, final int size) {
        final byte[] page = new byte[size];
        final int read = airlift.get().decompress(compressed, 0, compressed.length, page, 0, size);
        if (read != size) {
            throw new AssertionError(this + " read " + read + " bytes of " + size);
        }
        return page;
    }
}
