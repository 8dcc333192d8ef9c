package dev.intarsia;

import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.internal.state.EnvelopeSource;
import dev.intarsia.options.UnsupportedSchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file in progress as a checkpoint saved it, to be re-opened by {@link ParquetWriter#restore}. Confined to one
 * thread; what it was opened from is borrowed for as long as it is used.
 */
public final class SavedFile {
    private final dev.intarsia.internal.file.SavedFile file;

    private SavedFile(final List<EnvelopeSource> sources) throws IOException {
        file = dev.intarsia.internal.file.SavedFile.open(sources);
    }

    /**
     * Looks at what was saved, but not yet at pages and values.
     *
     * @param saved a tail; or the increments that the last of them {@linkplain Increment#needs needs}, in the order of
     *     their numbers, of which one since 0, or a {@linkplain #compact compacted} one, stands for all up to its own,
     *     whether it is among them or not
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

    /**
     * Numbers of the checkpoints that it was opened from, in ascending order. Of all that a host has saved of a file it
     * may delete what none of the checkpoints needs to which it may come back.
     */
    public List<Long> needs() {
        return file.needs();
    }

    /** Rows of the file. */
    public long rows() {
        return file.rows();
    }

    /**
     * File offset behind the last byte that was durable: what is in the store behind it was written after the
     * checkpoint and is written again.
     */
    public long fileOffset() {
        return file.tailOffset();
    }

    /**
     * Ends the file where the checkpoint was, without restoring it: writes what comes behind its durable bytes, which
     * are those up to {@link #fileOffset}. Together they are a Parquet file.
     *
     * @param channel in blocking mode; borrowed until this returns, and left open
     * @return bytes that were written
     * @throws IllegalStateException if it was saved as increments: they have no footer, so the file is restored and
     *     finished
     * @throws IOException if it cannot be read, or is damaged, in which case nothing was written; or the channel fails
     */
    public long complete(final WritableByteChannel channel) throws IOException {
        return file.complete(channel);
    }

    /**
     * Makes one increment of several: what it writes stands for all that this was opened from, {@linkplain #needs
     * needs} nothing else, and has the number of the last of them. The increments that build upon that go on building
     * upon it. They may come to name some that it stands for and not its own number, so it stays as long as one names a
     * number up to its own.
     *
     * <p>No page is loaded, and no memory of a context is taken; every increment is read twice.
     *
     * @param schema of the file
     * @param dictionaries of dictionary-encoded fields; must know each of them; must not be null
     * @param channel in blocking mode; borrowed until this returns, and left open
     * @throws UnsupportedSchemaException if the file has another schema; the message names the first difference
     * @throws IllegalStateException if it was saved as a tail, or as increments upon one: restore it, and take
     *     an increment since 0
     * @throws IOException if an increment cannot be read, or is damaged, in which case nothing was written;
     *     or the channel fails
     */
    public void compact(final Schema schema, final DictionaryProvider dictionaries, final WritableByteChannel channel)
            throws IOException {
        Objects.requireNonNull(dictionaries, "dictionaries");
        file.compact(ParquetSchema.of(schema, dictionaries), channel);
    }

    dev.intarsia.internal.file.SavedFile file() {
        return file;
    }

    @Override
    public String toString() {
        return "SavedFile[" + fileId() + ", checkpoint " + id() + ", " + rows() + " rows]";
    }
}
