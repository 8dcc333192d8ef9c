package dev.intarsia.cli.input;

import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.NoCompressionCodec;

/** The codecs of compressed Arrow IPC. */
final class IpcCodecs implements CompressionCodec.Factory {
    static final IpcCodecs INSTANCE = new IpcCodecs();

    private IpcCodecs() {}

    @Override
    public CompressionCodec createCodec(final CompressionUtil.CodecType codecType) {
        if (codecType == CompressionUtil.CodecType.NO_COMPRESSION) {
            return NoCompressionCodec.INSTANCE;
        }
        throw new IllegalArgumentException(
                "its buffers are compressed by " + codecType + ", which is not read: write it without compression");
    }

    @Override
    public CompressionCodec createCodec(final CompressionUtil.CodecType codecType, final int level) {
        return createCodec(codecType);
    }
}
