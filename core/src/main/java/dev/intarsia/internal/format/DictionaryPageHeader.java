package dev.intarsia.internal.format;

import java.io.IOException;

/**
 * The header of a dictionary page that {@link PageHeaderWriter} wrote, read back. Immutable.
 *
 * @param headerBytes bytes of the header
 * @param uncompressedBytes bytes of the entries in PLAIN form; above 0
 * @param storedBytes bytes of the body as stored, which follows the header; above 0
 * @param crc checksum of the body as stored
 * @param entries how many; above 0
 */
public record DictionaryPageHeader(int headerBytes, int uncompressedBytes, int storedBytes, int crc, int entries) {
    private static final String NAME = "the header of a dictionary page";
    private static final int ALL_FIELDS = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 7;
    private static final int ALL_INNER_FIELDS = 1 << 1 | 1 << 2;

    /**
     * Reads {@code PageHeader} with the header of a dictionary page inside. Whether the body is as long as it says, and
     * has its checksum, is not seen here.
     *
     * @param bytes borrowed; they begin with the header, and {@link PageHeaderWriter#MAX_BYTES} of them are enough
     * @throws IOException if the header is damaged, or not one of ours: a field is missing or there is one that we do
     *     not write, the page is no dictionary page, its entries are not PLAIN, or a size or their number is not above
     *     zero
     */
    public static DictionaryPageHeader read(final byte[] bytes) throws IOException {
        final CompactReader in = new CompactReader(NAME, bytes, 0, bytes.length);
        int seen = 0;
        int uncompressedBytes = 0;
        int storedBytes = 0;
        int crc = 0;
        int entries = 0;
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            switch (id) {
                case 1 -> require(in, "type", in.i32Field(), ParquetIds.PAGE_DICTIONARY); // type
                case 2 -> uncompressedBytes = positive(in, in.i32Field()); // uncompressed_page_size
                case 3 -> storedBytes = positive(in, in.i32Field()); // compressed_page_size
                case 4 -> crc = in.i32Field(); // crc
                case 7 -> { // dictionary_page_header
                    in.structField();
                    entries = readEntries(in);
                }
                default -> throw in.malformed("there is a field " + id + ", which Intarsia does not write");
            }
            seen |= 1 << id;
        }
        requireFields(in, seen, ALL_FIELDS);
        return new DictionaryPageHeader(in.position(), uncompressedBytes, storedBytes, crc, entries);
    }

    private static int readEntries(final CompactReader in) throws IOException {
        int seen = 0;
        int entries = 0;
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            switch (id) {
                case 1 -> entries = positive(in, in.i32Field()); // num_values
                case 2 -> require(in, "encoding", in.i32Field(), ParquetIds.ENCODING_PLAIN); // encoding
                default -> throw in.malformed("there is a field " + id + ", which Intarsia does not write");
            }
            seen |= 1 << id;
        }
        requireFields(in, seen, ALL_INNER_FIELDS);
        return entries;
    }

    private static int positive(final CompactReader in, final int value) throws IOException {
        if (value <= 0) {
            throw in.malformed("a size or number is " + value);
        }
        return value;
    }

    private static void require(final CompactReader in, final String what, final int value, final int expected)
            throws IOException {
        if (value != expected) {
            throw in.malformed("its " + what + " is " + value + ", not " + expected);
        }
    }

    private static void requireFields(final CompactReader in, final int seen, final int expected) throws IOException {
        if (seen != expected) {
            throw in.malformed("it ends without field " + Integer.numberOfTrailingZeros(expected & ~seen));
        }
    }
}
