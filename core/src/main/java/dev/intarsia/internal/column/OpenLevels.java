package dev.intarsia.internal.column;

import dev.intarsia.internal.arrow.LeafReader;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.page.Levels;
import dev.intarsia.internal.schema.Leaf;

/**
 * The levels of the page in progress: of a nullable column without nesting a bitmap, from the first null on; of a nested
 * one a byte for every level of either kind. Confined to the writer's thread.
 */
final class OpenLevels {
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
     */
    void plan(final int levels, final boolean mayHaveNulls, final Demand demand) {
        if (nested()) {
            definitions.plan(bytes(levels), demand);
            if (maxRepetition > 0) {
                repetitions.plan(bytes(levels), demand);
            }
        } else if (maxDefinition > 0 && mayHaveNulls) {
            presence.plan(presenceBytes(levels), demand);
        }
    }

    /** Makes room as planned. */
    void prepare(final int levels, final boolean mayHaveNulls, final OpenPage page, final Reserve reserve) {
        if (nested()) {
            definitions.ensure(bytes(levels), page.levels, reserve);
            if (maxRepetition > 0) {
                repetitions.ensure(bytes(levels), page.levels, reserve);
            }
        } else if (maxDefinition > 0 && mayHaveNulls) {
            presence.ensure(presenceBytes(levels), page.presenceKept ? Bitmaps.bytesFor(page.levels) : 0, reserve);
        }
    }

    private static long bytes(final int levels) {
        return levels == 0 ? 0 : (long) levels + ColumnValues.SLACK_BYTES;
    }

    private static long presenceBytes(final int levels) {
        return levels == 0 ? 0 : Bitmaps.bytesFor(levels) + ColumnValues.SLACK_BYTES;
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
