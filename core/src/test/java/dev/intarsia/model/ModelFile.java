package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.Capture;
import dev.intarsia.CaptureMode;
import dev.intarsia.Faults;
import dev.intarsia.ParquetWriter;
import dev.intarsia.SavedFile;
import dev.intarsia.buffer.Part;
import dev.intarsia.options.Compression;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Gathered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A file: the real writer and what it should be. A step that does not apply does nothing. Confined to a thread. */
final class ModelFile {
    private static final int HUGE_ROWS = 20_000;
    private static final int MANY_ROWS = 2_000;
    private static final long MOST_BYTES_TO_FILL = 2 << 20;
    private static final int MOST_BEFORE_A_BREAK = 4_000;

    final WriterOptions options;
    private final Work work;
    private final Deque<Part> inFlight = new ArrayDeque<>();
    private final List<Taken> taken = new ArrayList<>();
    private History history;
    private ParquetWriter writer;
    private SavedStates saved;
    private byte[] durable = {};
    /** Row groups that were closed, as far as the history says so. */
    private int rowGroups;

    private boolean changed = true;
    private boolean restored;

    private ModelFile(final Work work, final WriterOptions options, final History history, final ParquetWriter writer) {
        this.work = work;
        this.options = options;
        this.history = history;
        this.writer = writer;
        this.saved = new SavedStates(work);
    }

    /** A new file; null where the context has no room. */
    static ModelFile open(final Work work, final SplittableRandom random) {
        final List<Column> columns = Drawn.columns(random);
        final WriterOptions options = Drawn.options(random, columns);
        final History history = new History(columns, List.of());
        try {
            final ParquetWriter writer = work.open(history, options);
            work.saw(Seen.OPENED);
            return new ModelFile(work, options, history, writer);
        } catch (final MemoryBudgetException e) {
            work.saw(Seen.REFUSED_FOR_MEMORY_OPEN);
            return null;
        }
    }

    /** Whether it has a writer. */
    boolean isAlive() {
        return writer != null;
    }

    /** Whether nothing can come of it any more. */
    boolean isDone() {
        return writer == null && taken.isEmpty() && saved.isEmpty() && inFlight.isEmpty();
    }

    boolean isWrittenBy(final ParquetWriter other) {
        return writer == other;
    }

    /** Looks whether its row group was closed for others. */
    boolean noteRelief() {
        if (writer == null || writer.rowGroups() == rowGroups) {
            return false;
        }
        assertThat(writer.rowGroups()).isEqualTo(rowGroups + 1);
        history = history.with(new History.Flush());
        went();
        return true;
    }

    /** Gives memory back that others ask for: some parts, or all, and perhaps they are stored at once. */
    void handOut(final SplittableRandom random) {
        do {
            split(random);
        } while (writer.bufferedBytes() > 0 && random.nextInt(4) > 0);
        while (!inFlight.isEmpty() && random.nextInt(4) > 0) {
            store(inFlight.remove(), random.nextBoolean());
        }
    }

    void write(final SplittableRandom random, final int rows) {
        final History.Batch batch = new History.Batch(random.nextLong(), rows);
        final boolean tries = random.nextInt(4) == 0;
        try (VectorSchemaRoot root = history.vectors(batch, work.allocator())) {
            if (tries && !writer.tryWrite(root)) {
                work.saw(Seen.TRIED_WITHOUT_ROOM);
            } else {
                if (!tries) {
                    writer.write(root);
                }
                history = history.with(batch);
                went();
                work.saw(Seen.WRITTEN);
            }
        } catch (final MemoryBudgetException e) {
            work.saw(tries ? Seen.REFUSED_TO_TRY : Seen.REFUSED_FOR_MEMORY_WRITE);
        }
        requireUnharmed();
    }

    /** Fills the memory up, where that does not take long. */
    void writeHuge(final SplittableRandom random) {
        final boolean fills = work.context().budgetBytes() <= MOST_BYTES_TO_FILL;
        for (int rows = fills ? HUGE_ROWS : MANY_ROWS; rows > 1; rows /= 4) {
            write(random, rows);
        }
    }

    void writeInvalid(final SplittableRandom random) {
        Refused.invalid(writer, history, random, work.allocator());
        work.saw(Seen.REFUSED_INVALID_BATCH);
    }

    void flush() {
        try {
            writer.flushRowGroup();
            history = history.with(new History.Flush());
            went();
            work.saw(Seen.FLUSHED);
        } catch (final MemoryBudgetException e) {
            requireCapture(e);
            work.saw(Seen.REFUSED_FOR_MEMORY_FLUSH);
        }
    }

    /** What an open file holds is enough for its end, but for what captures share. */
    private void requireCapture(final MemoryBudgetException refused) {
        if (work.captures == 0) {
            throw new AssertionError("an end was refused for memory, and no capture is open", refused);
        }
        requireUnharmed();
    }

    /** A writer that has failed takes nothing more, and says so. */
    private void requireUnharmed() {
        assertThat(writer.rows()).isEqualTo(history.rows());
        assertThatIllegalArgumentException().isThrownBy(() -> writer.splitTo(0));
    }

    void putMetadata(final SplittableRandom random) {
        final History.Metadata entry = new History.Metadata("key " + random.nextInt(3), "value " + random.nextLong());
        try {
            writer.putMetadata(entry.key(), entry.value());
            history = history.with(entry);
            went();
            work.saw(Seen.METADATA_PUT);
        } catch (final MemoryBudgetException e) {
            requireUnharmed();
            work.saw(Seen.REFUSED_FOR_MEMORY_METADATA);
        }
    }

    void split(final SplittableRandom random) {
        if (writer.bufferedBytes() > 0) {
            inFlight.add(writer.splitTo(random.nextLong(1, writer.bufferedBytes() + 1)));
            work.saw(Seen.SPLIT);
        }
    }

    void splitTooMuch() {
        assertThatIllegalArgumentException().isThrownBy(() -> writer.splitTo(writer.bufferedBytes() + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.splitTo(0));
        work.saw(Seen.REFUSED_TOO_MANY_BYTES);
    }

    void durable(final SplittableRandom random) {
        for (int parts = random.nextInt(3); parts >= 0 && !inFlight.isEmpty(); parts--) {
            store(inFlight.remove(), random.nextBoolean());
            work.saw(Seen.DURABLE);
        }
        if (random.nextInt(4) == 0) {
            writer.durable(random.nextLong(durable.length + 1L)); // an earlier one does nothing
            work.saw(Seen.DURABLE_AGAIN);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.durable(durable.length + writer.bufferedBytes() + inFlightBytes() + 1));
        work.saw(Seen.REFUSED_DURABLE_BEFORE_SPLIT);
    }

    private long inFlightBytes() {
        return inFlight.stream().mapToLong(Part::length).sum();
    }

    private void store(final Part part, final boolean closedFirst) {
        assertThat(part.fileOffset()).isEqualTo(durable.length);
        final ByteArrayOutputStream more = new ByteArrayOutputStream();
        more.writeBytes(durable);
        more.writeBytes(Gathered.bytes(part.nioBuffers()));
        durable = more.toByteArray();
        assertThat(part.endOffset()).isEqualTo(durable.length);
        if (closedFirst) {
            part.close();
            writer.durable(durable.length);
        } else {
            writer.durable(durable.length);
            part.close();
        }
    }

    void capture(final SplittableRandom random) {
        final CaptureMode mode = random.nextInt(8) == 0 ? CaptureMode.CLOSE_ROW_GROUP : CaptureMode.KEEP_OPEN;
        if (taken.stream().filter(each -> each.writer == writer).count() == Capture.MAX_OPEN) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.capture(mode))
                    .withMessageContaining("captures of this file are open");
            work.saw(Seen.REFUSED_THIRD_CAPTURE);
            return;
        }
        try {
            final Capture capture = writer.capture(mode);
            if (mode == CaptureMode.CLOSE_ROW_GROUP) {
                history = history.with(new History.Flush());
                rowGroups = writer.rowGroups();
                work.saw(Seen.CAPTURED_BEHIND_A_CLOSED_ROW_GROUP);
            }
            work.saw(changed ? Seen.CAPTURED : Seen.CAPTURED_UNCHANGED);
            changed = false;
            saved.note(capture.id());
            taken.add(new Taken(capture, writer, history, durable, options, work));
        } catch (final MemoryBudgetException e) {
            assertThat(mode).isEqualTo(CaptureMode.CLOSE_ROW_GROUP);
            requireCapture(e);
            work.saw(Seen.REFUSED_FOR_MEMORY_FLUSH);
        }
    }

    void build(final SplittableRandom random) {
        anyTaken(random).stream()
                .filter(each -> !each.isBuilding())
                .forEach(each -> each.build(random.nextInt(4) == 0));
    }

    void writeTail(final SplittableRandom random) {
        anyTaken(random).stream()
                .filter(each -> !each.isBuilding())
                .forEach(each -> each.writeTail(random.nextInt(4) == 0));
    }

    void breakOff(final SplittableRandom random) {
        anyTaken(random).stream()
                .filter(each -> !each.isBuilding())
                .forEach(each -> each.breakOff(random.nextInt(MOST_BEFORE_A_BREAK)));
    }

    void settle(final SplittableRandom random, final boolean completes) throws Exception {
        for (final Taken one : anyTaken(random)) {
            if (one.isBuilding()) {
                one.settle(completes, one.writer == writer && random.nextInt(4) > 0 ? saved : null);
                if (random.nextBoolean()) {
                    abort(one);
                }
            }
        }
    }

    void abort(final SplittableRandom random) throws Exception {
        for (final Taken one : anyTaken(random)) {
            abort(one);
        }
    }

    private void abort(final Taken one) throws Exception {
        one.close();
        taken.remove(one);
        work.saw(Seen.ABORTED);
    }

    /** One of those that are open, or none where there is none. */
    private List<Taken> anyTaken(final SplittableRandom random) {
        return taken.isEmpty() ? List.of() : List.of(taken.get(random.nextInt(taken.size())));
    }

    void increment(final SplittableRandom random) throws IOException {
        for (final Taken one : anyTaken(random)) {
            if (one.writer == writer) {
                saved.save(one, random);
            }
        }
    }

    void check(final SplittableRandom random) throws IOException {
        saved.check(random, options);
    }

    void confirm(final SplittableRandom random) {
        saved.confirm(writer, random);
    }

    /** The process dies: what was durable, what was saved, and captures that others hold are left. */
    void die(final SplittableRandom random) {
        writer.close();
        taken.forEach(each -> each.went(true));
        Refused.all(writer, history, work.allocator(), "closed");
        work.saw(Seen.REFUSED_CLOSED);
        work.saw(Seen.CLOSED);
        writer = null;
        while (!inFlight.isEmpty() && random.nextBoolean()) {
            inFlight.remove().close();
        }
    }

    /** Another process goes on, if enough was saved and there is room. */
    void restore(final SplittableRandom random) throws Exception {
        inFlight.forEach(Part::close);
        inFlight.clear();
        final SavedStates.State state = saved.any(random);
        if (state == null) {
            while (!taken.isEmpty()) {
                abort(taken.get(0));
            }
            return;
        }
        saved.refuse(state, random, options);
        final SavedFile file = SavedFile.ofBytes(
                saved.chain(state).stream().map(ByteBuffer::wrap).toList());
        final long used = work.context().usedBytes();
        try {
            writer = work.restore(history, file);
        } catch (final MemoryBudgetException e) {
            if (taken.isEmpty()) {
                saved = new SavedStates(work); // other files are in the way
                assertThat(work.context().usedBytes()).isLessThanOrEqualTo(used);
            } else {
                abort(taken.get(0));
            }
            return;
        }
        durable = Arrays.copyOf(state.durable(), Math.toIntExact(file.fileOffset()));
        history = state.restored();
        assertThat(writer.rows()).isEqualTo(history.rows());
        rowGroups = writer.rowGroups();
        saved.restored(state);
        if (work.hasGroup()) {
            work.saw(Seen.RESTORED_INTO_A_GROUP);
        }
        changed = true;
        restored = true;
    }

    /** Finishes the file; where that is refused it is perhaps tried again without captures. */
    void finish(final SplittableRandom random) throws Exception {
        if (!tryFinish(random) && random.nextInt(4) > 0) {
            while (!taken.isEmpty()) {
                abort(taken.get(0));
            }
            assertThat(tryFinish(random)).as("finished without captures").isTrue();
            work.saw(Seen.FINISHED_AFTER_A_REFUSAL);
        }
    }

    /** Finishes the file, or leaves it as it was where that is refused. */
    boolean tryFinish(final SplittableRandom random) {
        try {
            writer.finish();
        } catch (final MemoryBudgetException e) {
            requireCapture(e);
            work.saw(Seen.REFUSED_FOR_MEMORY_FINISH);
            return false;
        }
        went();
        Refused.all(writer, history, work.allocator(), "finished");
        work.saw(Seen.REFUSED_FINISHED);
        while (writer.bufferedBytes() > 0) {
            split(random);
        }
        while (!inFlight.isEmpty()) {
            store(inFlight.remove(), random.nextBoolean());
        }
        work.judge().assertIs(durable, history, options, "a finished file");
        work.saw(restored ? Seen.FINISHED_AFTER_RESTORING : Seen.FINISHED);
        saved = new SavedStates(work);
        die(random);
        return true;
    }

    /** Makes the writer fail for a fault of ours. */
    void fail(final SplittableRandom random) throws Exception {
        if (options.compression() == Compression.UNCOMPRESSED) {
            return;
        }
        work.awaitBuilder();
        Faults.breakCompressors(work.context(), options.compression());
        try {
            writer.finish();
            die(random); // nothing was there to be compressed
        } catch (final MemoryBudgetException e) {
            requireCapture(e);
        } catch (final IllegalStateException e) {
            assertThat(e).hasMessageContaining("compressor");
            Refused.all(writer, history, work.allocator(), "failed");
            work.saw(Seen.FAILED);
            work.saw(Seen.REFUSED_FAILED);
            die(random); // which gives the broken one back
        } finally {
            Faults.repairCompressors(work.context(), options.compression());
        }
    }

    private void went() {
        changed = true;
        rowGroups = writer.rowGroups();
        taken.forEach(each -> each.went(false));
    }

    /** Lets go of all. */
    void end(final SplittableRandom random) throws Exception {
        if (writer != null) {
            die(random);
        }
        saved = new SavedStates(work);
        inFlight.forEach(Part::close);
        inFlight.clear();
        while (!taken.isEmpty()) {
            abort(taken.get(0));
        }
    }

    @Override
    public String toString() {
        return history + ", " + durable.length + " bytes durable, " + taken.size() + " captures, " + saved;
    }
}
