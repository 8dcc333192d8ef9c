package dev.intarsia.sink;

import dev.intarsia.internal.memory.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;

/** Passes writes on to a file, notes the address range of every buffer that is offered, and fails when told to. */
final class TappedChannel implements GatheringByteChannel {
    /** Addresses {@code from} (inclusive) to {@code to} (exclusive) of bytes that were offered. */
    record Range(long from, long to) {}

    final List<Range> offered = new ArrayList<>();
    boolean onlyDirect = true;
    long takenBytes;
    private final FileChannel file;
    private final long failAtByte;
    private final String reason;

    TappedChannel(final FileChannel file, final long failAtByte, final String reason) {
        this.file = file;
        this.failAtByte = failAtByte;
        this.reason = reason;
    }

    static TappedChannel passing(final FileChannel file) {
        return new TappedChannel(file, Long.MAX_VALUE, "never");
    }

    @Override
    public long write(final ByteBuffer[] sources, final int offset, final int length) throws IOException {
        if (takenBytes >= failAtByte) {
            throw new IOException(reason);
        }
        for (int i = offset; i < offset + length; i++) {
            onlyDirect &= sources[i].isDirect();
            final long address = NativeMemory.addressOf(sources[i]);
            offered.add(new Range(address + sources[i].position(), address + sources[i].limit()));
        }
        final long written = file.write(sources, offset, length);
        takenBytes += written;
        return written;
    }

    @Override
    public long write(final ByteBuffer[] sources) throws IOException {
        return write(sources, 0, sources.length);
    }

    @Override
    public int write(final ByteBuffer source) throws IOException {
        return (int) write(new ByteBuffer[] {source});
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
