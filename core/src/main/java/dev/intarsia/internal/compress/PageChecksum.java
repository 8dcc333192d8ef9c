package dev.intarsia.internal.compress;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The checksum of a page: CRC32 (polynomial 0x04C11DB7, as in GZIP, not CRC32C) over the page body as it is stored, the
 * header excluded. Confined to one thread at a time.
 */
public final class PageChecksum {
    private final CRC32 crc = new CRC32();

    /**
     * The checksum of a buffer from its position to its limit, as the signed number that Parquet's page header holds.
     * The position stays; the buffer, best a direct one, is borrowed.
     */
    public int of(final ByteBuffer body) {
        final int start = body.position();
        crc.reset();
        crc.update(body);
        body.position(start);
        return (int) crc.getValue();
    }
}
