package dev.intarsia.internal.column;

import dev.intarsia.internal.format.GeospatialStatistics;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Geo;
import dev.intarsia.internal.stats.WkbBounds;
import dev.intarsia.options.StatisticsDepth;

/**
 * The box around the geometries of the column chunk in progress, and their types. Confined to the writer's thread.
 *
 * <p>Values are looked at when their page is cut. Of pages of dictionary ids every entry is looked at once, with the
 * first page that names it: ids are given in the order in which values come, so those that are new to a page are those
 * above the highest so far. An entry that no page names, which a row left that did not fit in whole, is not looked at.
 */
final class ChunkGeometry {
    /** What was captured of the statistics. Immutable. */
    record State(WkbBounds bounds, int entries, long entryBytes) {}

    private final Geo geo;
    private final WkbBounds bounds = new WkbBounds();
    private int entries;
    private long entryBytes;

    private ChunkGeometry(final Geo geo) {
        this.geo = geo;
    }

    /** Null where chunks have no such statistics. */
    static ChunkGeometry of(final Geo geo, final StatisticsDepth depth) {
        return geo == Geo.NONE || depth == StatisticsDepth.NONE ? null : new ChunkGeometry(geo);
    }

    /** Takes in the PLAIN values of a page that is cut. */
    void addValues(final long first, final int count) {
        bounds.update(first, count);
    }

    /** Takes in the ids of a page that is cut. */
    void addIds(final long ids, final int count, final ChunkDictionary dictionary) {
        int highest = entries - 1;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, NativeMemory.getInt(ids + (long) Integer.BYTES * i));
        }
        final long first = dictionary.entries().address();
        for (; entries <= highest; entries++) {
            final int bytes = NativeMemory.getInt(first + entryBytes);
            bounds.add(first + entryBytes + Integer.BYTES, bytes);
            entryBytes += (long) Integer.BYTES + bytes;
        }
    }

    /** What the chunk says of itself; nothing where a value is not well-formed. */
    GeospatialStatistics statistics() {
        return geo == Geo.GEOMETRY ? bounds.geometry() : bounds.geography();
    }

    State capture() {
        final WkbBounds copy = new WkbBounds();
        copy.copyFrom(bounds);
        return new State(copy, entries, entryBytes);
    }

    void resume(final State captured) {
        bounds.copyFrom(captured.bounds);
        entries = captured.entries;
        entryBytes = captured.entryBytes;
    }

    /** Forgets the values of a closed chunk. */
    void clear() {
        bounds.clear();
        entries = 0;
        entryBytes = 0;
    }
}
