package dev.intarsia;

import dev.intarsia.internal.state.EnvelopeSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.UUID;

/**
 * A file in progress as a checkpoint saved it, to be re-opened by {@link ParquetWriter#restore}. Confined to one thread;
 * what it was opened from is borrowed for as long as it is used.
 */
public final class SavedFile {
    private final dev.intarsia.internal.file.SavedFile file;

    private SavedFile(final List<EnvelopeSource> sources) throws IOException {
        file = dev.intarsia.internal.file.SavedFile.open(sources);
    }

    /**
     * Looks at what was saved, but not yet at pages and values.
     *
     * @param saved the increments that the last of them needs, in the order of their numbers
     * @throws IOException if one cannot be read, is damaged, of another file or of a later version, or missing
     */
    public static SavedFile open(final List<? extends SeekableByteChannel> saved) throws IOException {
        return new SavedFile(saved.stream().map(EnvelopeSource::of).toList());
    }

    /**
     * As {@link #open}, of bytes in memory, each from position to limit.
     *
     * @throws IOException as {@link #open}
     */
    public static SavedFile ofBytes(final List<ByteBuffer> saved) throws IOException {
        return new SavedFile(saved.stream().map(EnvelopeSource::of).toList());
    }

    /** The id that the file was given when it was opened. */
    public UUID fileId() {
        return file.fileId();
    }

    /** Number of the checkpoint. */
    public long id() {
        return file.id();
    }

    /** Rows of the file. */
    public long rows() {
        return file.rows();
    }

    /**
     * File offset behind the last byte that was durable: what is in the store behind it was written after the checkpoint
     * and is written again.
     */
    public long fileOffset() {
        return file.tailOffset();
    }

    dev.intarsia.internal.file.SavedFile file() {
        return file;
    }

    @Override
    public String toString() {
        return "SavedFile[" + fileId() + ", checkpoint " + id() + ", " + rows() + " rows]";
    }
}
