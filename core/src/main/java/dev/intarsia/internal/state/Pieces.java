package dev.intarsia.internal.state;

import dev.intarsia.internal.memory.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bytes that stand in several payloads, piece by piece, in order. Confined to one thread. */
public final class Pieces {
    private final List<Piece> pieces = new ArrayList<>(2);
    private long bytes;

    /** Bytes of all pieces. */
    public long bytes() {
        return bytes;
    }

    /** Puts a piece behind the others. */
    public void add(final Piece piece) {
        if (piece.length() > 0) {
            pieces.add(piece);
            bytes += piece.length();
        }
    }

    /** Puts all of another list behind these. */
    public void addAll(final Pieces others) {
        others.pieces.forEach(this::add);
    }

    /** Forgets all pieces. */
    public void clear() {
        pieces.clear();
        bytes = 0;
    }

    /**
     * Forgets what stands behind so many bytes.
     *
     * @throws StateFormatException if there are fewer
     */
    public void cut(final long length) throws StateFormatException {
        if (length > bytes) {
            throw StateFormatException.damaged(
                    "it goes on behind " + length + " bytes, and those before it have " + bytes);
        }
        final Pieces kept = range(0, length);
        pieces.clear();
        pieces.addAll(kept.pieces);
        bytes = length;
    }

    /**
     * The bytes from one offset up to another.
     *
     * @throws StateFormatException if there are fewer
     */
    public Pieces range(final long from, final long to) throws StateFormatException {
        if (from < 0 || from > to || to > bytes) {
            throw StateFormatException.damaged(
                    "it speaks of bytes " + from + " to " + to + " of " + bytes + " that came before it");
        }
        final Pieces range = new Pieces();
        long start = 0;
        for (final Piece piece : pieces) {
            final long first = Math.max(from, start);
            final long last = Math.min(to, start + piece.length());
            if (first < last) {
                range.add(piece.part(first - start, last - first));
            }
            start += piece.length();
        }
        return range;
    }

    /** The pieces, in order. */
    public List<Piece> all() {
        return List.copyOf(pieces);
    }

    /**
     * Reads bytes into a segment.
     *
     * @param from offset of the first one in these
     * @throws IOException if they cannot be read
     */
    public void read(final long from, final Segment into, final int offset, final int length) throws IOException {
        long start = 0;
        int done = 0;
        for (final Piece piece : pieces) {
            final long skipped = from + done - start;
            if (done < length && skipped >= 0 && skipped < piece.length()) {
                final int count = (int) Math.min(length - done, piece.length() - skipped);
                piece.read(skipped, into.view(offset + done, count));
                done += count;
            }
            start += piece.length();
        }
    }
}
