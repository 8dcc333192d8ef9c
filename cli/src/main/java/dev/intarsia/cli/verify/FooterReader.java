package dev.intarsia.cli.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** Finds the footer at the end of a file and parses it. Stateless. */
final class FooterReader {
    static final int MAGIC_BYTES = 4;

    private static final int TAIL_BYTES = Integer.BYTES + MAGIC_BYTES;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED_MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);
    /** Thrift's own limit, below which it is not worth lowering. */
    private static final int USUAL_MESSAGE_BYTES = 100 << 20;

    /**
     * A parsed footer.
     *
     * @param start offset of its first byte: where the data must have ended
     */
    record Footer(FileMetaData metadata, long start) {}

    private FooterReader() {}

    /**
     * @throws MalformedException if there is no footer that can be parsed
     * @throws UnsupportedPartException if it is encrypted, or larger than this JVM's heap allows for
     */
    static Footer read(final FileBytes file, final MemoryLimits limits, final Findings findings)
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
        if (!Arrays.equals(head, MAGIC)) {
            findings.error(Place.FILE, "it does not begin with PAR1");
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
        return new Footer(parse(file.read(start, (int) footerBytes), findings), start);
    }

    private static FileMetaData parse(final byte[] bytes, final Findings findings)
            throws MalformedException, UnsupportedPartException {
        final int end;
        final FileMetaData metadata;
        try {
            end = CompactGuard.structEnd(bytes, 0, bytes.length);
            if (end == CompactGuard.NEEDS_MORE) {
                throw new MalformedException("it goes on behind its last byte");
            }
            metadata = Util.readFileMetaData(
                    new ByteArrayInputStream(bytes), Math.max(USUAL_MESSAGE_BYTES, 2 * bytes.length));
        } catch (final MalformedException | IOException | RuntimeException e) {
            throw new MalformedException("its footer cannot be parsed: " + e.getMessage());
        }
        if (metadata.isSetEncryption_algorithm()) {
            throw new UnsupportedPartException("some of its columns are encrypted");
        }
        if (end != bytes.length) {
            findings.rule(Place.FILE, (bytes.length - end) + " bytes stand between the footer and its length");
        }
        return metadata;
    }
}
