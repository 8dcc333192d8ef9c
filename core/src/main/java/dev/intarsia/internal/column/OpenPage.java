package dev.intarsia.internal.column;

/**
 * Everything that changes about the page in progress; the values and levels behind these counts never do. A checkpoint
 * copies it, and can then encode the page as it was while the writer goes on. Confined to the writer's thread.
 */
final class OpenPage {
    /** Rows that the page holds, whole. */
    int rows;

    /** Levels: values and nulls, which in a column that is not repeated are rows. */
    int levels;

    /** Values that are not null. */
    int values;

    /** PLAIN bytes of the values; four bytes a value while they are ids of a dictionary. */
    long valueBytes;

    /** PLAIN bytes of the values, also while they are ids. */
    long plainBytes;

    /** Bytes that the longest PLAIN value of the page has at most. */
    int longestValueBytes;

    /** Whether the presence bitmap is kept: from the first null of the page on. */
    boolean presenceKept;

    /** A copy, which stays as it is. */
    OpenPage copy() {
        final OpenPage copy = new OpenPage();
        copy.resume(this);
        return copy;
    }

    /** Becomes equal to another. */
    void resume(final OpenPage captured) {
        rows = captured.rows;
        levels = captured.levels;
        values = captured.values;
        valueBytes = captured.valueBytes;
        plainBytes = captured.plainBytes;
        longestValueBytes = captured.longestValueBytes;
        presenceKept = captured.presenceKept;
    }

    void clear() {
        rows = 0;
        levels = 0;
        values = 0;
        valueBytes = 0;
        plainBytes = 0;
        longestValueBytes = 0;
        presenceKept = false;
    }

    int nulls() {
        return levels - values;
    }
}
