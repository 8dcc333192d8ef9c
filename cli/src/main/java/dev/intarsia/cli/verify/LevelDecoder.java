package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.format.Encoding;

/** Reads the levels of a page and counts them. Confined. */
final class LevelDecoder {
    /** The levels of one kind, one after the other. */
    private interface Levels {
        int next() throws IOException;
    }

    private final Leaf leaf;
    private Levels repetitions;
    private Levels definitions;
    private BitSet presence;
    private int presenceLimit;

    LevelDecoder(final Leaf leaf) {
        this.leaf = leaf;
    }

    /** From now on it is kept which of the first values of a page are not null; for columns without repetition. */
    void followPresence(final int limit) {
        presence = new BitSet();
        presenceLimit = limit;
    }

    /** Which values of the page that was counted last are not null, or null if all are. */
    BitSet presence() {
        return leaf.maxDefinition() == 0 ? null : presence;
    }

    /**
     * Finds the levels at the head of a page of version 1.
     *
     * @return index behind them
     */
    int openV1(
            final byte[] page,
            final int from,
            final int to,
            final int count,
            final Encoding repetitionEncoding,
            final Encoding definitionEncoding)
            throws IOException, MalformedException, UnsupportedPartException {
        repetitions = null;
        definitions = null;
        int at = from;
        if (leaf.maxRepetition() > 0) {
            final int end = endV1(page, at, to, count, leaf.maxRepetition(), repetitionEncoding);
            repetitions = levelsV1(page, at, end, count, leaf.maxRepetition(), repetitionEncoding, true);
            at = end;
        }
        if (leaf.maxDefinition() > 0) {
            final int end = endV1(page, at, to, count, leaf.maxDefinition(), definitionEncoding);
            definitions = levelsV1(page, at, end, count, leaf.maxDefinition(), definitionEncoding, false);
            at = end;
        }
        return at;
    }

    /** Finds the levels at the head of a page of version 2, whose header says how long they are. */
    void openV2(
            final byte[] page, final int from, final int count, final int repetitionBytes, final int definitionBytes)
            throws MalformedException {
        final int middle = from + repetitionBytes;
        repetitions = leaf.maxRepetition() > 0 ? runs(page, from, middle, count, leaf.maxRepetition()) : null;
        definitions = leaf.maxDefinition() > 0
                ? runs(page, middle, middle + definitionBytes, count, leaf.maxDefinition())
                : null;
    }

    /** Reads the levels that were opened and counts them in {@code facts}. */
    void count(final int count, final Facts facts) throws IOException, MalformedException {
        final long[] byRepetition = facts.repetitions();
        final long[] byDefinition = facts.definitions();
        if (repetitions == null) {
            byRepetition[0] += count;
        }
        if (definitions == null) {
            byDefinition[0] += count;
        } else if (repetitions == null) {
            if (presence != null) {
                presence.clear();
            }
            for (int i = 0; i < count; i++) {
                final int level = definitions.next();
                if (level >= byDefinition.length) {
                    throw tooHigh("definition", level, leaf.maxDefinition());
                }
                byDefinition[level]++;
                if (presence != null && level == leaf.maxDefinition() && i < presenceLimit) {
                    presence.set(i);
                }
            }
        } else {
            countBoth(count, facts);
        }
    }

    private void countBoth(final int count, final Facts facts) throws IOException, MalformedException {
        final long[] byRepetition = facts.repetitions();
        final long[] byDefinition = facts.definitions();
        final int[] least = leaf.definitionAtRepetition();
        for (int i = 0; i < count; i++) {
            final int repetition = repetitions.next();
            final int definition = definitions.next();
            if (repetition >= byRepetition.length) {
                throw tooHigh("repetition", repetition, leaf.maxRepetition());
            }
            if (definition >= byDefinition.length) {
                throw tooHigh("definition", definition, leaf.maxDefinition());
            }
            if (definition < least[repetition]) {
                throw new MalformedException("value " + i + " repeats a field at repetition level " + repetition
                        + ", but its definition level " + definition + " says that the field is empty");
            }
            if (i == 0) {
                facts.startsInsideRow(repetition > 0);
            }
            byRepetition[repetition]++;
            byDefinition[definition]++;
        }
    }

    private static MalformedException tooHigh(final String kind, final int level, final int max) {
        return new MalformedException("a " + kind + " level is " + level + ", the schema allows for " + max);
    }

    private int endV1(
            final byte[] page, final int at, final int to, final int count, final int maxLevel, final Encoding encoding)
            throws MalformedException, UnsupportedPartException {
        final long bytes;
        if (encoding == Encoding.RLE) {
            if (to - at < Integer.BYTES) {
                throw new MalformedException("it ends inside the length of its levels");
            }
            final int length =
                    ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
            bytes = length < 0 ? Long.MAX_VALUE : (long) Integer.BYTES + length;
        } else if (encoding == Encoding.BIT_PACKED) {
            bytes = ((long) count * BytesUtils.getWidthFromMaxInt(maxLevel) + 7) / 8;
        } else {
            throw new UnsupportedPartException("its levels are encoded as " + encoding);
        }
        if (bytes > to - at) {
            throw new MalformedException("its levels go on behind its last byte");
        }
        return at + (int) bytes;
    }

    private Levels levelsV1(
            final byte[] page,
            final int from,
            final int to,
            final int count,
            final int maxLevel,
            final Encoding encoding,
            final boolean repetition)
            throws IOException, MalformedException {
        if (encoding == Encoding.RLE) {
            return runs(page, from + Integer.BYTES, to, count, maxLevel);
        }
        final ValuesReader reader = org.apache.parquet.column.Encoding.valueOf(encoding.name())
                .getValuesReader(
                        leaf.descriptor(), repetition ? ValuesType.REPETITION_LEVEL : ValuesType.DEFINITION_LEVEL);
        reader.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(page, from, to - from)));
        return reader::readInteger;
    }

    private static Levels runs(final byte[] page, final int from, final int to, final int count, final int maxLevel)
            throws MalformedException {
        final int bitWidth = BytesUtils.getWidthFromMaxInt(maxLevel);
        try {
            RunGuard.end(page, from, to, bitWidth, count);
        } catch (final MalformedException e) {
            throw new MalformedException("its levels are damaged: " + e.getMessage());
        }
        final RunLengthBitPackingHybridDecoder decoder = new RunLengthBitPackingHybridDecoder(
                bitWidth, ByteBufferInputStream.wrap(ByteBuffer.wrap(page, from, to - from)));
        return decoder::readInt;
    }
}
