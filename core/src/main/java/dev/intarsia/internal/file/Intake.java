package dev.intarsia.internal.file;

import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.SliceSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bytes that come from elsewhere, whose number is known before: they fill segments one behind the other, whole but for
 * the last. Confined to the writer's thread; reused.
 */
final class Intake {
    private static final int USUAL_PIECE_BYTES = 1 << 20;

    private final int pieceBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long expected;
    private long taken;
    private int position;

    /** @param maxBlockBytes bytes of the largest piece of memory */
    Intake(final int maxBlockBytes) {
        pieceBytes = Math.min(USUAL_PIECE_BYTES, maxBlockBytes);
    }

    /** Says how many bytes will come, and adds to the demand what they take. */
    void expect(final long bytes, final Demand demand) {
        expected = bytes;
        demand.add(pieceBytes, (int) Math.min(Integer.MAX_VALUE / 2, bytes / pieceBytes));
        demand.add(bytes % pieceBytes, 1);
    }

    /** Takes a range of a file, straight into the segments. */
    void read(final EncodedSource source, final long offset, final long bytes, final Reserve reserve)
            throws IOException {
        for (long left = bytes; left > 0; ) {
            final int count = (int) Math.min(left, room(reserve));
            source.read(offset + bytes - left, segments.getLast().view(position, count));
            left -= count;
            advance(count);
        }
    }

    /** Takes bytes of the heap. */
    void copy(final byte[] bytes, final Reserve reserve) {
        for (int from = 0; from < bytes.length; ) {
            final int count = (int) Math.min(bytes.length - from, room(reserve));
            NativeMemory.copy(bytes, from, segments.getLast().address() + position, count);
            from += count;
            advance(count);
        }
    }

    /** Bytes that the segment at hand has left for what is expected. */
    private long room(final Reserve reserve) {
        if (position == 0) {
            segments.addLast(reserve.take((int) Math.min(pieceBytes, expected - taken)));
        }
        return Math.min(pieceBytes - position, expected - taken);
    }

    private void advance(final int count) {
        taken += count;
        position += count;
        if (position == pieceBytes) {
            position = 0;
        }
    }

    /** Hands over what was taken, in order, and is empty then. */
    void drainTo(final SliceSink sink) {
        while (!segments.isEmpty()) {
            final Segment segment = segments.removeFirst();
            final int bytes = segments.isEmpty() && position > 0 ? position : pieceBytes;
            segment.trim(bytes);
            sink.accept(segment, 0, bytes);
        }
        expected = 0;
        taken = 0;
        position = 0;
    }

    /** Drops everything. */
    void free() {
        drainTo((segment, offset, bytes) -> segment.release());
    }
}
