package dev.intarsia.internal.state;

import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.Slices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings pieces of payloads into the memory that files in progress live in. What it has brought is let go together if
 * one of them cannot be read. Confined to one thread.
 */
public final class PieceLoader {
    private static final int USUAL_SLICE_BYTES = 1 << 20;

    private final int sliceBytes;
    private final List<Segment> loaded = new ArrayList<>();

    /** @param maxBlockBytes bytes of the largest piece of memory */
    public PieceLoader(final int maxBlockBytes) {
        sliceBytes = Math.min(USUAL_SLICE_BYTES, maxBlockBytes);
    }

    /** Adds to the demand what {@link #slices} takes. */
    public void planSlices(final Pieces pieces, final Demand demand) {
        demand.add(sliceBytes, (int) Math.min(Integer.MAX_VALUE / 2, pieces.bytes() / sliceBytes));
        demand.add(pieces.bytes() % sliceBytes, 1);
    }

    /**
     * Reads bytes that need not be in one piece.
     *
     * @return one reference to each segment, transferred unless {@link #free} is called
     */
    public Slices slices(final Pieces pieces, final Reserve reserve) throws IOException {
        final int count = (int) ((pieces.bytes() + sliceBytes - 1) / sliceBytes);
        final Segment[] segments = new Segment[count];
        final int[] offsets = new int[count];
        final int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            final long from = (long) i * sliceBytes;
            lengths[i] = (int) Math.min(sliceBytes, pieces.bytes() - from);
            segments[i] = take(lengths[i], reserve);
            pieces.read(from, segments[i], 0, lengths[i]);
            segments[i].trim(lengths[i]);
        }
        return new Slices(segments, offsets, lengths, pieces.bytes());
    }

    /**
     * Reads bytes into one piece of memory.
     *
     * @param slackBytes that it has behind them
     * @return one reference, transferred unless {@link #free} is called
     */
    public Prefix prefix(final Pieces pieces, final int slackBytes, final Reserve reserve) throws IOException {
        if (pieces.bytes() == 0) {
            return Prefix.NONE;
        }
        final int bytes = Math.toIntExact(pieces.bytes());
        final Segment segment = take(bytes + slackBytes, reserve);
        pieces.read(0, segment, 0, bytes);
        return new Prefix(segment, bytes);
    }

    /** Reads a piece for the moment: the caller gives the segment back. */
    public Segment segment(final Piece piece, final Reserve reserve) throws IOException {
        final int bytes = Math.toIntExact(piece.length());
        final Segment segment = reserve.take(bytes);
        try {
            piece.read(0, segment.view(0, bytes));
        } catch (final Throwable failure) {
            reserve.takeBack(segment);
            throw failure;
        }
        return segment;
    }

    /** Takes memory that is let go with the rest. */
    public Segment take(final int bytes, final Reserve reserve) {
        final Segment segment = reserve.take(bytes);
        loaded.add(segment);
        return segment;
    }

    /** Lets go of everything that was brought. */
    public void free() {
        loaded.forEach(Segment::release);
        loaded.clear();
    }
}
