package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.column.ColumnWriter;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.memory.LeasedReserve;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Batches in, the bytes of one file out. Confined to the writer's thread.
 *
 * <p>See the package's essay for the two halves of an operation. A batch is borrowed from the first half to
 * the end of the second.
 */
public final class FileWriter {
    private final OpenFile open;
    private final RowGroupFiller rowGroup;
    private final FilePlan plan;
    private final Refusal refusal;
    /** Null for a fork. */
    private final LeasedReserve leased;

    private boolean joined;
    private long admittedWorth;

    /**
     * Begins a file: its first bytes are in {@link #file()} then.
     *
     * @param dictionaries of dictionary-encoded fields, looked at with every batch
     * @throws IllegalArgumentException if the options ask for what a column does not have
     * @throws MemoryBudgetException if the memory has no room for the least that a file takes
     */
    public FileWriter(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors) {
        this(schema, dictionaries, options, memory, compressors, FileLimits.Most.OF_FORMAT);
    }

    /** The same with limits of its own: tests meet small ones sooner. */
    FileWriter(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors,
            final FileLimits.Most most) {
        this(FileWriters.unbegun(schema, dictionaries, options, memory, compressors, most), memory, memory.leased());
        if (!tryBegin()) {
            throw refusal.exception("opening a file");
        }
    }

    /**
     * A file as it is, begun or not.
     *
     * @param leased for forks of the file; null where it is one
     */
    FileWriter(final OpenFile open, final SlabPool memory, final LeasedReserve leased) {
        this.open = open;
        this.leased = leased;
        this.rowGroup = new RowGroupFiller(open);
        this.plan = new FilePlan(open, leased);
        this.refusal = new Refusal(memory, open.reserve);
        open.footer.requireFits(memory);
    }

    /** Begins the file, or says that memory is short; {@link #refusal} then says by how much. */
    public boolean tryBegin() {
        join();
        final boolean begun = refusal.orFilled(plan.beginning());
        if (begun) {
            final long at = open.bytes.claim(FileMetaDataWriter.MAGIC_BYTES, open.reserve);
            FileMetaDataWriter.writeMagic(at);
            open.bytes.commit(FileMetaDataWriter.MAGIC_BYTES);
            plan.settle();
        } else {
            open.reserve.giveBack();
            leave();
        }
        open.workspace.end();
        return begun;
    }

    private void join() {
        if (!joined && leased != null) {
            leased.join();
            joined = true;
        }
    }

    private void leave() {
        if (joined) {
            leased.leave();
            joined = false;
            plan.forgetPromise();
        }
    }

    /**
     * Holds from now on what the end of the file takes.
     *
     * @throws MemoryBudgetException if there is no room for it
     */
    void requireFloor() {
        join();
        if (!plan.settle()) {
            refusal.of(plan.floorBytes());
            throw refusal.exception("going on with a file");
        }
    }

    /** Notes that increments build upon what the file is now. */
    void expectCaptures() {
        open.columns.forEach(ColumnWriter::expectCaptures);
    }

    /**
     * Captures the file as it is, between operations. Nothing is copied but counts. Of a file that has not changed
     * since it was last captured only the finished bytes that are not durable are looked at.
     *
     * @return one hold on the state, transferred
     */
    public FileState capture() {
        final boolean unchanged = open.isUnchanged();
        final FileState state = open.capture();
        if (!unchanged) {
            plan.holdFloor(); // where there is no more to be had, the end may be refused until the capture is closed
        }
        return state;
    }

    /** Bytes of memory that a file of this schema takes when it is begun, and never less while it is open. */
    public long leastBytes() {
        return plan.leastBytes();
    }

    /** Bytes of memory that an unbegun file would take at most in front of the end of a full row group. */
    public long fullBytes(final int byteArrayBytes) {
        return plan.fullBytes(byteArrayBytes);
    }

    /** Bytes of memory that writing a tail takes at most in the state that was planned last. */
    public long plannedTailBytes() {
        return plan.tailBytes();
    }

    /** The bytes of the file that are finished. */
    public SharedBuffer file() {
        return open.bytes;
    }

    /** What every operation takes its memory from. */
    Reserve reserve() {
        return open.reserve;
    }

    /** Writes the pages of all columns. */
    PageWriter pages() {
        return open.pages;
    }

    /** The columns in progress, in schema order. */
    List<ColumnWriter> columns() {
        return open.columns;
    }

    /** The leaf columns, in schema order. */
    public List<Leaf> leaves() {
        return open.schema.leaves();
    }

    /** The closed row groups. */
    public List<RowGroupFacts> rowGroups() {
        return open.footer.rowGroups();
    }

    /** Sums over the closed chunks of each leaf column. */
    public List<ColumnTotals> columnTotals() {
        return open.totals;
    }

    /**
     * Adds an entry to the file's own metadata, in the place of an earlier one with its key.
     *
     * @throws IllegalArgumentException if the key is one that the file writes itself, or the footer would not fit a
     *     piece of memory then; nothing was added
     * @throws dev.intarsia.options.FileFullException if the footer could become too long; nothing was added
     * @throws MemoryBudgetException if there is no room for it at the end of the file; nothing was added
     */
    public void putMetadata(final String key, final String value) {
        if (open.options.arrowSchema() && key.equals(ParquetSchema.ARROW_SCHEMA_KEY)) {
            throw new IllegalArgumentException(
                    "the entry " + key + " is written by the file itself, from the schema that"
                            + " it was opened with; leave it out, or open the file with arrowSchema(false)");
        }
        open.forgetUnchanged();
        final boolean held = plan.holdsFloor();
        final List<KeyValue> before = open.footer.put(KeyValue.of(key, value), open.limits, open.openRows);
        if (!plan.settle() && held) {
            refusal.of(plan.floorBytes());
            open.footer.putBack(before);
            plan.settle();
            throw refusal.exception("metadata");
        }
    }

    /** Bytes that the footer takes at most if the file ends now, without the row group that is open. */
    public long footerBytes() {
        return open.footer.bytes();
    }

    /** Whether the file has come so close to a limit of the format, or of readers, that it should be finished. */
    public boolean isFull() {
        return open.limits.isFull(open.openRows);
    }

    /** Rows taken so far. */
    public long rows() {
        return open.closedRows + open.openRows;
    }

    /** Estimate of the bytes that the open row group would take if it closed now. */
    public long openBytes() {
        return open.openBytes();
    }

    /**
     * The first half of a write: binds, validates, reserves. Refusing leaves everything as it was.
     *
     * @throws InvalidBatchException if the batch is not of the schema or holds what a column cannot
     * @throws dev.intarsia.options.FileFullException if the file could come over a limit with it
     * @throws MemoryBudgetException if there is no room for the worst that the batch could take
     */
    public void admit(final VectorSchemaRoot rowsAndColumns) {
        if (!tryAdmit(rowsAndColumns)) {
            throw refusal.exception("a batch of rows");
        }
    }

    /**
     * As {@link #admit}, with false where memory is short; {@link #refusal} then says by how much.
     *
     * @throws InvalidBatchException if the batch is not of the schema or holds what a column cannot
     * @throws dev.intarsia.options.FileFullException if the file could come over a limit with it
     */
    public boolean tryAdmit(final VectorSchemaRoot rowsAndColumns) {
        open.forgetUnchanged();
        boolean admitted = false;
        try {
            open.batch.bind(rowsAndColumns);
            open.batch.validate(open.maxValueBytes);
            final int rows = open.batch.rows();
            open.sorted.check(rows, open.reserve);
            long worth = 0;
            for (int i = 0; i < open.columns.size(); i++) {
                worth += open.columns.get(i).plan().measure(rows);
            }
            final int closing = rowGroup.mayCloseWith(rows, worth);
            open.limits.admitRows(rows, open.openRows, open.options.rowGroupRows(), closing);
            admitted = refusal.orFilled(plan.appending(rows, closing));
            admittedWorth = worth;
        } catch (final MemoryBudgetException refused) {
            // Reading a batch takes memory, too, before it is known what writing it takes.
            refusal.of(refused);
        } finally {
            if (!admitted) {
                open.endOperation();
                plan.settleAgain();
            }
        }
        return admitted;
    }

    /** What was refused last. */
    public Refusal refusal() {
        return refusal;
    }

    /** The second half of a write: takes the admitted batch. */
    public void write(final int rows) {
        if (rows == 0) {
            endOperation(); // nothing was planned for no rows, so nothing may be taken
            return;
        }
        rowGroup.fill(rows, admittedWorth);
        open.endOperation();
        plan.settleAfterAppending();
    }

    /**
     * The first half of closing the row group: reserves, or sees to it that what is held is enough.
     *
     * @throws MemoryBudgetException if neither can be, because captures hold what was to be free again
     */
    public void admitFlush() {
        open.forgetUnchanged();
        plan.fillOrBeFrugal(plan.flushing(), refusal, "closing a row group");
    }

    /** The second half of closing the row group; nothing to do where it is empty. */
    public void flush() {
        rowGroup.close(true, Escort.NONE);
        endOperation();
    }

    /**
     * The first half of appending a row group that is encoded already: checks, reserves and reads it. Refusing leaves
     * everything as it was.
     *
     * @throws IOException if the source cannot be read or is damaged
     * @throws IllegalArgumentException if it is not of the schema
     * @throws IllegalStateException if there are rows in the open row group
     * @throws dev.intarsia.options.FileFullException if the file could come over a limit with it
     * @throws MemoryBudgetException if there is no room for the row group
     */
    public void admitAppend(final EncodedSource source, final int rowGroup) throws IOException {
        if (open.openRows > 0) {
            throw new IllegalStateException("a row group cannot be appended behind the " + open.openRows
                    + " rows of the row group in progress: end that with flushRowGroup first");
        }
        open.forgetUnchanged();
        try {
            open.appender.admit(source, rowGroup, plan.floorAndMore(), open.reserve);
        } catch (final Throwable refused) {
            open.appender.free();
            endOperation();
            throw refused;
        }
    }

    /** The second half of appending: takes the row group that was read. */
    public void append() {
        open.closedRows += open.appender.append(open.reserve);
        endOperation();
    }

    /**
     * The first half of finishing: reserves what the row group and the footer take, or sees to it that what is held is
     * enough.
     *
     * @throws MemoryBudgetException if neither can be, because captures hold what was to be free again
     */
    public void admitFinish() {
        open.forgetUnchanged();
        plan.fillOrBeFrugal(plan.finishing(), refusal, "finishing a file");
    }

    /**
     * As {@link #admitFinish}, for a file whose bytes leave as soon as they are linked, and whose memory then comes
     * back to {@link #reserve}: what a column takes serves the next one, and the pieces of the footer after the last.
     */
    boolean tryAdmitStreamedFinish() {
        open.keepBlocks();
        return refusal.orFilled(plan.streaming());
    }

    /** As {@link #tryAdmitStreamedFinish}, where what was {@linkplain LeasedReserve promised} is lent to the file. */
    void streamFromLease() {
        open.keepBlocks();
        plan.streaming(); // for the columns: what it takes is held
    }

    /** The second half of finishing: closes the row group and links the footer to the end of the file. */
    public void finish() {
        finish(Escort.NONE);
    }

    /** As {@link #finish()}, with somebody who goes along. */
    void finish(final Escort escort) {
        rowGroup.close(true, escort);
        open.indexes.writeTo(open.bytes);
        escort.linked();
        open.footer.writeTo(open.bytes, open.closedRows, open.indexes, escort, open.reserve);
        open.freeColumns(); // what waits to be handed out is all that a finished file needs
    }

    private void endOperation() {
        open.endOperation();
        plan.settle();
    }

    /** Whether so much is held that the file can be ended whoever takes the rest of the memory. */
    boolean holdsFloor() {
        return plan.holdsFloor();
    }

    /** Drops every byte that no part holds, and what is in progress. Idempotent. */
    public void close() {
        open.free();
        leave();
    }
}
