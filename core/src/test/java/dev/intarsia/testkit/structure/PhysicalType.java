package dev.intarsia.testkit.structure;

/** {@code Type} of parquet.thrift, in the order of its ids. */
enum PhysicalType {
    BOOLEAN(1),
    INT32(Integer.BYTES),
    INT64(Long.BYTES),
    INT96(12),
    FLOAT(Float.BYTES),
    DOUBLE(Double.BYTES),
    BYTE_ARRAY(0),
    FIXED_LEN_BYTE_ARRAY(0);

    /** Bytes of a value as the checker holds it; 0 where the type does not say. */
    final int width;

    PhysicalType(final int width) {
        this.width = width;
    }

    static PhysicalType of(final int id) {
        if (id < 0 || id >= values().length) {
            throw new Malformed("there is no physical type " + id);
        }
        return values()[id];
    }

    boolean isInteger() {
        return this == INT32 || this == INT64;
    }
}
