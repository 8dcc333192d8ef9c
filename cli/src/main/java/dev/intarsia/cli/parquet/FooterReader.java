package dev.intarsia.cli.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** Finds the footer at the end of a file and parses it. Stateless. */
public final class FooterReader {
    /** Bytes of the magic number, in front of the first page. */
    public static final int MAGIC_BYTES = 4;

    private static final int TAIL_BYTES = Integer.BYTES + MAGIC_BYTES;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED_MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);
    /** Thrift's own limit, below which it is not worth lowering. */
    private static final int USUAL_MESSAGE_BYTES = 100 << 20;

    /**
     * A parsed footer.
     *
     * @param start offset of its first byte: where the data must have ended
     * @param bytes its length, as the file says
     * @param strayBytes bytes behind the footer that its length counts; a signature, if it says that columns are
     *     encrypted
     * @param beginsWithMagic whether the file begins as it should
     */
    public record Footer(FileMetaData metadata, long start, int bytes, int strayBytes, boolean beginsWithMagic) {
        /** Whether some columns may be encrypted, though the footer is not. */
        public boolean hasEncryptedColumns() {
            return metadata.isSetEncryption_algorithm();
        }
    }

    private FooterReader() {}

    /**
     * Reads the footer; of its content nothing is believed.
     *
     * @throws MalformedException if there is no footer that can be parsed
     * @throws UnsupportedPartException if it is encrypted, or larger than this JVM's heap allows for
     */
    public static Footer read(final FileBytes file, final MemoryLimits limits)
            throws IOException, MalformedException, UnsupportedPartException {
        final long length = file.length();
        if (length < MAGIC_BYTES + TAIL_BYTES) {
            throw new MalformedException(
                    "it has " + length + " bytes, no Parquet file has less than " + (MAGIC_BYTES + TAIL_BYTES));
        }
        final byte[] head = file.read(0, MAGIC_BYTES);
        final byte[] tail = file.read(length - TAIL_BYTES, TAIL_BYTES);
        final byte[] endMagic = Arrays.copyOfRange(tail, Integer.BYTES, TAIL_BYTES);
        if (Arrays.equals(endMagic, ENCRYPTED_MAGIC)) {
            throw new UnsupportedPartException("its footer is encrypted");
        }
        if (!Arrays.equals(endMagic, MAGIC)) {
            throw new MalformedException("it does not end with PAR1: it is no Parquet file, or was cut short");
        }
        final long footerBytes =
                ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        final long room = length - MAGIC_BYTES - TAIL_BYTES;
        if (footerBytes <= 0 || footerBytes > room) {
            throw new MalformedException(
                    "its last bytes announce a footer of " + footerBytes + " bytes where " + room + " are there");
        }
        if (footerBytes > limits.metadataBytes()) {
            throw new UnsupportedPartException("its footer has " + footerBytes
                    + " bytes, the heap of this JVM allows for " + limits.metadataBytes() + "; give it a larger -Xmx");
        }
        final long start = length - TAIL_BYTES - footerBytes;
        return parse(file.read(start, (int) footerBytes), start, Arrays.equals(head, MAGIC));
    }

    private static Footer parse(final byte[] bytes, final long start, final boolean beginsWithMagic)
            throws MalformedException {
        try {
            final int end = CompactGuard.structEnd(bytes, 0, bytes.length);
            if (end == CompactGuard.NEEDS_MORE) {
                throw new MalformedException("it goes on behind its last byte");
            }
            final FileMetaData metadata = Util.readFileMetaData(
                    new ByteArrayInputStream(bytes), Math.max(USUAL_MESSAGE_BYTES, 2 * bytes.length));
            return new Footer(metadata, start, bytes.length, bytes.length - end, beginsWithMagic);
        } catch (final MalformedException | IOException | RuntimeException e) {
            throw new MalformedException("its footer cannot be parsed: " + e.getMessage());
        }
    }
}
