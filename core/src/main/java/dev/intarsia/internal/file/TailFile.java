package dev.intarsia.internal.file;

import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.RowGroupBytes;
import dev.intarsia.internal.format.StoredChunk;
import dev.intarsia.internal.format.StoredFooter;
import dev.intarsia.internal.format.StoredRowGroup;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.state.PayloadReader;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.StateFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * The Parquet bytes that are the payload of a tail, looked at through their footer. Confined to one thread.
 *
 * <p>The footer is on the heap while this is used.
 */
final class TailFile {
    private static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;

    private final PayloadReader payload;
    private final long fileOffset;
    private final StoredFooter footer;
    private final List<StoredRowGroup> closed = new ArrayList<>();
    private final StoredRowGroup open;

    private TailFile(
            final PayloadReader payload,
            final long fileOffset,
            final StoredFooter footer,
            final List<Leaf> leaves,
            final boolean hasOpen)
            throws IOException {
        this.payload = payload;
        this.fileOffset = fileOffset;
        this.footer = footer;
        final int groups = footer.rowGroups() - (hasOpen ? 1 : 0);
        if (groups < 0) {
            throw StateFormatException.damaged("it is said to have a row group in progress, and its footer has none");
        }
        for (int group = 0; group < groups; group++) {
            closed.add(rowGroup(group, leaves));
        }
        open = hasOpen ? rowGroup(groups, leaves) : null;
    }

    /**
     * Reads the footer.
     *
     * @param fileOffset of the first byte of the payload
     * @param hasOpen whether the last row group was in progress
     * @throws IOException if it cannot be read, or is not one of such columns
     */
    static TailFile open(
            final PayloadReader payload, final long fileOffset, final List<Leaf> leaves, final boolean hasOpen)
            throws IOException {
        final int trailerBytes = FileMetaDataWriter.TRAILER_BYTES;
        final ByteBuffer trailer = ByteBuffer.allocate(trailerBytes).order(ByteOrder.LITTLE_ENDIAN);
        payload.at(payload.bytes() - trailerBytes, trailerBytes).read(0, trailer);
        final int footerBytes = trailer.getInt(0);
        if (trailer.getInt(Integer.BYTES) != MAGIC
                || footerBytes <= 0
                || footerBytes > payload.bytes() - trailerBytes) {
            throw StateFormatException.damaged(
                    "a tail of " + payload.bytes() + " bytes does not end with a footer and" + " PAR1");
        }
        final byte[] bytes = new byte[footerBytes];
        payload.at(payload.bytes() - trailerBytes - footerBytes, footerBytes).read(0, ByteBuffer.wrap(bytes));
        try {
            return new TailFile(payload, fileOffset, StoredFooter.read(bytes), leaves, hasOpen);
        } catch (final IllegalArgumentException e) {
            throw StateFormatException.damaged("its footer cannot be of a tail: " + e.getMessage());
        }
    }

    private StoredRowGroup rowGroup(final int index, final List<Leaf> leaves) throws IOException {
        final StoredRowGroup group = footer.rowGroup(index);
        if (group.chunks().size() != leaves.size()) {
            throw StateFormatException.damaged("row group " + index + " has "
                    + group.chunks().size() + " columns, and the schema " + leaves.size());
        }
        for (final Leaf leaf : leaves) {
            if (!group.chunks().get(leaf.column()).isOf(leaf.physicalType(), leaf.pathParts())) {
                throw StateFormatException.damaged("column " + leaf.column() + " of row group " + index
                        + " has not the type and path of '" + leaf.path() + "'");
            }
        }
        return group;
    }

    /** The closed row groups. */
    List<StoredRowGroup> closed() {
        return closed;
    }

    /** The row group that was in progress; null where there was none. */
    StoredRowGroup open() {
        return open;
    }

    /** The metadata of the closed row groups as it was before the file ended. */
    RowGroupBytes closedBytes() {
        return footer.withoutPlaces(closed);
    }

    /** All column indexes of the closed row groups. */
    Piece columnIndexes() throws StateFormatException {
        return indexes(StoredChunk::columnIndexOffset, StoredChunk::columnIndexBytes);
    }

    /** All offset indexes of the closed row groups. */
    Piece offsetIndexes() throws StateFormatException {
        return indexes(StoredChunk::offsetIndexOffset, StoredChunk::offsetIndexBytes);
    }

    /** Indexes of a kind stand behind each other, in the order of row groups and columns. */
    private Piece indexes(final ToLongFunction<StoredChunk> offset, final ToIntFunction<StoredChunk> length)
            throws StateFormatException {
        long first = fileOffset;
        long bytes = 0;
        for (final StoredRowGroup group : closed) {
            for (final StoredChunk chunk : group.chunks()) {
                final int more = length.applyAsInt(chunk);
                if (more > 0 && bytes == 0) {
                    first = offset.applyAsLong(chunk);
                }
                if (more > 0 && offset.applyAsLong(chunk) != first + bytes) {
                    throw StateFormatException.damaged("a page index stands at file offset " + offset.applyAsLong(chunk)
                            + ", and the one before it ends at " + (first + bytes));
                }
                bytes += more;
            }
        }
        return at(first, bytes);
    }

    /** Bytes from a file offset on. */
    Piece at(final long offset, final long bytes) throws StateFormatException {
        return payload.at(offset - fileOffset, bytes);
    }
}
