package dev.intarsia.internal.page;

import dev.intarsia.internal.format.DataPageV2;
import dev.intarsia.internal.format.PageHeaderWriter;
import dev.intarsia.options.DataPageVersion;

/**
 * The header of a data page whose body is in its place. Immutable.
 *
 * @param version of the page
 * @param page what it holds
 * @param bodyBytes bytes of the body before compression
 * @param storedBytes bytes of the body as it is stored
 * @param repetitionBytes bytes of the repetition levels of a version 2 page
 * @param definitionBytes bytes of its definition levels
 * @param compressed whether its values are compressed; a version 1 page always is, if its column has a codec
 * @param crc checksum of the body as it is stored
 */
record DataPageHeader(
        DataPageVersion version,
        DataPage page,
        int bodyBytes,
        int storedBytes,
        int repetitionBytes,
        int definitionBytes,
        boolean compressed,
        int crc) {
    int bytes() {
        return switch (version) {
            case V1 ->
                PageHeaderWriter.dataPageV1Bytes(
                        bodyBytes,
                        storedBytes,
                        crc,
                        page.levels().count(),
                        page.values().encodingId(),
                        page.statistics());
            case V2 -> PageHeaderWriter.dataPageV2Bytes(bodyBytes, storedBytes, crc, version2(), page.statistics());
        };
    }

    /** Writes the header, {@link #bytes} long. */
    void write(final long at) {
        switch (version) {
            case V1 ->
                PageHeaderWriter.writeDataPageV1(
                        at,
                        bodyBytes,
                        storedBytes,
                        crc,
                        page.levels().count(),
                        page.values().encodingId(),
                        page.statistics());
            case V2 -> PageHeaderWriter.writeDataPageV2(at, bodyBytes, storedBytes, crc, version2(), page.statistics());
        }
    }

    private DataPageV2 version2() {
        return new DataPageV2(
                page.levels().count(),
                page.nulls(),
                page.rows(),
                page.values().encodingId(),
                definitionBytes,
                repetitionBytes,
                compressed);
    }
}
