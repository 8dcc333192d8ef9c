package dev.intarsia.internal.schema;

/**
 * How the slots of an Arrow vector become the PLAIN values of a Parquet column.
 *
 * <p>A slot has a fixed number of bytes, or is a bit, or is a pair of offsets; see the Arrow columnar format,
 * "Fixed-size primitive layout" and "Variable-size binary layout". PLAIN is section "Plain" of Parquet's Encodings.md.
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
    /** Bytes between 32-bit offsets. */
    BYTES(0),
    /** Bytes between 64-bit offsets. */
    LARGE_BYTES(0);

    private final int slotBytes;

    Conversion(final int slotBytes) {
        this.slotBytes = slotBytes;
    }

    /** Whether values differ in length, each between two offsets. */
    public boolean variableWidth() {
        return this == BYTES || this == LARGE_BYTES;
    }

    /** Whether every slot and every value takes a whole number of bytes, the same for all. */
    public boolean fixedWidth() {
        return this != BITS && !variableWidth();
    }

    /** Bytes of a slot whose value takes {@code plainBytes}; 0 where slots have no bytes of their own. */
    int slotBytes(final int plainBytes) {
        return this == IDENTITY ? plainBytes : slotBytes;
    }
}
