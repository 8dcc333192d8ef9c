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
import dev.intarsia.options.DataPageVersion;
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
    private final Area staging = new Area();
    private final Area sample = new Area();
    private final PageChecksum checksum = new PageChecksum();
    private int stagingBytes;
    private PageCompressor compressor;

    public PageWriter(final Reserve reserve, final CompressorPool compressors) {
        this.reserve = reserve;
        this.compressors = compressors;
    }

    /** Bytes that a page with a body of so many bytes claims in its lane. */
    public int claimBytes(final PageFormat format, final int bodyBytes) {
        final int stored =
                format.storesPlain() ? bodyBytes : leased(format.compression()).maxCompressedBytes(bodyBytes);
        return Math.addExact(format.maxHeaderBytes() + SLACK_BYTES, stored);
    }

    /**
     * Adds to the demand what an operation takes that compresses.
     *
     * @param maxBodyBytes bytes of a body at most
     * @param sampleBytes {@link #claimBytes} of the largest values that {@link #storedBytesOf} looks at
     */
    public void plan(final int maxBodyBytes, final int sampleBytes, final Demand demand) {
        if (maxBodyBytes > 0) {
            staging.plan((long) maxBodyBytes + SLACK_BYTES, demand);
            stagingBytes = maxBodyBytes + SLACK_BYTES;
        }
        sample.plan(sampleBytes, demand);
    }

    private PageCompressor leased(final Compression compression) {
        if (compressor != null && !compressor.compression().equals(compression)) {
            giveCompressorBack();
        }
        if (compressor == null) {
            compressor = compressors.lease(compression);
        }
        return compressor;
    }

    /**
     * Writes a data page.
     *
     * @param headerGuess bytes of the longest header that the lane's pages had so far, zero for the first
     */
    public WrittenPage writeData(final Lane lane, final PageFormat format, final DataPage page, final int headerGuess) {
        final int gap = gap(format, headerGuess);
        return format.version() == DataPageVersion.V1
                ? writeVersion1(lane, format, page, gap)
                : writeVersion2(lane, format, page, gap);
    }

    private WrittenPage writeVersion1(final Lane lane, final PageFormat format, final DataPage page, final int gap) {
        final Levels levels = page.levels();
        final int maxBody = levels.maxBytes() + page.values().maxBytes();
        final int body;
        if (format.storesPlain()) {
            final long at = lane.claim(claimBytes(format, maxBody), reserve) + gap;
            body = (int) (page.values().write(levels.writeWithLengths(at)) - at);
            return finish(lane, format, page, gap, body, body, 0, 0, false);
        }
        final ByteBuffer input;
        if (levels.definitionWidth() == 0 && page.values() instanceof Values.Plain plain && plain.bytes() > 0) {
            input = plain.view();
            body = plain.bytes();
        } else {
            final long at = staged(maxBody);
            body = (int) (page.values().write(levels.writeWithLengths(at)) - at);
            input = staging.view(body);
        }
        final int stored = compress(lane, format, input, body, gap);
        return finish(lane, format, page, gap, body, stored, 0, 0, true);
    }

    /** Levels first, as they are; then the values, compressed unless that does not pay. */
    private WrittenPage writeVersion2(final Lane lane, final PageFormat format, final DataPage page, final int gap) {
        final Levels levels = page.levels();
        final Values values = page.values();
        final int maxBody = levels.maxBytes() + values.maxBytes();
        final long at = lane.claim(claimBytes(format, maxBody), reserve) + gap;
        final long definitions = levels.writeRepetitions(at);
        final long behind = levels.writeDefinitions(definitions);
        final int repetitionBytes = (int) (definitions - at);
        final int definitionBytes = (int) (behind - definitions);
        final int levelBytes = (int) (behind - at);
        if (format.storesPlain()) {
            final int body = (int) (values.write(behind) - at);
            return finish(lane, format, page, gap, body, body, repetitionBytes, definitionBytes, false);
        }
        final ByteBuffer input;
        final int valueBytes;
        if (values instanceof Values.Plain plain) {
            valueBytes = plain.bytes();
            input = valueBytes == 0 ? null : plain.view();
        } else {
            final long start = staged(values.maxBytes());
            valueBytes = (int) (values.write(start) - start);
            input = valueBytes == 0 ? null : staging.view(valueBytes);
        }
        final int body = levelBytes + valueBytes;
        if (valueBytes > 0) {
            final PageCompressor codec = leased(format.compression());
            final ByteBuffer output = lane.claimedView(gap + levelBytes, codec.maxCompressedBytes(valueBytes));
            final int stored = codec.compress(input, output);
            if (stored * format.minCompressionRatio() < valueBytes) {
                return finish(
                        lane, format, page, gap, body, levelBytes + stored, repetitionBytes, definitionBytes, true);
            }
            NativeMemory.copy(NativeMemory.addressOf(input), behind, valueBytes);
        }
        return finish(lane, format, page, gap, body, body, repetitionBytes, definitionBytes, false);
    }

    private long staged(final int maxBytes) {
        staging.ensure(Math.max(stagingBytes, (long) maxBytes + SLACK_BYTES), 0, reserve);
        return staging.address();
    }

    /** Writes a dictionary page, whose entries are PLAIN. */
    public WrittenPage writeDictionary(
            final Lane lane, final PageFormat format, final Area entries, final int bytes, final int count) {
        final int gap = PageHeaderWriter.MAX_BYTES;
        final int stored;
        if (format.storesPlain()) {
            final long at = lane.claim(claimBytes(format, bytes), reserve);
            NativeMemory.copy(entries.address(), at + gap, bytes);
            stored = bytes;
        } else {
            stored = compress(lane, format, entries.view(bytes), bytes, gap);
        }
        final int crc = checksum.of(lane.claimedView(gap, stored));
        final int header = PageHeaderWriter.dictionaryPageBytes(bytes, stored, crc, count);
        final int from = gap - header;
        PageHeaderWriter.writeDictionaryPage(lane.claimedAddress() + from, bytes, stored, crc, count);
        lane.commit(from, header + stored);
        return new WrittenPage(header, stored, bytes);
    }

    /**
     * Bytes that values would take after compression. Nothing is written.
     */
    public int storedBytesOf(final PageFormat format, final Values values) {
        final long start = staged(values.maxBytes());
        final int bytes = (int) (values.write(start) - start);
        if (bytes == 0) {
            return 0;
        }
        final PageCompressor codec = leased(format.compression());
        final int room = codec.maxCompressedBytes(bytes);
        sample.ensure(room, 0, reserve);
        return codec.compress(staging.view(bytes), sample.view(room));
    }

    /** The first page of a lane cannot touch one before it, so its gap may be the longest. */
    private static int gap(final PageFormat format, final int headerGuess) {
        return headerGuess == 0 ? format.maxHeaderBytes() : headerGuess;
    }

    private int compress(
            final Lane lane, final PageFormat format, final ByteBuffer input, final int bytes, final int gap) {
        final int room = claimBytes(format, bytes);
        lane.claim(room, reserve);
        return leased(format.compression()).compress(input, lane.claimedView(gap, room - gap));
    }

    private WrittenPage finish(
            final Lane lane,
            final PageFormat format,
            final DataPage page,
            final int guessedGap,
            final int body,
            final int stored,
            final int repetitionBytes,
            final int definitionBytes,
            final boolean compressed) {
        int gap = guessedGap;
        final int crc = checksum.of(lane.claimedView(gap, stored));
        final DataPageHeader header = new DataPageHeader(
                format.version(), page, body, stored, repetitionBytes, definitionBytes, compressed, crc);
        final int bytes = header.bytes();
        final long claimed = lane.claimedAddress();
        if (bytes > gap) {
            // The guess was too short, which is rare: the body moves by a few bytes before anyone has seen it.
            NativeMemory.copy(claimed + gap, claimed + bytes, stored);
            gap = bytes;
        }
        header.write(claimed + gap - bytes);
        lane.commit(gap - bytes, bytes + stored);
        return new WrittenPage(bytes, stored, body);
    }

    /** Gives back what was leased. */
    public void endOperation() {
        staging.giveBackTo(reserve);
        sample.giveBackTo(reserve);
        stagingBytes = 0;
        if (compressor != null) {
            giveCompressorBack();
        }
    }

    private void giveCompressorBack() {
        compressors.giveBack(compressor);
        compressor = null;
    }
}
