package dev.intarsia.internal.file;

import dev.intarsia.internal.column.ColumnMarks;
import dev.intarsia.internal.format.KeyValue;
import java.util.List;

/**
 * How far a file had come when it was captured: enough to tell, from a later capture, what is new since. It holds no
 * memory of the budget. Immutable.
 *
 * @param length bytes that were finished
 * @param rowGroups row groups that were closed
 * @param footerBytes bytes of their metadata
 * @param columnIndexBytes bytes of their column indexes
 * @param offsetIndexBytes bytes of their offset indexes
 * @param keyValues the file's own metadata; another list wherever an entry was added
 * @param columns chunks in progress
 */
public record FileMarks(
        long length,
        int rowGroups,
        long footerBytes,
        long columnIndexBytes,
        long offsetIndexBytes,
        List<KeyValue> keyValues,
        List<ColumnMarks> columns) {
    /** Whether these are the marks of the same moment, and not of another one at which the file had come as far. */
    @SuppressWarnings("ReferenceEquality") // equal marks of two moments are two: entries of metadata may have changed
    boolean isSame(final FileMarks other) {
        return this == other;
    }

    /** Whether what stays of use until the file ends has come since. */
    boolean hasLastingNews(final FileMarks since) {
        return rowGroups != since.rowGroups || keyValues != since.keyValues;
    }
}
