package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.RleHybridReader;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.state.PayloadReader;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.PieceLoader;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Levels or ids of an open page as they were packed for payloads, run behind run. Confined to one thread.
 *
 * <p>A run says from which value on it is: bits go on at a whole byte, so that a run may tell some
 * that are there already.
 */
final class PackedRuns {
    /** What the values are, once they are unpacked. */
    enum Kind {
        /** Four bytes each. */
        IDS,
        /** A byte each. */
        LEVELS,
        BITS
    }

    private static final int MAX_WIDTH = 31;

    private final Kind kind;
    private final List<Run> runs = new ArrayList<>(1);

    private record Run(Piece piece, int first, int count, int width) {}

    PackedRuns(final Kind kind) {
        this.kind = kind;
    }

    /** Says of the only run of a page, or the only one that is new, what it is. */
    static void describe(final int first, final int count, final int width, final long bytes, final StateOutput out) {
        out.putVarint(1);
        describeRun(first, count, width, bytes, out);
    }

    private static void describeRun(
            final int first, final int count, final int width, final long bytes, final StateOutput out) {
        out.putVarint(first);
        out.putVarint(count);
        out.putByte(width);
        out.putVarint(bytes);
    }

    /** Says of all runs what they are, and hands their bytes on. */
    void write(final Consumer<Piece> encoded, final StateOutput out) {
        out.putVarint(runs.size());
        for (final Run run : runs) {
            describeRun(run.first, run.count, run.width, run.piece.length(), out);
            encoded.accept(run.piece);
        }
    }

    /**
     * Takes in the runs that are new.
     *
     * @param have values that came before
     * @param want values that there are with these
     * @param maxWidth bits of a value at most
     */
    void read(final StateInput in, final PayloadReader payload, final int have, final int want, final int maxWidth)
            throws StateFormatException {
        int covered = have;
        for (int left = in.getCount(4); left > 0; left--) {
            final int first = in.getVarintAsInt();
            final int count = in.getVarintAsInt();
            final int width = in.getByte();
            final boolean goesOn = kind == Kind.BITS ? first <= covered : first == covered;
            if (!goesOn || count > want - first || first + count < covered || width > Math.min(maxWidth, MAX_WIDTH)) {
                throw in.malformed("levels or ids " + first + " to " + ((long) first + count) + " of " + width
                        + " bits follow on " + covered + " of " + want + ", of " + maxWidth + " bits at most");
            }
            covered = first + count;
            runs.add(new Run(payload.encoded(in.getVarint()), first, count, width));
        }
        if (covered != want) {
            throw in.malformed("levels or ids end at " + covered + " of " + want);
        }
    }

    /** Values that the runs have; each was there before its run, or is behind those before it. */
    int count() {
        return runs.isEmpty() ? 0 : runs.get(runs.size() - 1).first + runs.get(runs.size() - 1).count;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    void clear() {
        runs.clear();
    }

    /** Adds to the demand what unpacking takes in passing. */
    void plan(final Demand passing) {
        runs.forEach(run -> passing.add(run.piece.length(), 1));
    }

    /**
     * Reads and unpacks the runs.
     *
     * @param bytes of all values, unpacked
     * @param limit what no value may reach: ids name entries, and levels have a highest one
     */
    Prefix load(final long bytes, final int limit, final PieceLoader loader, final Reserve reserve) throws IOException {
        if (runs.isEmpty()) {
            return Prefix.NONE;
        }
        final Segment segment = loader.take(Math.toIntExact(bytes + ColumnValues.SLACK_BYTES), reserve);
        for (final Run run : runs) {
            final Segment packed = loader.segment(run.piece, reserve);
            final boolean sound = unpack(run, packed.address(), segment.address());
            reserve.takeBack(packed);
            if (!sound) {
                throw StateFormatException.damaged("levels or ids of an open page are not what was written");
            }
        }
        requireBelow(limit, segment.address(), bytes);
        return new Prefix(segment, bytes);
    }

    private boolean unpack(final Run run, final long from, final long out) {
        final long end = from + run.piece.length();
        return switch (kind) {
            case IDS -> RleHybridReader.ints(from, end, run.count, run.width, out + (long) Integer.BYTES * run.first);
            case LEVELS -> RleHybridReader.bytes(from, end, run.count, run.width, out + run.first);
            case BITS -> RleHybridReader.bits(from, end, run.count, out, run.first);
        };
    }

    private void requireBelow(final int limit, final long first, final long bytes) throws StateFormatException {
        int highest = -1;
        switch (kind) {
            case IDS -> {
                for (long at = first; at < first + bytes; at += Integer.BYTES) {
                    highest = Math.max(highest, NativeMemory.getInt(at) & Integer.MAX_VALUE);
                }
            }
            case LEVELS -> {
                for (long at = first; at < first + bytes; at++) {
                    highest = Math.max(highest, NativeMemory.getByte(at) & 0xFF);
                }
            }
            case BITS -> highest = 0;
        }
        if (highest >= limit) {
            throw StateFormatException.damaged(
                    "a level or an id of an open page is " + highest + ", and must be below " + limit);
        }
    }
}
