package dev.intarsia.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A channel as parquet-java's output. The channel is borrowed: closing the stream leaves it open. */
record ChannelOutput(WritableByteChannel channel) implements OutputFile {
    @Override
    public PositionOutputStream create(final long blockSizeHint) {
        return new Stream(channel);
    }

    @Override
    public PositionOutputStream createOrOverwrite(final long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private static final class Stream extends PositionOutputStream {
        private final WritableByteChannel channel;
        private long position;

        Stream(final WritableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(final int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(final byte[] bytes, final int offset, final int length) throws IOException {
            final ByteBuffer view = ByteBuffer.wrap(bytes, offset, length);
            while (view.hasRemaining()) {
                channel.write(view);
            }
            position += length;
        }
    }
}
