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
    private PageCompressor storer;
    private boolean storing;

    public PageWriter(final Reserve reserve, final CompressorPool compressors) {
        this.reserve = reserve;
        this.compressors = compressors;
    }

    /**
     * From the next page on nothing is compressed any more: pages are <em>stored</em>, as a stream of the column's
     * codec that holds them as they are, or, as the values of a version 2 page can, without the codec. That costs a
     * copy, and a codec a hundred times as much: it is for a build whose deadline is near. The file stays valid, and
     * becomes larger. What is claimed and planned is the same as for compressed pages, so this may be called between
     * any two.
     */
    public void storePages() {
        storing = true;
    }

    /** From the next page on columns with a codec are compressed, as they are until {@link #storePages()}. */
    public void compressPages() {
        storing = false;
    }

    /** Bytes that a page with a body of so many bytes claims in its lane, compressed or stored. */
    public int claimBytes(final PageFormat format, final int bodyBytes) {
        final int stored =
                format.storesPlain() ? bodyBytes : PageCompressor.maxCompressedBytes(format.compression(), bodyBytes);
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

    private PageCompressor codec(final Compression compression) {
        return storing ? storer(compression) : leased(compression);
    }

    /** It is kept: it has no work space that others could use. */
    private PageCompressor storer(final Compression compression) {
        if (storer == null || !storer.compression().equals(compression)) {
            storer = PageCompressor.stored(compression);
        }
        return storer;
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

    /** Levels first, as they are; then the values, compressed unless that does not pay or pages are stored. */
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
        if (format.storesPlain() || storing) {
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
     * Bytes that values would take in a page of this format. Nothing is written. While pages are stored that is what
     * the encoding makes of them: to compress a sample is what there is no time for then, and the page that the answer
     * decides on will not be compressed either.
     */
    public int storedBytesOf(final PageFormat format, final Values values) {
        final long start = staged(values.maxBytes());
        final int bytes = (int) (values.write(start) - start);
        if (bytes == 0 || storing) {
            return bytes;
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
        return codec(format.compression()).compress(input, lane.claimedView(gap, room - gap));
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
