package dev.intarsia.internal.file;

import dev.intarsia.internal.schema.SchemaForm;
import dev.intarsia.internal.state.EnvelopeHeader;
import dev.intarsia.internal.state.EnvelopeKind;
import dev.intarsia.internal.state.EnvelopeWriter;
import dev.intarsia.internal.state.StateOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.UUID;

/**
 * What the envelope of a tail has beside the Parquet bytes: enough to go on with the file. Immutable; on the heap.
 *
 * <p>What the Parquet bytes say is not repeated: row groups and page indexes, and of the row group in progress the
 * pages, the dictionaries and the Bloom filters are read from there.
 */
public final class FileTail {
    private final EnvelopeHeader header;
    private final StateOutput metadata;

    private FileTail(final EnvelopeHeader header, final StateOutput metadata) {
        this.header = header;
        this.metadata = metadata;
    }

    /**
     * @param state that was captured; borrowed
     * @param chunks what {@link TailBuilder#chunks} said of the row group in progress
     */
    public static FileTail of(final FileState state, final UUID fileId, final long id, final StateOutput chunks) {
        final OpenState open = state.open;
        final StateOutput out = new StateOutput();
        new FileHead(IdRuns.of(List.of(id)), state.tailOffset(), open.closedRows, open.openRows, false).write(out);
        FileForm.begin(SchemaForm.of(open.schema), open.options, out);
        out.putSigned(open.gauge);
        out.putVarint(open.marks.length());
        FileForm.keyValues(open.footer.keyValues(), out);
        open.totals.forEach(totals -> totals.write(out));
        open.sorted.write(out);
        out.putRaw(chunks);
        return new FileTail(new EnvelopeHeader(EnvelopeKind.TAIL, fileId, id, 0), out);
    }

    /** Bytes of the envelope of so many Parquet bytes. */
    public long bytes(final long parquetBytes) {
        return EnvelopeWriter.bytes(parquetBytes, metadata.length());
    }

    /**
     * Writes the envelope.
     *
     * @param parquet the bytes of the tail; borrowed
     */
    public void writeTo(final WritableByteChannel channel, final ByteBuffer[] parquet) throws IOException {
        final EnvelopeWriter writer = new EnvelopeWriter(channel, header);
        writer.payload(parquet);
        writer.finish(metadata);
    }
}
