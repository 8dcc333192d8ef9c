package dev.intarsia.internal.file;

import dev.intarsia.buffer.SharedBuffer;
import dev.intarsia.internal.format.IndexLocationWriter;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.SliceSink;
import java.util.List;

/**
 * Copies the metadata of row groups to the end of a file, and puts into each hole where the indexes of a chunk are.
 * Confined to the writer's thread; made for one file.
 *
 * <p>These bytes alone are copied in a file: in the place of a copy every hole would be two more slices of the rope,
 * and a wide file has a hundred thousand.
 */
final class FooterPieces implements SliceSink {
    private static final int PIECE_BYTES = 256 << 10;

    /** Where memory is short. */
    private static final int SMALL_PIECE_BYTES = 4 << 10;

    private final SharedBuffer file;
    private final FileIndexes indexes;
    private final List<int[]> holes;
    private final List<Long> starts;
    private final int pieceBytes;
    private final Escort escort;
    private final Reserve reserve;

    private int group;
    private int column;
    private long read;
    private long piece;
    private long at;

    /**
     * @param holes of each row group, in the order of its columns, where the hole is, in bytes from the group's start
     * @param starts where the metadata of each row group starts, in bytes from that of the first
     * @param bytes of the metadata of all row groups
     * @param maxPieceBytes bytes of the largest piece of memory
     * @param escort is told of every piece
     */
    FooterPieces(
            final SharedBuffer file,
            final FileIndexes indexes,
            final List<int[]> holes,
            final List<Long> starts,
            final long bytes,
            final int maxPieceBytes,
            final Escort escort,
            final Reserve reserve) {
        this.file = file;
        this.indexes = indexes;
        this.holes = holes;
        this.starts = starts;
        this.pieceBytes = pieceBytes(
                bytes + locationBytes(holes),
                reserve.isFrugal() ? Math.min(SMALL_PIECE_BYTES, maxPieceBytes) : maxPieceBytes);
        this.escort = escort;
        this.reserve = reserve;
    }

    private static long locationBytes(final List<int[]> holes) {
        return holes.isEmpty() ? 0 : (long) holes.size() * holes.get(0).length * IndexLocationWriter.MAX_BYTES;
    }

    private static int pieceBytes(final long allBytes, final int maxPieceBytes) {
        final int usual = Math.min(PIECE_BYTES, maxPieceBytes);
        return (int) Math.max(IndexLocationWriter.MAX_BYTES, Math.min(usual, allBytes));
    }

    /** Bytes of a piece where so many bytes with these holes are copied. */
    static int pieceBytes(final long bytes, final long holes, final int maxPieceBytes) {
        return pieceBytes(bytes + holes * IndexLocationWriter.MAX_BYTES, maxPieceBytes);
    }

    /** Adds to the demand what copying so many bytes with these holes takes. */
    static void plan(final long bytes, final long holes, final int maxPieceBytes, final Demand demand) {
        final long all = bytes + holes * IndexLocationWriter.MAX_BYTES;
        final int piece = pieceBytes(all, maxPieceBytes);
        // A piece may be left with less room than a location takes.
        final long used = Math.max(1, piece - IndexLocationWriter.MAX_BYTES);
        demand.add(piece, all == piece ? 1 : Math.toIntExact(all / used + 2));
    }

    /**
     * Bytes that copying takes where memory is short.
     *
     * @param spare gets the piece that is worked in
     */
    static long smallBytes(final long bytes, final long holes, final int maxPieceBytes, final Demand spare) {
        final long all = bytes + holes * IndexLocationWriter.MAX_BYTES;
        spare.add(pieceBytes(all, Math.min(SMALL_PIECE_BYTES, maxPieceBytes)), 1);
        return all;
    }

    @Override
    public void accept(final Segment segment, final int offset, final int bytes) {
        long from = segment.address() + offset;
        int left = bytes;
        while (left > 0) {
            final long toHole = nextHole() - read;
            if (toHole == 0) {
                fillHole();
                continue;
            }
            ensureRoom(1);
            final int count = (int) Math.min(Math.min(left, toHole), piece + pieceBytes - at);
            NativeMemory.copy(from, at, count);
            at += count;
            from += count;
            read += count;
            left -= count;
        }
        reserve.takeBack(segment);
    }

    private long nextHole() {
        return group == holes.size() ? Long.MAX_VALUE : starts.get(group) + holes.get(group)[column];
    }

    private void fillHole() {
        ensureRoom(IndexLocationWriter.MAX_BYTES);
        at = indexes.writeLocation(at, group, column);
        column++;
        if (column == holes.get(group).length) {
            column = 0;
            group++;
        }
    }

    private void ensureRoom(final int bytes) {
        if (piece == 0 || piece + pieceBytes - at < bytes) {
            end();
            piece = file.claim(pieceBytes, reserve);
            at = piece;
        }
    }

    /** Links what was copied last. */
    void end() {
        if (piece != 0) {
            file.commit((int) (at - piece));
            piece = 0;
            escort.linked();
        }
    }
}
