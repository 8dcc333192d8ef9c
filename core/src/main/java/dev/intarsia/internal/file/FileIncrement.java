package dev.intarsia.internal.file;

import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.state.EnvelopeHeader;
import dev.intarsia.internal.state.EnvelopeKind;
import dev.intarsia.internal.state.EnvelopeWriter;
import dev.intarsia.internal.state.StateOutput;
import dev.intarsia.internal.state.StatePayload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What is new in a file since one of its checkpoints, ready to be written. Immutable but for its end. */
public final class FileIncrement {
    private final EnvelopeHeader header;
    private final List<Long> needs;
    private final StateOutput metadata;
    private final List<Slice> slices;
    private final long payloadBytes;

    private record Slice(Segment segment, int offset, int length) {}

    private FileIncrement(
            final EnvelopeHeader header,
            final List<Long> needs,
            final StateOutput metadata,
            final List<Slice> slices,
            final long payloadBytes) {
        this.header = header;
        this.needs = needs;
        this.metadata = metadata;
        this.slices = slices;
        this.payloadBytes = payloadBytes;
        slices.forEach(slice -> slice.segment.markCaptured());
    }

    /**
     * Finds what is new.
     *
     * @param state captured; borrowed
     * @param since id of a checkpoint that is safe, or 0
     * @throws IllegalArgumentException if that is not known, not earlier, or was never asked for as an increment
     * @throws dev.intarsia.options.MemoryBudgetException if there is no room for levels and ids
     */
    public static FileIncrement of(
            final FileState state,
            final CheckpointLedger ledger,
            final UUID fileId,
            final long id,
            final long since,
            final SlabPool memory) {
        final CheckpointLedger.Base base = ledger.base(since, id, state);
        final FileMarks marks = base.marks();
        final List<Long> needs = base.needs();
        final Reserve reserve = new Reserve(memory);
        final StatePayload payload = new StatePayload(reserve);
        final StateOutput metadata = new StateOutput();
        try {
            final Demand demand = new Demand();
            if (!state.open.marks.isSame(marks)) {
                FileForm.plan(state, demand);
            }
            reserve.fill(demand, "an increment");
            FileForm.write(state, marks, needs, payload, metadata);
            final long payloadBytes = payload.bytes();
            final List<Slice> slices = new ArrayList<>();
            payload.drainTo((segment, offset, length) -> slices.add(new Slice(segment, offset, length)));
            ledger.remember(id, state, since, base); // not before: what was refused is no checkpoint to build upon
            return new FileIncrement(
                    new EnvelopeHeader(EnvelopeKind.INCREMENT, fileId, id, since),
                    needs,
                    metadata,
                    slices,
                    payloadBytes);
        } finally {
            payload.free();
            reserve.giveBack();
        }
    }

    /** Number of its checkpoint. */
    public long id() {
        return header.checkpointId();
    }

    /** Number of the checkpoint that it builds upon; 0 for the beginning of the file. */
    public long since() {
        return header.baseId();
    }

    /** The checkpoints whose envelopes it takes to read the state back, its own included. */
    public List<Long> needs() {
        return needs;
    }

    /** Bytes of the envelope. */
    public long bytes() {
        return EnvelopeWriter.bytes(payloadBytes, metadata.length());
    }

    /** Writes the envelope. */
    public void writeTo(final WritableByteChannel channel) throws IOException {
        final EnvelopeWriter writer = new EnvelopeWriter(channel, header);
        final ByteBuffer[] views = new ByteBuffer[slices.size()];
        for (int i = 0; i < views.length; i++) {
            final Slice slice = slices.get(i);
            views[i] = slice.segment.view(slice.offset, slice.length);
        }
        writer.payload(views);
        writer.finish(metadata);
    }

    /** Lets go of the memory. Once. */
    public void release() {
        slices.forEach(slice -> slice.segment.releaseCaptured());
    }
}
