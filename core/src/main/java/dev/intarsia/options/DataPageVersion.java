package dev.intarsia.options;

/** The version of data pages. All readers know the first; the second leaves levels uncompressed. */
public enum DataPageVersion {
    V1,
    V2
}
