package dev.intarsia;

import dev.intarsia.internal.file.EncodedSource;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;

/**
 * A finished file that Intarsia wrote, whose row groups {@link ParquetWriter#appendRowGroup} takes over into another
 * file without decoding them. Confined to one thread at a time, that of the writer while it appends.
 *
 * <pre>{@code
 * try (SeekableByteChannel channel = Files.newByteChannel(path);
 *         EncodedFile source = EncodedFile.open(channel)) {
 *     for (int i = 0; i < source.rowGroups(); i++) {
 *         writer.appendRowGroup(source, i);
 *     }
 * }
 * }</pre>
 *
 * <p>The footer is kept on the heap; nothing else of the file is. Files of other writers are refused, because the
 * metadata of their row groups would be passed on under the name of Intarsia, and nobody vouches for it. The file may
 * be damaged or made to do harm: that is refused with a sentence, and costs memory in proportion to the footer, of
 * which 64 MiB are read at most.
 */
public final class EncodedFile implements AutoCloseable {
    private final EncodedSource source;
    private boolean closed;

    private EncodedFile(final EncodedSource source) {
        this.source = source;
    }

    /**
     * Reads and checks the footer of a file.
     *
     * @param file borrowed until {@link #close()}, which leaves it open; its position moves with every read, and its
     *     bytes must not change
     * @throws IOException if it cannot be read, is no Parquet file that was finished, or is damaged
     * @throws IllegalArgumentException if the file says that its writer is not Intarsia
     */
    public static EncodedFile open(final SeekableByteChannel file) throws IOException {
        return new EncodedFile(EncodedSource.open(Objects.requireNonNull(file, "file")));
    }

    /**
     * Row groups of the file.
     *
     * @throws IllegalStateException if this is closed
     */
    public int rowGroups() {
        requireOpen();
        return source.rowGroups();
    }

    /**
     * Rows of a row group.
     *
     * @param rowGroup which, from 0 on
     * @throws IllegalArgumentException if there is none of that number
     * @throws IllegalStateException if this is closed
     */
    public long rows(final int rowGroup) {
        return source(rowGroup).rows(rowGroup);
    }

    /**
     * Bytes that the pages of a row group take in the file, headers included: about the memory that appending it takes.
     *
     * @param rowGroup which, from 0 on
     * @throws IllegalArgumentException if there is none of that number
     * @throws IllegalStateException if this is closed
     */
    public long bytes(final int rowGroup) {
        return source(rowGroup).storedBytes(rowGroup);
    }

    /** What the writer appends from, once it is sure that it has this row group. */
    EncodedSource source(final int rowGroup) {
        requireOpen();
        if (rowGroup < 0 || rowGroup >= source.rowGroups()) {
            throw new IllegalArgumentException("row group " + rowGroup + " was asked for, and the file has "
                    + source.rowGroups() + " row groups, counted from 0");
        }
        return source;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("a closed file gives no row groups: open it again");
        }
    }

    /** Gives the channel back, open. Idempotent. */
    @Override
    public void close() {
        closed = true;
    }
}
