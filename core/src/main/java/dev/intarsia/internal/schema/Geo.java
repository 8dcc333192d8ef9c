package dev.intarsia.internal.schema;

/** Whether the values of a column are geometries in well-known binary, of which a chunk has statistics of their own. */
public enum Geo {
    NONE,
    /** On a plane. */
    GEOMETRY,
    /** With edges that are curved. */
    GEOGRAPHY
}
