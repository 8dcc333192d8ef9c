package dev.intarsia;

/** What a capture does to the row group in progress. */
public enum CaptureMode {
    /** The row group goes on: the file becomes what it would have become without the capture. */
    KEEP_OPEN,

    /** The row group ends, as with {@link ParquetWriter#flushRowGroup}; the file has one more row group for it. */
    CLOSE_ROW_GROUP
}
