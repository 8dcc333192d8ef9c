package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnForm;
import dev.intarsia.internal.column.ColumnMarks;
import dev.intarsia.internal.format.KeyValue;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.format.SortingColumn;
import dev.intarsia.internal.format.StoredChunk;
import dev.intarsia.internal.format.StoredRowGroup;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.SchemaForm;
import dev.intarsia.internal.state.OptionsForm;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.internal.state.StatePayload;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * The serial form of a file in progress: what is new since its marks, without a footer. Static functions without state;
 * the way back is {@link FileRestore}, and docs/reference/checkpoint-format.md says what stands where.
 *
 * <p>When a row group has closed since the marks, most of its bytes are in earlier envelopes already, as
 * pages of chunks in progress. The finished bytes are told as a list of runs, each of them either new or a
 * part of a column's pages.
 */
final class FileForm {
    static final int NEW = 0;

    private FileForm() {}

    /** Adds to the demand what the payload takes that is packed for it. */
    static void plan(final FileState state, final Demand demand) {
        final List<Leaf> leaves = state.open.schema.leaves();
        for (int i = 0; i < leaves.size(); i++) {
            ColumnForm.plan(state.open.columns.get(i), leaves.get(i), demand);
        }
    }

    /**
     * Writes what is new.
     *
     * @param since null for everything
     * @param needs the checkpoints whose envelopes it takes to read the state back, this one included
     */
    static void write(
            final FileState state,
            final FileMarks since,
            final List<Long> needs,
            final StatePayload payload,
            final StateOutput out) {
        final OpenState open = state.open;
        final FileMarks now = open.marks;
        new FileHead(IdRuns.of(needs), state.tailOffset(), open.closedRows, open.openRows, now.isSame(since))
                .write(out);
        if (since == null) {
            begin(SchemaForm.of(open.schema), open.options, out);
        }
        if (now.isSame(since)) {
            return;
        }
        out.putSigned(open.gauge);
        out.putVarint(now.length());
        final boolean sameEntries = since != null && since.keyValues() == now.keyValues();
        out.putBoolean(!sameEntries);
        if (!sameEntries) {
            keyValues(now.keyValues(), out);
        }
        footer(open, since, payload, out);
        rope(state, since, payload, out);
        sorted(open, out);
        for (int i = 0; i < open.columns.size(); i++) {
            final ColumnMarks marks = since == null ? null : since.columns().get(i);
            ColumnForm.write(open.columns.get(i), open.schema.leaves().get(i), now.rowGroups(), marks, payload, out);
        }
    }

    /** Writes what the file was begun with. */
    static void begin(final SchemaForm schema, final WriterOptions options, final StateOutput out) {
        final int first = out.begin();
        schema.write(out);
        out.end(first);
        final int second = out.begin();
        OptionsForm.write(options, out);
        out.end(second);
    }

    static void keyValues(final List<KeyValue> entries, final StateOutput out) {
        out.putVarint(entries.size());
        for (final KeyValue entry : entries) {
            out.putBytes(entry.key());
            out.putBytes(entry.value());
        }
    }

    private static void footer(
            final OpenState open, final FileMarks since, final StatePayload payload, final StateOutput out) {
        final int known = since == null ? 0 : since.rowGroups();
        final FileMarks now = open.marks;
        out.putVarint(known);
        out.putVarint(now.rowGroups() - known);
        if (now.rowGroups() == known) {
            return;
        }
        for (int group = known; group < now.rowGroups(); group++) {
            rowGroup(
                    open.footer.facts().get(group),
                    end(open, group) - open.footer.starts().get(group),
                    open.footer.holes().get(group),
                    open.indexes.lengths().get(group),
                    out);
        }
        open.totals.forEach(totals -> totals.write(out));
        final long footerBytes = since == null ? 0 : since.footerBytes();
        final long columnBytes = since == null ? 0 : since.columnIndexBytes();
        final long offsetBytes = since == null ? 0 : since.offsetIndexBytes();
        payload.share(open.footer.rowGroups(), footerBytes, now.footerBytes());
        payload.share(open.indexes.columnIndexes(), columnBytes, now.columnIndexBytes());
        payload.share(open.indexes.offsetIndexes(), offsetBytes, now.offsetIndexBytes());
    }

    private static long end(final OpenState open, final int group) {
        final List<Long> starts = open.footer.starts();
        return group + 1 < starts.size() ? starts.get(group + 1) : open.marks.footerBytes();
    }

    /**
     * Writes what is kept of a closed row group beside its metadata.
     *
     * @param metadataBytes bytes of that
     */
    static void rowGroup(
            final RowGroupFacts facts,
            final long metadataBytes,
            final int[] holes,
            final int[] indexBytes,
            final StateOutput out) {
        facts(facts, out);
        out.putVarint(metadataBytes);
        int before = 0;
        for (final int hole : holes) {
            out.putVarint(hole - before);
            before = hole;
        }
        final boolean indexed = Arrays.stream(indexBytes).anyMatch(bytes -> bytes > 0);
        out.putBoolean(indexed);
        if (indexed) {
            for (final int bytes : indexBytes) {
                out.putVarint(bytes);
            }
        }
    }

    private static void facts(final RowGroupFacts facts, final StateOutput out) {
        out.putVarint(facts.uncompressedBytes());
        out.putVarint(facts.rows());
        out.putVarint(facts.fileOffset());
        out.putVarint(facts.compressedBytes());
        out.putVarint(facts.sortingColumns().size());
        for (final SortingColumn column : facts.sortingColumns()) {
            out.putVarint(column.column());
            out.putBoolean(column.descending());
            out.putBoolean(column.nullsFirst());
        }
    }

    /** The finished bytes that no earlier envelope has in this place, from the first one that is not durable on. */
    private static void rope(
            final FileState state, final FileMarks since, final StatePayload payload, final StateOutput out) {
        final RopeRuns runs = new RopeRuns(state, payload, out);
        final long known = since == null ? 0 : since.length();
        final int group = since == null ? 0 : since.rowGroups();
        long at = known;
        if (since != null && state.open.marks.rowGroups() > group) {
            // The row group that was open then: its chunks begin with pages that are there already.
            final StoredRowGroup closed = rowGroup(state.open, group);
            for (int column = 0; column < closed.chunks().size(); column++) {
                final StoredChunk chunk = closed.chunks().get(column);
                final long pages = since.columns().get(column).pageBytes();
                runs.add(at, chunk.dataPageOffset(), NEW);
                runs.add(chunk.dataPageOffset(), chunk.dataPageOffset() + pages, column + 1);
                at = chunk.dataPageOffset() + pages;
            }
        }
        runs.add(at, state.open.marks.length(), NEW);
        runs.end();
    }

    private static StoredRowGroup rowGroup(final OpenState open, final int group) {
        final long from = open.footer.starts().get(group);
        final long to = end(open, group);
        final byte[] bytes = new byte[Math.toIntExact(to - from)];
        final int[] filled = {0};
        open.footer.rowGroups().share(from, to, (segment, offset, length) -> {
            NativeMemory.copy(segment.address() + offset, bytes, filled[0], length);
            filled[0] += length;
            segment.release();
        });
        try {
            return StoredRowGroup.read(bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException("the metadata of row group " + group + " cannot be read back", e);
        }
    }

    private static void sorted(final OpenState open, final StateOutput out) {
        open.sorted.write(out);
    }

    /** Runs of finished bytes, those that are durable left out. */
    private static final class RopeRuns {
        private final FileState state;
        private final StatePayload payload;
        private final StateOutput out;
        private final StateOutput runs = new StateOutput();
        private int count;

        RopeRuns(final FileState state, final StatePayload payload, final StateOutput out) {
            this.state = state;
            this.payload = payload;
            this.out = out;
        }

        /** Adds the bytes from one file offset up to another. */
        void add(final long from, final long to, final int source) {
            final long first = Math.max(from, state.tailOffset());
            if (first >= to) {
                return;
            }
            if (count == 0) {
                runs.putVarint(first); // the others follow
            }
            runs.putVarint(to - first);
            runs.putVarint(source);
            if (source == NEW) {
                payload.share(state.rope, first - state.tailOffset(), to - state.tailOffset());
            } else if (count == 0) {
                runs.putVarint(first - from); // no other begins in front of what is not durable
            }
            count++;
        }

        void end() {
            out.putVarint(count);
            out.putRaw(runs);
        }
    }
}
