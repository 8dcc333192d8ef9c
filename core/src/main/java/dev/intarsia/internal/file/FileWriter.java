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
 * <p>See the package's essay for the two halves of an operation. A batch is borrowed from the first half to the end of the
 * second.
 */
public final class FileWriter {
    private final OpenFile open;
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
        this(
                new OpenFile(
                        schema,
                        dictionaries,
                        options,
                        memory,
                        compressors,
                        most,
                        new SharedBuffer(),
                        new Reserve(memory)),
                memory,
                memory.leased());
        if (!tryBegin()) {
            throw refusal.exception("opening a file");
        }
    }

    private FileWriter(final OpenFile open, final SlabPool memory, final LeasedReserve leased) {
        this.open = open;
        this.leased = leased;
        this.plan = new FilePlan(open, leased);
        this.refusal = new Refusal(memory, open.reserve);
        open.footer.requireFits(memory);
    }

    /** A file that is not begun: it has no bytes and holds no memory, and takes none before {@link #tryBegin}. */
    public static FileWriter unbegun(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final WriterOptions options,
            final SlabPool memory,
            final CompressorPool compressors) {
        return new FileWriter(
                new OpenFile(
                        schema,
                        dictionaries,
                        options,
                        memory,
                        compressors,
                        FileLimits.Most.OF_FORMAT,
                        new SharedBuffer(),
                        new Reserve(memory)),
                memory,
                memory.leased());
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
            plan.forgetPromises(); // they may be gone with the last file before this one is tried again
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
        }
    }

    /**
     * A writer of the file that was captured, as it was then. It shares memory with the one that was captured, copy on
     * write, and what one of them does the other never sees. The state stays the caller's.
     *
     * <p>It holds nothing yet for its end: whoever goes on with the file calls {@link #requireFloor}.
     *
     * @param dictionaries of batches to come; not looked at before the first
     * @throws MemoryBudgetException if there is no room for what cannot be shared
     */
    public static FileWriter resume(
            final FileState captured,
            final DictionaryProvider dictionaries,
            final SlabPool memory,
            final CompressorPool compressors) {
        final FileWriter writer = of(captured, dictionaries, memory, compressors, new Reserve(memory), memory.leased());
        try {
            writer.open.resume(captured);
            return writer;
        } catch (final Throwable refused) {
            writer.close();
            throw refused;
        }
    }

    /**
     * As {@link #resume}, only to end the file, on the side.
     *
     * @param reserve gives the memory; borrowed until the writer is closed
     */
    static FileWriter fork(
            final FileState captured, final SlabPool memory, final CompressorPool compressors, final Reserve reserve) {
        final FileWriter writer =
                of(captured, new DictionaryProvider.MapDictionaryProvider(), memory, compressors, reserve, null);
        writer.open.share(captured);
        return writer;
    }

    private static FileWriter of(
            final FileState captured,
            final DictionaryProvider dictionaries,
            final SlabPool memory,
            final CompressorPool compressors,
            final Reserve reserve,
            final LeasedReserve leased) {
        return new FileWriter(
                new OpenFile(
                        captured.open.schema,
                        dictionaries,
                        captured.open.options,
                        memory,
                        compressors,
                        FileLimits.Most.OF_FORMAT,
                        new SharedBuffer(captured.tailOffset()),
                        reserve),
                memory,
                leased);
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
     * Captures the file as it is, between operations. Nothing is copied but counts. Of a file that has not changed since it
     * was last captured only the finished bytes that are not durable are looked at.
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
     * @throws IllegalArgumentException if the key is one that the file writes itself, or the footer would not fit a piece
     *     of memory then; nothing was added
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
                worth += open.columns.get(i).measure(rows);
            }
            final int closing = rowGroupsThatMayClose(rows, worth);
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

    private int rowGroupsThatMayClose(final int rows, final long worth) {
        final long byRows = ((long) open.openRows + rows) / open.options.rowGroupRows();
        // What is encoded can exceed its PLAIN bytes by levels and headers; a tenth and a page are more than those.
        final long most = openBytes() + worth + worth / 10 + rows + (1 << 16);
        final long full = open.options.rowGroupBytes();
        final long byBytes = most < full ? 0 : most / full + 1;
        return (int) Math.min(rows, byRows + byBytes);
    }

    /** The second half of a write: takes the admitted batch. */
    public void write(final int rows) {
        if (rows == 0) {
            endOperation(); // nothing was planned for no rows, so nothing may be taken
            return;
        }
        prepare();
        if (open.openRows + (long) rows < open.options.rowGroupRows() && open.gauge.takeWhole(rows, admittedWorth)) {
            append(0, rows);
        } else {
            writeUpToRowGroupEnds(rows);
        }
        if (open.openRows > 0) {
            open.sorted.keepLast(rows, open.reserve);
        }
        open.endOperation();
        plan.settleAfterAppending();
    }

    private void prepare() {
        open.workspace.begin();
        for (int i = 0; i < open.columns.size(); i++) {
            open.columns.get(i).prepare();
        }
    }

    private void writeUpToRowGroupEnds(final int rows) {
        for (int row = 0; row < rows; ) {
            final int run = open.gauge.take(row, Math.min(rows - row, open.options.rowGroupRows() - open.openRows));
            append(row, run);
            row += run;
            boolean full = open.openRows == open.options.rowGroupRows();
            if (open.gauge.isDue()) {
                final long encodedBytes = openBytes();
                open.gauge.reset(encodedBytes);
                full |= encodedBytes >= open.options.rowGroupBytes();
            }
            if (full) {
                closeRowGroup(false, Escort.NONE);
            }
        }
    }

    private void append(final int from, final int rows) {
        for (int i = 0; i < open.columns.size(); i++) {
            open.columns.get(i).append(from, rows);
        }
        open.openRows += rows;
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
        closeRowGroup(true, Escort.NONE);
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
     * As {@link #admitFinish}, for a file whose bytes leave as soon as they are linked, and whose memory then comes back to
     * {@link #reserve}: what a column takes serves the next one, and the pieces of the footer after the last.
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
        closeRowGroup(true, escort);
        open.indexes.writeTo(open.bytes);
        escort.linked();
        open.footer.writeTo(open.bytes, open.closedRows, open.indexes, escort, open.reserve);
        open.freeColumns(); // what waits to be handed out is all that a finished file needs
    }

    /**
     * @param handOn whether each column prepares only now and hands its work space on to the next; in the middle of a
     *     batch they keep it, because more rows follow
     */
    private void closeRowGroup(final boolean handOn, final Escort escort) {
        if (open.openRows == 0) {
            return;
        }
        open.closer.close(open.openRows, handOn, escort, open.reserve);
        open.sorted.forgetLast();
        open.closedRows += open.openRows;
        open.openRows = 0;
        open.gauge.reset(0);
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
