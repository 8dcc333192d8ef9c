package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Prefix;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.schema.Leaf;

/**
 * The levels of the page in progress: of a nullable column without nesting a bitmap, from the first null on; of a
 * nested one a byte for every level of either kind. Confined to the writer's thread.
 */
final class OpenLevels {
    /** What was captured of the levels; immutable but for its end. */
    record State(Prefix presence, Prefix definitions, Prefix repetitions) {
        void release() {
            presence.release();
            definitions.release();
            repetitions.release();
        }
    }

    private final int maxDefinition;
    private final int maxRepetition;
    private final Area presence = new Area();
    private final Area definitions = new Area();
    private final Area repetitions = new Area();

    OpenLevels(final Leaf leaf) {
        maxDefinition = leaf.maxDefinitionLevel();
        maxRepetition = leaf.maxRepetitionLevel();
    }

    /** Whether every level takes a byte. */
    boolean nested() {
        return maxDefinition > 1 || maxRepetition > 0;
    }

    /**
     * Plans to hold so many levels.
     *
     * @param mayHaveNulls whether the page has or gets a null
     * @param appends whether levels are appended
     * @param restarts whether that begins an empty page, perhaps
     */
    void plan(
            final int levels,
            final boolean mayHaveNulls,
            final boolean appends,
            final boolean restarts,
            final Demand demand) {
        if (nested()) {
            definitions.plan(bytes(levels, appends), restarts, demand);
            if (maxRepetition > 0) {
                repetitions.plan(bytes(levels, appends), restarts, demand);
            }
        } else if (maxDefinition > 0 && mayHaveNulls) {
            presence.plan(presenceBytes(levels, appends), appends, demand);
        }
    }

    /** Makes room as planned. */
    void prepare(
            final int levels,
            final boolean mayHaveNulls,
            final boolean appends,
            final OpenPage page,
            final Reserve reserve) {
        if (nested()) {
            definitions.ensure(bytes(levels, appends), page.levels, reserve);
            if (maxRepetition > 0) {
                repetitions.ensure(bytes(levels, appends), page.levels, reserve);
            }
        } else if (maxDefinition > 0 && mayHaveNulls) {
            final long used = page.presenceKept ? Bitmaps.bytesFor(page.levels) : 0;
            presence.ensure(presenceBytes(levels, appends), used, reserve);
            if (appends) {
                presence.own(used, reserve); // the last byte of a bitmap that goes on gets more bits
            }
        }
    }

    /** Makes ready to fill an empty page. */
    void restart(final Reserve reserve) {
        presence.own(0, reserve);
        definitions.own(0, reserve);
        repetitions.own(0, reserve);
    }

    State capture(final OpenPage page) {
        return new State(
                presence.capture(page.presenceKept ? Bitmaps.bytesFor(page.levels) : 0),
                definitions.capture(page.levels),
                repetitions.capture(page.levels));
    }

    /** Goes on from what was captured; nothing is held before. */
    void resume(final State captured) {
        presence.share(captured.presence);
        definitions.share(captured.definitions);
        repetitions.share(captured.repetitions);
    }

    private static long bytes(final int levels, final boolean appends) {
        return levels == 0 ? 0 : (long) levels + slack(appends);
    }

    private static long presenceBytes(final int levels, final boolean appends) {
        return levels == 0 ? 0 : Bitmaps.bytesFor(levels) + slack(appends);
    }

    /** What is only read needs none, and so what a fork shares is not moved to have some. */
    private static int slack(final boolean appends) {
        return appends ? ColumnValues.SLACK_BYTES : 0;
    }

    /**
     * Appends the levels of a run of rows and counts rows and levels.
     *
     * @param values how many of them have a value
     */
    void append(final LeafReader reader, final int from, final int rows, final int values, final OpenPage page) {
        final int entry = reader.entryOfRow(from);
        final int entries = reader.entryOfRow(from + rows) - entry;
        if (nested()) {
            reader.definitionLevels(entry, entries, definitions.address() + page.levels);
            if (maxRepetition > 0) {
                NativeMemory.copy(reader.repetitionLevels() + entry, repetitions.address() + page.levels, entries);
            }
        } else if (maxDefinition > 0) {
            appendPresence(reader.validity(), from, rows, values, page);
        }
        page.rows += rows;
        page.levels += entries;
    }

    /** Keeps which rows of a run are null; nothing is kept before the first null of a page. */
    private void appendPresence(
            final long validity, final int from, final int rows, final int values, final OpenPage page) {
        final int before = page.levels;
        if (values < rows) {
            if (!page.presenceKept) {
                Bitmaps.fillOnes(presence.address(), 0, before);
                page.presenceKept = true;
            }
            Bitmaps.append(validity, from, presence.address(), before, rows);
        } else if (page.presenceKept) {
            Bitmaps.fillOnes(presence.address(), before, rows);
        }
    }

    /** The levels of the page, borrowed until it is cleared. */
    Levels of(final OpenPage page) {
        if (nested()) {
            return new Levels.Nested(
                    page.levels, maxRepetition, repetitions.address(), maxDefinition, definitions.address());
        }
        if (maxDefinition == 0) {
            return new Levels.None(page.levels);
        }
        return new Levels.Presence(page.levels, page.presenceKept ? presence.address() : 0);
    }

    /** Estimate of the bytes that the levels of the open page take, before compression. */
    long estimatedBytes(final OpenPage page) {
        if (nested()) {
            final int bits = Levels.width(maxDefinition) + Levels.width(maxRepetition);
            return ((long) page.levels * bits) >>> 3;
        }
        return page.presenceKept ? page.levels >>> 3 : 0;
    }

    /** Address of the definition levels, a byte each, of a nested column. */
    long definitions() {
        return definitions.address();
    }

    /** Address of the repetition levels, a byte each, of a repeated column. */
    long repetitions() {
        return repetitions.address();
    }

    /** Units that are free once the page is cut. */
    int ownUnits() {
        return presence.ownUnits() + definitions.ownUnits() + repetitions.ownUnits();
    }

    /** Gives the memory of an empty page to the operation in progress. */
    void giveBackTo(final Reserve reserve) {
        presence.giveBackTo(reserve);
        definitions.giveBackTo(reserve);
        repetitions.giveBackTo(reserve);
    }
}
