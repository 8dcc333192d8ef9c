package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnRestore;
import dev.intarsia.internal.schema.SchemaForm;
import dev.intarsia.internal.state.EnvelopeHeader;
import dev.intarsia.internal.state.EnvelopeKind;
import dev.intarsia.internal.state.EnvelopeWriter;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.Pieces;
import dev.intarsia.internal.state.StateOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.UUID;

/**
 * Makes one increment since the beginning of the file of several that build upon each other. Confined to one thread.
 *
 * <p>No page is loaded: every byte of the payload goes from where it is straight to the channel. On the heap are the
 * metadata and a buffer.
 */
final class FileCompaction {
    private static final int BUFFER_BYTES = 64 << 10;

    private final FileRestore file;
    private final Pieces shared = new Pieces();
    private final Pieces encoded = new Pieces();
    private final StateOutput out = new StateOutput();

    /** @param file that has read all increments; borrowed */
    FileCompaction(final FileRestore file) {
        this.file = file;
    }

    /**
     * Writes the increment.
     *
     * @param channel in blocking mode; borrowed
     * @throws IOException if an increment cannot be read, or the channel fails
     */
    void writeTo(final WritableByteChannel channel, final UUID fileId, final long id, final SchemaForm schema)
            throws IOException {
        new FileHead(IdRuns.of(List.of(id)), file.tailOffset, file.closedRows, file.openRows, false).write(out);
        FileForm.begin(schema, file.options, out);
        out.putSigned(file.gauge);
        out.putVarint(file.length);
        out.putBoolean(true);
        FileForm.keyValues(file.keyValues, out);
        footer();
        rope();
        file.sorted.write(out);
        for (final ColumnRestore column : file.columns) {
            column.write(shared::addAll, encoded::add, out);
        }
        final EnvelopeWriter writer =
                new EnvelopeWriter(channel, new EnvelopeHeader(EnvelopeKind.INCREMENT, fileId, id, 0));
        final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        copy(shared, buffer, writer);
        copy(encoded, buffer, writer);
        writer.finish(out);
    }

    private void footer() {
        out.putVarint(0);
        out.putVarint(file.facts.size());
        if (file.facts.isEmpty()) {
            return;
        }
        for (int group = 0; group < file.facts.size(); group++) {
            final long end = group + 1 < file.starts.size() ? file.starts.get(group + 1) : file.footer.bytes();
            FileForm.rowGroup(
                    file.facts.get(group),
                    end - file.starts.get(group),
                    file.holes.get(group),
                    file.indexLengths.get(group),
                    out);
        }
        file.totals.forEach(totals -> totals.write(out));
        for (final Pieces each : List.of(file.footer, file.columnIndexes, file.offsetIndexes)) {
            shared.addAll(each);
        }
    }

    private void rope() {
        final Pieces finished = file.finished();
        out.putVarint(finished.bytes() == 0 ? 0 : 1);
        if (finished.bytes() > 0) {
            out.putVarint(file.tailOffset);
            out.putVarint(finished.bytes());
            out.putVarint(FileForm.NEW);
            shared.addAll(finished);
        }
    }

    private static void copy(final Pieces pieces, final ByteBuffer buffer, final EnvelopeWriter writer)
            throws IOException {
        for (final Piece piece : pieces.all()) {
            for (long at = 0; at < piece.length(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), piece.length() - at));
                piece.read(at, buffer);
                writer.payload(buffer.flip());
            }
        }
    }
}
