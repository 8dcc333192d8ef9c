package dev.intarsia.internal.schema;

/** How the minimum and maximum of a column may be shortened in metadata. */
public enum Truncation {
    /**
     * Not at all. A shortened number is another number, and a shortened value of a fixed length is no value of its
     * type: readers take the type's length of bytes from it and fail, or read beyond it.
     */
    NO,
    /** Between code points, where the bytes are UTF-8. */
    UTF8,
    /** Between any two bytes. */
    BYTES
}
