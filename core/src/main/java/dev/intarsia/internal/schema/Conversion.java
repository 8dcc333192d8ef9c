package dev.intarsia.internal.schema;

/**
 * How the slots of an Arrow vector become the PLAIN values of a Parquet column.
 *
 * <p>A slot has a fixed number of bytes, or is a bit, or is a pair of offsets; see the Arrow columnar format,
 * "Fixed-size primitive layout", "Variable-size binary layout" and "Variable-size binary view layout". PLAIN is section
 * "Plain" of Parquet's Encodings.md.
 */
public enum Conversion {
    /** A bitmap of values, least significant bit first, which is what PLAIN booleans are. */
    BITS(0),
    /** The bytes of a slot are those of the value. The slot is as large as the value. */
    IDENTITY(0),
    /** One byte, sign-extended to INT32. */
    INT8(1),
    /** One byte, zero-extended to INT32: the format wants unsigned values unharmed when read as INT32. */
    UINT8(1),
    /** Two bytes, sign-extended to INT32. */
    INT16(2),
    /** Two bytes, zero-extended to INT32. */
    UINT16(2),
    /** INT64 milliseconds that are whole days to INT32 days. */
    MILLIS_TO_DAYS(8),
    /** INT32 seconds of a day to INT32 milliseconds, of which Parquet knows, while it has no unit of seconds. */
    TIME_SECONDS_TO_MILLIS(4),
    /** INT64 seconds to INT64 milliseconds, for the same reason. */
    TIMESTAMP_SECONDS_TO_MILLIS(8),
    /** 128-bit little-endian integer of at most 9 digits to INT32. */
    DECIMAL_TO_INT32(16),
    /** 128-bit little-endian integer of at most 18 digits to INT64. */
    DECIMAL_TO_INT64(16),
    /** 128-bit little-endian integer to the big-endian bytes of the type's length, 9 to 16. */
    DECIMAL_TO_FIXED(16),
    /** 256-bit little-endian integer of at most 9 digits to INT32. */
    DECIMAL256_TO_INT32(32),
    /** 256-bit little-endian integer of at most 18 digits to INT64. */
    DECIMAL256_TO_INT64(32),
    /** 256-bit little-endian integer to the big-endian bytes of the type's length, 9 to 32. */
    DECIMAL256_TO_FIXED(32),
    /** INT32 months to the twelve bytes of an INTERVAL: months, days and milliseconds, each unsigned little-endian. */
    INTERVAL_MONTHS(4),
    /** INT32 days and INT32 milliseconds to the twelve bytes of an INTERVAL. */
    INTERVAL_DAYS(8),
    /** Every slot is null and there are none in memory. */
    NULLS(0),
    /** Bytes between 32-bit offsets. */
    BYTES(0),
    /** Bytes between 64-bit offsets. */
    LARGE_BYTES(0),
    /**
     * Slots of 16 bytes: an INT32 length, then the value itself if it has at most 12 bytes, else its first four, the
     * INT32 number of a data buffer and the INT32 offset in there.
     */
    VIEWS(16);

    private final int slotBytes;

    Conversion(final int slotBytes) {
        this.slotBytes = slotBytes;
    }

    /** Whether values differ in length: each between two offsets, or behind a view. */
    public boolean variableWidth() {
        return this == BYTES || this == LARGE_BYTES || this == VIEWS;
    }

    /** Whether every slot and every value takes a whole number of bytes, the same for all. */
    public boolean fixedWidth() {
        return this != BITS && this != NULLS && !variableWidth();
    }

    /** Bytes of a slot whose value takes {@code plainBytes}; 0 where slots have no bytes of their own. */
    int slotBytes(final int plainBytes) {
        return this == IDENTITY ? plainBytes : slotBytes;
    }
}
