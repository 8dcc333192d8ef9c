package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnPlan;
import dev.intarsia.internal.column.ColumnWorkspace;
import dev.intarsia.internal.column.ColumnWriter;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.LeasedReserve;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.options.WriterOptions;
import java.util.List;

/**
 * What the operations of a file take, found before anything of them is done, and what is held between them so that the
 * file can be ended whoever takes the rest of the memory: its floor. Confined to the writer's thread.
 *
 * <p>A plan that is handed out is good until the next one is asked for. It is made from what the columns have measured.
 */
final class FilePlan {
    private final OpenFile file;
    private final List<ColumnWriter> columns;
    private final ColumnWorkspace workspace;
    private final FooterCache footer;
    private final Reserve reserve;
    /** Null where the file is a fork itself. */
    private final LeasedReserve leased;

    private final Demand demand = new Demand();
    private final Demand widest = new Demand();
    private final Demand ofColumn = new Demand();
    private final Demand ofFork = new Demand();
    /** What a fork takes to end the file where nothing else is left, and what of that was promised. */
    private final Demand streamed = new Demand();

    private final Demand promised = new Demand();
    private Demand floor = new Demand();
    /** The floor that there will be once the batch is written that is planned. */
    private Demand after = new Demand();

    private boolean floorHeld;
    /** Rows of the open row group when the floor was worked out from what was there and not from a plan. */
    private int settledRows;

    /** Whether a page may be cut by what was planned last. */
    private boolean mayCut;

    /**
     * @param leased for forks of the file; null where it is one
     */
    FilePlan(final OpenFile file, final LeasedReserve leased) {
        this.file = file;
        this.leased = leased;
        this.columns = file.columns;
        this.workspace = file.workspace;
        this.footer = file.footer;
        this.reserve = file.reserve;
    }

    /** What it takes to begin the file, and to end it without a row. */
    Demand beginning() {
        floorAndMore().add(FileMetaDataWriter.MAGIC_BYTES, 1);
        addUnpromised(demand);
        return demand;
    }

    /** Bytes that it takes to begin the file. */
    long leastBytes() {
        final long bytes = floorAndMore().bytes() + Demand.UNIT_BYTES; // and the first bytes of the file
        workspace.end(); // what the codecs were asked with
        return bytes;
    }

    /** The floor of a file without an open row group, for the caller to add to. */
    Demand floorAndMore() {
        demand.clear();
        workspace.beginPlan();
        addClosing(0, 0, 0, demand);
        workspace.endPlan(demand);
        return demand;
    }

    /** What it takes to append the rows that were measured, and to end the file afterwards. */
    Demand appending(final int rows, final int chunks) {
        demand.clear();
        workspace.beginPlan();
        addClosing(rows, file.openRows, chunks, demand);
        after.clear();
        after.add(demand);
        workspace.endPlan(after);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).plan().appending(rows, chunks, demand, demand);
        }
        footer.plan(chunks, demand);
        file.closer.plan(chunks, demand);
        workspace.endPlanOfAppending(demand);
        addUnpromised(demand);
        return demand;
    }

    /**
     * What it takes to close the row group where there is memory, and to end the file afterwards where there is none.
     */
    Demand flushing() {
        planClosing();
        ofColumn.clear();
        demand.addPieces(footer.endBytes(1, ofColumn) + Demand.UNIT_BYTES);
        demand.add(ofColumn);
        return demand;
    }

    /** What it takes to close the row group and to end the file, where there is memory. */
    Demand finishing() {
        planClosing();
        footer.planEnd(1, file.mayBeIndexed(), demand);
        return demand;
    }

    /**
     * What it takes to close the row group and to end the file where all bytes leave as soon as they are linked, and
     * their memory serves again.
     */
    Demand streaming() {
        planColumns(ofColumn);
        footer.planStreamedEnd(1, file.mayBeIndexed(), widest);
        demand.add(widest);
        planShared();
        return demand;
    }

    /** Closing the row group and nothing else: each column hands its work space on to the next. */
    private void planClosing() {
        planColumns(demand);
        demand.add(widest);
        planShared();
    }

    /**
     * Plans to close the chunks; the most that one of them takes is in {@link #widest} then.
     *
     * @param lasting gets what pages take
     */
    private void planColumns(final Demand lasting) {
        demand.clear();
        widest.clear();
        workspace.beginPlan();
        for (int i = 0; i < columns.size(); i++) {
            ofColumn.clear();
            columns.get(i).plan().measure(0);
            columns.get(i).plan().appending(0, 1, lasting, ofColumn);
            widest.widenTo(ofColumn);
        }
    }

    private void planShared() {
        footer.plan(1, demand);
        file.closer.plan(1, demand);
        workspace.endPlan(demand);
    }

    /**
     * Adds what it takes to end the file where memory is short, but for the workspace: once what passes, for the column
     * that needs most of it, and pieces for what stays. That memory goes from column to column, too, because a chunk
     * that is closed frees what its values were in.
     *
     * @param rows rows that were measured and are appended before
     * @param openRows rows of the open row group
     * @param chunks row groups that close before
     */
    private void addClosing(final int rows, final int openRows, final int chunks, final Demand into) {
        widest.clear();
        streamed.clear();
        mayCut = false;
        long bytes = 0;
        long most = 0;
        long kept = footer.rowGroupBytes();
        final boolean empty = rows + openRows == 0;
        for (int i = 0; i < columns.size() && !empty; i++) {
            final ColumnPlan column = columns.get(i).plan();
            ofColumn.clear();
            ofFork.clear();
            column.closing(rows, ofColumn, leased == null ? null : ofFork);
            widest.widenTo(ofColumn);
            ofFork.add(ofColumn);
            streamed.widenTo(ofFork);
            kept += column.indexAndFilterBytes();
            most = Math.max(most, bytes + column.closingBytes());
            if (rows > 0 && column.mayCut(rows, chunks)) {
                bytes += column.surplusBytes();
                mayCut = true;
            } else {
                bytes += column.closingBytes() - column.ownBytes();
            }
        }
        ofColumn.clear();
        bytes += footer.endBytes(empty ? chunks : chunks + 1, ofColumn);
        widest.widenTo(ofColumn);
        streamed.widenTo(ofColumn);
        streamed.addPieces(kept + Demand.UNIT_BYTES);
        workspace.endPlan(streamed);
        into.add(widest);
        into.addPieces(Math.max(most, bytes) + Demand.UNIT_BYTES); // the last piece is filled in part
    }

    /** Adds what forks take in the state that was planned last, beyond what is promised to them. */
    private void addUnpromised(final Demand into) {
        if (leased != null && !promised.covers(streamed)) {
            leased.tell(promised);
            into.addBeyond(streamed, promised);
        }
    }

    /** Promises forks what they take in the state that was planned last; false if there is not so much. */
    private boolean promise() {
        if (leased == null || promised.covers(streamed)) {
            return true;
        }
        final boolean held = leased.promise(streamed, reserve);
        if (held) {
            promised.widenTo(streamed);
        }
        return held;
    }

    /** What was promised to a file that has left is not promised any more. */
    void forgetPromise() {
        promised.clear();
    }

    /** Bytes of what a fork takes to write the tail of what was planned last. */
    long tailBytes() {
        return streamed.bytes();
    }

    /**
     * What an unbegun file would take in front of the end of a full row group: its encoded pages, its open pages, and
     * its floor, planned for values that neither repeat nor can be compressed.
     *
     * @param byteArrayBytes bytes of a value where they differ
     */
    long fullBytes(final int byteArrayBytes) {
        final WriterOptions options = file.options;
        long rowBytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            rowBytes += columns.get(i).plan().suppose(1, byteArrayBytes);
        }
        final int rows = (int) Math.max(1, Math.min(options.rowGroupRows(), options.rowGroupBytes() / rowBytes));
        demand.clear();
        workspace.beginPlan();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).plan().suppose(rows, byteArrayBytes);
        }
        addClosing(rows, 0, 0, demand);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).plan().addOpenPage(demand);
        }
        workspace.endPlan(demand);
        workspace.end();
        return demand.bytes() + Math.min(options.rowGroupBytes(), rows * rowBytes);
    }

    /**
     * Reserves what is planned, or sees to it that what is held is enough.
     *
     * @throws dev.intarsia.options.MemoryBudgetException if neither can be
     */
    void fillOrBeFrugal(final Demand planned, final Refusal refusal, final String asked) {
        if (!refusal.orFilled(planned)) {
            if (!floorHeld && !holdFloor()) {
                throw refusal.exception(asked);
            }
            reserve.beFrugal();
        }
    }

    /**
     * Ends an operation: holds the floor, and no more of the reserve than that.
     *
     * @return whether it is held, and forks have their promise
     */
    boolean settle() {
        planFloor();
        final boolean promised = promise();
        return hold() && promised;
    }

    /**
     * As {@link #settle}, but for what forks take: of a capture they take what they would have taken before, while what
     * is shared with it is not free again when its chunk is closed.
     */
    boolean holdFloor() {
        planFloor();
        return hold();
    }

    private void planFloor() {
        settledRows = file.openRows;
        floor.clear();
        workspace.beginPlan();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).plan().measure(0);
        }
        addClosing(0, file.openRows, 0, floor);
        workspace.endPlan(floor);
        workspace.end(); // what the codecs were asked with
    }

    /** As {@link #settle}, after a batch: where no page can have been cut its plan is good enough for most times. */
    void settleAfterAppending() {
        if (mayCut || file.openRows >= 2L * settledRows) {
            settle();
        } else {
            final Demand before = floor;
            floor = after;
            after = before;
            promise();
            hold();
        }
    }

    /** As {@link #settle}, after an operation that was refused and so has changed nothing. */
    void settleAgain() {
        hold();
    }

    private boolean hold() {
        floorHeld = reserve.settle(floor);
        return floorHeld;
    }

    /** Whether so much is held that the file can be ended whoever takes the rest of the memory. */
    boolean holdsFloor() {
        return floorHeld;
    }

    /** Bytes of the blocks that are to be held. */
    long floorBytes() {
        return floor.bytes();
    }
}
