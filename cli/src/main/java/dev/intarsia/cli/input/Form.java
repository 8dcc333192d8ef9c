package dev.intarsia.cli.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The forms of Arrow data, told by their first bytes. */
enum Form {
    /** The stream between two magics, with a footer that lists the batches. */
    FILE,
    /** Messages one after the other, the schema first. */
    STREAM;

    /** Bytes that {@link #of} wants to see; an input may have fewer. */
    static final int PREFIX_BYTES = 8;

    /** What a file starts with; two bytes of padding follow. */
    static final byte[] MAGIC = ascii("ARROW1");

    /** Magic and padding, length of the footer, magic: a file has at least these. */
    static final int MIN_FILE_BYTES = 8 + 4 + 6;

    private static final int CONTINUATION = 0xFFFF_FFFF;
    /** A schema of this size has far more fields than anyone has columns; text read as a length is larger. */
    private static final int MAX_SCHEMA_BYTES = 64 << 20;

    /**
     * The form of an input.
     *
     * @param input its name, for the exception
     * @param prefix its first {@value #PREFIX_BYTES} bytes, or all that it has
     * @throws InputException if it is neither, with a guess at what it is instead
     */
    static Form of(final String input, final byte[] prefix) throws InputException {
        if (startsWith(prefix, MAGIC)) {
            return FILE;
        }
        if (prefix.length == PREFIX_BYTES && startsLikeStream(prefix)) {
            return STREAM;
        }
        throw new InputException(input, instead(prefix), null);
    }

    /** The length of the first message: behind a continuation marker, or at once, as before Arrow 0.15. */
    private static boolean startsLikeStream(final byte[] prefix) {
        final ByteBuffer words = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
        final int first = words.getInt();
        final int second = words.getInt();
        if (first == CONTINUATION) {
            return second > 0 && second <= MAX_SCHEMA_BYTES;
        }
        // Without a marker the second word is the place of the table in the message, which is small and comes early.
        return first > 0 && first <= MAX_SCHEMA_BYTES && second > 0 && second < Math.min(first, 1024);
    }

    private static String instead(final byte[] prefix) {
        if (prefix.length == 0) {
            return "is empty: an Arrow IPC file or stream has at least a schema";
        }
        if (startsWith(prefix, ascii("PAR1"))) {
            return "is a Parquet file already, not Arrow IPC";
        }
        if (startsWith(prefix, ascii("FEA1"))) {
            return "is a Feather file of version 1, not Arrow IPC: save it as Feather version 2 without compression";
        }
        if (startsWith(prefix, new byte[] {0x1F, (byte) 0x8B})) {
            return "is compressed by gzip: decompress it first, for example 'gunzip -c FILE | intarsia write -'";
        }
        if (startsWith(prefix, new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD})) {
            return "is compressed by zstd: decompress it first, for example 'zstd -dc FILE | intarsia write -'";
        }
        return "is not Arrow: it starts neither like an IPC file (ARROW1) nor like an IPC stream (the length of a schema);"
                + " give an Arrow IPC file or stream";
    }

    private static boolean startsWith(final byte[] bytes, final byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
