package dev.intarsia.testkit.structure;

/** Ids of {@code Encoding} in parquet.thrift, and their names in sentences. */
final class Encoding {
    static final int PLAIN = 0;
    static final int PLAIN_DICTIONARY = 2;
    static final int RLE = 3;
    static final int BIT_PACKED = 4;
    static final int DELTA_BINARY_PACKED = 5;
    static final int DELTA_LENGTH_BYTE_ARRAY = 6;
    static final int DELTA_BYTE_ARRAY = 7;
    static final int RLE_DICTIONARY = 8;
    static final int BYTE_STREAM_SPLIT = 9;

    private static final String[] NAMES = {
        "PLAIN",
        "1",
        "PLAIN_DICTIONARY",
        "RLE",
        "BIT_PACKED",
        "DELTA_BINARY_PACKED",
        "DELTA_LENGTH_BYTE_ARRAY",
        "DELTA_BYTE_ARRAY",
        "RLE_DICTIONARY",
        "BYTE_STREAM_SPLIT"
    };

    private Encoding() {}

    static boolean isDictionary(final int encoding) {
        return encoding == RLE_DICTIONARY || encoding == PLAIN_DICTIONARY;
    }

    static String name(final int encoding) {
        return encoding >= 0 && encoding < NAMES.length ? NAMES[encoding] : "encoding " + encoding;
    }
}
