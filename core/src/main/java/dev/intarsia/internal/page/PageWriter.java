package dev.intarsia.internal.page;

import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.compress.PageChecksum;
import dev.intarsia.internal.compress.PageCompressor;
import dev.intarsia.internal.format.PageHeaderWriter;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.options.Compression;
import java.nio.ByteBuffer;

/**
 * Puts pages into lanes, one after the other, for all columns of a file. Confined to the writer's thread; what it needs
 * to work with is leased until {@link #endOperation()}.
 */
public final class PageWriter {
    /** Kernels may store a word beyond the bytes they return. */
    private static final int SLACK_BYTES = 16;

    private final Reserve reserve;
    private final CompressorPool compressors;
    private final Compression compression;
    private final Area staging = new Area();
    private final PageChecksum checksum = new PageChecksum();
    private int stagingBytes;
    private PageCompressor compressor;

    public PageWriter(final Reserve reserve, final CompressorPool compressors, final Compression compression) {
        this.reserve = reserve;
        this.compressors = compressors;
        this.compression = compression;
    }

    /** Bytes that a page with a body of so many bytes claims in its lane. */
    public int claimBytes(final int bodyBytes) {
        final int stored = isStoredPlain() ? bodyBytes : leased().maxCompressedBytes(bodyBytes);
        return Math.addExact(PageHeaderWriter.MAX_BYTES + SLACK_BYTES, stored);
    }

    /** Adds to the demand what an operation takes that writes bodies of at most so many bytes. */
    public void plan(final int maxBodyBytes, final Demand demand) {
        if (!isStoredPlain() && maxBodyBytes > 0) {
            staging.plan((long) maxBodyBytes + SLACK_BYTES, demand);
            stagingBytes = maxBodyBytes + SLACK_BYTES;
        }
    }

    private boolean isStoredPlain() {
        return compression.codec() == Compression.Codec.UNCOMPRESSED;
    }

    private PageCompressor leased() {
        if (compressor == null) {
            compressor = compressors.lease(compression);
        }
        return compressor;
    }

    /**
     * Writes a data page, version 1.
     *
     * @param headerGuess bytes of the header of the page before, zero for the first
     */
    public WrittenPage writeData(final Lane lane, final Levels levels, final Values values, final int headerGuess) {
        final int maxBody = levels.maxBytes() + values.maxBytes();
        final int body;
        if (isStoredPlain()) {
            final long at = lane.claim(claimBytes(maxBody), reserve) + gap(headerGuess);
            body = (int) (values.write(levels.write(at)) - at);
            return finishData(lane, headerGuess, body, body, levels.count(), values.encodingId());
        }
        final ByteBuffer input;
        if (levels.bitWidth() == 0 && values instanceof Values.Plain plain && plain.bytes() > 0) {
            input = plain.view();
            body = plain.bytes();
        } else {
            staging.ensure(Math.max(stagingBytes, (long) maxBody + SLACK_BYTES), 0, reserve);
            body = (int) (values.write(levels.write(staging.address())) - staging.address());
            input = staging.view(body);
        }
        final int stored = compress(lane, input, body, headerGuess);
        return finishData(lane, headerGuess, body, stored, levels.count(), values.encodingId());
    }

    /** Writes a dictionary page, whose entries are PLAIN. */
    public WrittenPage writeDictionary(final Lane lane, final Area entries, final int bytes, final int count) {
        final int stored;
        if (isStoredPlain()) {
            final long at = lane.claim(claimBytes(bytes), reserve);
            NativeMemory.copy(entries.address(), at + gap(0), bytes);
            stored = bytes;
        } else {
            stored = compress(lane, entries.view(bytes), bytes, 0);
        }
        final int crc = checksum.of(lane.claimedView(gap(0), stored));
        final int header = PageHeaderWriter.dictionaryPageBytes(bytes, stored, crc, count);
        final int from = gap(0) - header;
        final long headerAt = lane.claimedAddress() + from;
        PageHeaderWriter.writeDictionaryPage(headerAt, bytes, stored, crc, count);
        lane.commit(from, header + stored);
        return new WrittenPage(header, stored, bytes);
    }

    /** The first page of a lane cannot touch one before it, so its gap may be the longest. */
    private static int gap(final int headerGuess) {
        return headerGuess == 0 ? PageHeaderWriter.MAX_BYTES : headerGuess;
    }

    private int compress(final Lane lane, final ByteBuffer input, final int bytes, final int headerGuess) {
        final int room = claimBytes(bytes);
        lane.claim(room, reserve);
        final int gap = gap(headerGuess);
        return leased().compress(input, lane.claimedView(gap, room - gap));
    }

    private WrittenPage finishData(
            final Lane lane,
            final int headerGuess,
            final int body,
            final int stored,
            final int levels,
            final int encodingId) {
        int gap = gap(headerGuess);
        final int crc = checksum.of(lane.claimedView(gap, stored));
        final int header = PageHeaderWriter.dataPageV1Bytes(body, stored, crc, levels, encodingId);
        final long claimed = lane.claimedAddress();
        if (header > gap) {
            // The guess was too short, which is rare: the body moves by a few bytes before anyone has seen it.
            NativeMemory.copy(claimed + gap, claimed + header, stored);
            gap = header;
        }
        PageHeaderWriter.writeDataPageV1(claimed + gap - header, body, stored, crc, levels, encodingId);
        lane.commit(gap - header, header + stored);
        return new WrittenPage(header, stored, body);
    }

    /** Gives back what was leased. */
    public void endOperation() {
        staging.free();
        stagingBytes = 0;
        if (compressor != null) {
            compressors.giveBack(compressor);
            compressor = null;
        }
    }
}
