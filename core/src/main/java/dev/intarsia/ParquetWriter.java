package dev.intarsia;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.file.CheckpointLedger;
import dev.intarsia.internal.file.FileState;
import dev.intarsia.internal.file.FileWriter;
import dev.intarsia.options.FileFullException;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.UnsupportedSchemaException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes one Parquet file from Arrow batches. Confined to one thread at a time, but for {@link #durable}, which
 * any thread may call.
 *
 * <pre>{@code
 * try (ParquetWriter writer = ParquetWriter.open(context, root.getSchema())) {
 *     writer.write(root);                                        // as often as there are batches
 *     FileSummary summary = writer.finish();
 *     try (Part part = writer.splitTo(writer.bufferedBytes())) { // before that, too, whenever enough is buffered
 *         store(part.nioBuffers());
 *         writer.durable(part.endOffset());
 *     }
 * }
 * }</pre>
 *
 * <p>The writer knows no store: finished bytes wait in its buffer until {@link #splitTo} hands them out as
 * parts, in file order and without a copy, and their memory is free once the part is closed and its bytes
 * were said to be durable.
 *
 * <p>A batch that is refused ({@link InvalidBatchException}, {@link FileFullException}, {@link MemoryBudgetException})
 * harms nothing. Any other failure is a fault of ours: the writer takes nothing more then, and says why each time.
 * {@link #close()} without {@link #finish()} discards what was not handed out.
 */
public final class ParquetWriter implements AutoCloseable {
    private final WriterContext context;
    private final WriterGroup group;
    private final FileWriter file;
    private final AtomicInteger openCaptures = new AtomicInteger();
    private final UUID fileId;
    private final CheckpointLedger ledger;
    private final Lifecycle life = new Lifecycle();
    private final Admission admission;

    // The group's own.
    int indexInGroup;
    long lastUse;

    private ParquetWriter(
            final WriterGroup group, final FileWriter file, final UUID fileId, final CheckpointLedger ledger) {
        this.context = group.context();
        this.group = group;
        this.file = file;
        this.fileId = fileId;
        this.ledger = ledger;
        this.admission = new Admission(this, group, file, life);
        group.add(this);
        context.writerOpened();
    }

    /**
     * Opens a file with the default options.
     *
     * @param context gives the memory; borrowed until the writer is closed
     * @param schema of all batches
     * @throws UnsupportedSchemaException if a field cannot be written; the message names it
     * @throws MemoryBudgetException if the context has no room for another file
     */
    public static ParquetWriter open(final WriterContext context, final Schema schema) {
        return open(context, schema, new DictionaryProvider.MapDictionaryProvider(), WriterOptions.DEFAULT);
    }

    /**
     * Opens a file.
     *
     * @param context gives the memory; borrowed until the writer is closed
     * @param schema of all batches
     * @param dictionaries of dictionary-encoded fields; must know each of them; must not be null
     * @param options how to write
     * @throws UnsupportedSchemaException if a field cannot be written; the message names it
     * @throws IllegalArgumentException if the options name a column that the schema does not have
     * @throws MemoryBudgetException if the context has no room for another file
     */
    public static ParquetWriter open(
            final WriterContext context,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options) {
        return open(WriterGroup.ofOne(context), schema, dictionaries, options);
    }

    /**
     * Opens a file of a group.
     *
     * @param group of the thread that will write; it gives the memory, and helps where it is short
     * @param schema of all batches
     * @param dictionaries of dictionary-encoded fields; must know each of them; must not be null
     * @param options how to write
     * @throws UnsupportedSchemaException if a field cannot be written; the message names it
     * @throws IllegalArgumentException if the options name a column that the schema does not have
     * @throws MemoryBudgetException if the context has no room for another file, and the group cannot help
     */
    public static ParquetWriter open(
            final WriterGroup group,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options) {
        return open(group, schema, dictionaries, options, UUID.randomUUID());
    }

    /** The same with an id that is given: it is all that is random in a checkpoint. */
    static ParquetWriter open(
            final WriterGroup group,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final UUID fileId) {
        final FileWriter file = FileOpening.begin(group, schema, dictionaries, options);
        return new ParquetWriter(group, file, fileId, new CheckpointLedger());
    }

    /**
     * Re-opens a file where a checkpoint saved it. Writing goes on there; the bytes that were durable then must still
     * be what they were. The file keeps the options that it was begun with; other options hold from the next file on.
     *
     * @param context gives the memory; borrowed until the writer is closed
     * @param schema of all batches to come: that of the file
     * @param dictionaries of dictionary-encoded fields; must know each of them; must not be null
     * @param saved borrowed until this returns
     * @throws UnsupportedSchemaException if the file has another schema; the message names the first difference
     * @throws MemoryBudgetException if the context has no room for what was in progress, and for its end
     * @throws IOException if it cannot be read, or is damaged
     */
    public static ParquetWriter restore(
            final WriterContext context,
            final Schema schema,
            final DictionaryProvider dictionaries,
            final SavedFile saved)
            throws IOException {
        return restore(WriterGroup.ofOne(context), schema, dictionaries, saved);
    }

    /**
     * As {@link #restore(WriterContext, Schema, DictionaryProvider, SavedFile)}, as a file of a group.
     *
     * @param group of the thread that will write; it gives the memory, and helps where it is short
     * @throws UnsupportedSchemaException if the file has another schema; the message names the first difference
     * @throws MemoryBudgetException if the context has no room for what was in progress, and for its end, and the group
     *     cannot help
     * @throws IOException if it cannot be read, or is damaged
     */
    public static ParquetWriter restore(
            final WriterGroup group, final Schema schema, final DictionaryProvider dictionaries, final SavedFile saved)
            throws IOException {
        final CheckpointLedger ledger = new CheckpointLedger();
        final FileWriter file = FileOpening.reopen(group, schema, dictionaries, saved, ledger);
        return new ParquetWriter(group, file, saved.fileId(), ledger);
    }

    /**
     * Writes a batch, which is borrowed until this returns. It is taken whole or refused whole. Row groups and pages
     * end inside it wherever they are full.
     *
     * @param batch of the schema that the file was opened with: the same names and types in the same order
     * @throws InvalidBatchException if it is not of the schema or holds a value that a column cannot; the writer is
     *     unharmed
     * @throws FileFullException if the file could come over a limit of the format with it; the writer is unharmed and
     *     can still finish the file, see {@link #isFull}
     * @throws MemoryBudgetException if the context has no room for it; the writer is unharmed
     * @throws IllegalStateException if the writer is finished or closed, or has failed
     */
    public void write(final VectorSchemaRoot batch) {
        if (!tryWrite(batch)) {
            throw admission.refusal();
        }
    }

    /**
     * As {@link #write(VectorSchemaRoot)}, but tells at once and without an exception that there is no room;
     * {@link WriterContext#available()} says when to try again.
     *
     * @return whether the batch was taken; if not, the writer is unharmed
     * @throws InvalidBatchException if it is not of the schema or holds a value that a column cannot; the writer is
     *     unharmed
     * @throws FileFullException if the file could come over a limit of the format with it; the writer is unharmed and
     *     can still finish the file, see {@link #isFull}
     * @throws MemoryBudgetException if there would be no room if the context held nothing but this row group and the
     *     batch; the writer is unharmed
     * @throws IllegalStateException if the writer is finished or closed, or has failed
     */
    public boolean tryWrite(final VectorSchemaRoot batch) {
        if (!admission.admit(batch)) {
            context.refused(file.refusal().missingBytes());
            return false;
        }
        life.perform(() -> file.write(batch.getRowCount()));
        return true;
    }

    /**
     * As {@link #write(VectorSchemaRoot)}, but waits for memory. The thread gives nothing back while it waits, so this
     * is for one whose parts are stored by others.
     *
     * @param timeout how long to wait at most
     * @throws InvalidBatchException if it is not of the schema or holds a value that a column cannot; the writer is
     *     unharmed
     * @throws FileFullException if the file could come over a limit of the format with it; the writer is unharmed and
     *     can still finish the file, see {@link #isFull}
     * @throws MemoryBudgetException if there was no room for all that time, or never could be; the writer is unharmed
     * @throws InterruptedException if the thread was interrupted while it waited; the batch was not taken,
     *     the writer is unharmed
     * @throws IllegalStateException if the writer is finished or closed, or has failed
     */
    public void write(final VectorSchemaRoot batch, final Duration timeout) throws InterruptedException {
        if (!admission.admit(batch)) {
            admission.await(batch, timeout);
        }
        life.perform(() -> file.write(batch.getRowCount()));
    }

    boolean isOpen() {
        return life.isOpen();
    }

    /**
     * Adds an entry to the key-value metadata of the file, in the place of an earlier one with its key; possible until
     * the file is finished.
     *
     * @throws IllegalArgumentException if the key is one that the file writes itself, or all entries together are
     *     larger than what the context holds in one piece
     * @throws FileFullException if the footer could become too long with it; nothing was added
     * @throws MemoryBudgetException if the context has no room for it at the end of the file; nothing was added
     * @throws IllegalStateException if the writer is finished or closed, or has failed
     */
    public void putMetadata(final String key, final String value) {
        life.requireOpen("take metadata");
        file.putMetadata(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    }

    /**
     * Ends the row group in progress, so that {@link #splitTo} can hand it out; nothing happens where it has no rows.
     * Many small row groups make a file larger and slower to read.
     *
     * @throws MemoryBudgetException if the context has no room for its last pages, which can only be while captures
     *     hold what the writer keeps for them; the writer is unharmed
     * @throws IllegalStateException if the writer is finished or closed, or has failed
     */
    public void flushRowGroup() {
        life.requireOpen("end a row group");
        file.admitFlush();
        life.perform(file::flush);
    }

    /**
     * Appends a row group that another file holds, as it is: no page is decoded, compressed or checked again. Pages,
     * Bloom filters and page indexes keep their bytes and their codec, whatever the options of this writer say; only
     * the file offsets in the metadata change. Its bytes are read into the memory of the context, all of them before
     * the writer changes, and {@link #splitTo} can hand them out then.
     *
     * @param source file of the same schema; borrowed until this returns
     * @param rowGroup which of its row groups, from 0 on
     * @throws IOException if the source cannot be read, or is damaged; the writer is unharmed
     * @throws IllegalArgumentException if the source has no such row group, or its schema, the order of its
     *     floating-point numbers or its entry {@code ARROW:schema} (where this file has one) is another; the message
     *     names the difference, and the writer is unharmed
     * @throws FileFullException if the file could come over a limit of the format with it; the writer is unharmed and
     *     can still finish the file
     * @throws MemoryBudgetException if the context has no room for the whole row group; the writer is unharmed
     * @throws IllegalStateException if rows are in the row group in progress ({@link #flushRowGroup} ends it), or the
     *     source is closed, or the writer is finished or closed, or has failed
     */
    public void appendRowGroup(final EncodedFile source, final int rowGroup) throws IOException {
        life.requireOpen("append a row group");
        file.admitAppend(source.source(rowGroup), rowGroup);
        life.perform(file::append);
    }

    /**
     * Captures the file as it is, for a checkpoint. Nothing is copied and nothing is waited for: it takes some
     * microseconds a column, and less where nothing has changed since the last time.
     *
     * @return transferred: the caller closes it, on whatever thread, before the context
     * @throws MemoryBudgetException if the row group shall be closed and there is no room for its last pages;
     *     the writer is unharmed
     * @throws IllegalStateException if {@value Capture#MAX_OPEN} captures of this writer are open, or the writer is
     *     finished or closed, or has failed
     */
    public Capture capture(final CaptureMode mode) {
        life.requireOpen("be captured");
        if (openCaptures.get() >= Capture.MAX_OPEN) {
            throw new IllegalStateException(openCaptures.get() + " captures of this file are open, and there may be "
                    + Capture.MAX_OPEN + ": close one that is built or given up, and capture again");
        }
        if (mode == CaptureMode.CLOSE_ROW_GROUP) {
            flushRowGroup();
        }
        final FileState captured = file.capture();
        openCaptures.incrementAndGet();
        return new Capture(context, captured, fileId, ledger.note(captured), ledger, openCaptures::decrementAndGet);
    }

    /**
     * Says that a checkpoint is safe: increments build upon it from now on, and on none before it. From any thread.
     *
     * @param checkpointId {@link Capture#id} of a capture of this file
     * @throws IllegalArgumentException if it is not known, or one after it was confirmed
     */
    public void confirm(final long checkpointId) {
        ledger.confirm(checkpointId);
    }

    /**
     * Numbers of the checkpoints whose increments it takes to restore any checkpoint of this file that is known: the
     * one that was confirmed last, and those after it. What a host has saved of the file under another number below the
     * last of them nobody will ask for who comes back to one of these; a {@linkplain SavedFile#compact compacted}
     * increment stays as long as a number up to its own is among them. Nothing is deleted here. From any thread.
     *
     * @return in ascending order; empty as long as no increment was asked for
     */
    public List<Long> neededCheckpoints() {
        return ledger.needs();
    }

    /**
     * Ends the file: the row group in progress and the footer come to stand in the buffer, from where {@link #splitTo}
     * hands them out. Nothing more can be written.
     *
     * @return what the file holds
     * @throws MemoryBudgetException if the context has no room for the end of the file, which can only be while
     *     captures hold what the writer keeps for it; the writer is unharmed
     * @throws IllegalStateException if the writer is finished or closed, or has failed
     */
    public FileSummary finish() {
        life.requireOpen("finish the file");
        file.admitFinish();
        life.perform(file::finish);
        life.finish();
        return Summaries.of(file);
    }

    /**
     * Estimate of the bytes that the row group in progress would take in the file if it ended now; zero once the writer
     * is finished, closed or has failed.
     */
    public long unflushedBytes() {
        return life.isOpen() ? file.openBytes() : 0;
    }

    /**
     * Bytes that {@link #splitTo} can hand out: those of ended row groups and, after {@link #finish}, of the footer;
     * zero once the writer is closed.
     */
    public long bufferedBytes() {
        return life.isClosed() ? 0 : file.file().length() - file.file().splitOffset();
    }

    /** Rows written so far, those of the row group in progress included. */
    public long rows() {
        return file.rows();
    }

    /** Row groups that have ended. */
    public int rowGroups() {
        return file.rowGroups().size();
    }

    /**
     * Bytes that the footer would take at most if the file ended now, the row group in progress left out; zero once the
     * writer is finished, closed or has failed. Every row group adds to it for every column. Some readers refuse a
     * footer above 16 MB, and most one above 100 MiB.
     */
    public long footerBytes() {
        return life.isOpen() ? file.footerBytes() : 0;
    }

    /**
     * Whether the file should be finished and another be opened, because it has come to fifteen sixteenths of what a
     * file can hold, 32,767 row groups or a footer of 100 MiB, or has no room for two more row groups. Whoever rolls
     * files asks this after every write, beside what else decides it: as long as it is false, a batch that closes no
     * more than one row group is not refused with a {@link FileFullException}. One that may close many can be, and
     * smaller ones pass then. False once the writer is finished, closed or has failed.
     */
    public boolean isFull() {
        return life.isOpen() && file.isFull();
    }

    /**
     * Hands out the next {@code bytes} bytes of the file, exactly, without a copy and without waiting. Their memory is
     * free when the part is closed and the bytes were said to be {@link #durable}.
     *
     * @param bytes at least 1, at most {@link #bufferedBytes()}
     * @return a part, transferred: the caller closes it
     * @throws IllegalArgumentException if there are not so many
     * @throws IllegalStateException if the writer is closed or has failed: what it would hand out could not be trusted
     */
    public Part splitTo(final long bytes) {
        life.requireSound("hand out a part");
        return file.file().splitTo(bytes);
    }

    /**
     * Says that the bytes before this offset are safe in the store, so that the writer's own hold on them ends. From
     * any thread, and without waiting; offsets may come in any order, and one below an earlier one does nothing.
     *
     * @param fileOffset the end, in bytes from the start of the file, of a part that is safe, as
     *     all parts before it are
     * @throws IllegalArgumentException if no part has taken the bytes before it
     */
    public void durable(final long fileOffset) {
        file.file().durable(fileOffset);
    }

    /**
     * Discards what was not handed out; what was, but was not said to be durable, is held by its parts alone from now
     * on. Idempotent. Without {@link #finish()} before it, what was handed out is no Parquet file.
     */
    @Override
    public void close() {
        if (life.close()) {
            file.close();
            group.remove(this);
            context.writerClosed();
        }
    }
}
