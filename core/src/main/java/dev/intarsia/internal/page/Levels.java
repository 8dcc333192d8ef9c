package dev.intarsia.internal.page;

import dev.intarsia.internal.encoding.RleHybrid;
import dev.intarsia.internal.memory.NativeMemory;

/** The repetition and definition levels of a page. Immutable; addresses are borrowed. */
public sealed interface Levels {
    /** Pages of version 1 put the length of each kind of levels in front of it. */
    int LENGTH_BYTES = 4;

    /** Levels of either kind: values and nulls. */
    int count();

    /** Bits of a repetition level; zero where pages hold none. */
    int repetitionWidth();

    /** Bits of a definition level; zero where pages hold none. */
    int definitionWidth();

    /** Writes the repetition levels without their length; returns the address behind them. */
    long writeRepetitions(long at);

    /** Writes the definition levels without their length; returns the address behind them. */
    long writeDefinitions(long at);

    /** Bytes that both kinds take at most, lengths included. */
    default int maxBytes() {
        return maxBytes(count(), repetitionWidth(), definitionWidth());
    }

    /** Bytes that so many levels of these widths take at most, lengths included. */
    static int maxBytes(final int count, final int repetitionWidth, final int definitionWidth) {
        return Math.toIntExact(maxBytes(count, repetitionWidth) + maxBytes(count, definitionWidth));
    }

    private static long maxBytes(final int count, final int width) {
        return width == 0 ? 0 : LENGTH_BYTES + RleHybrid.maxBytes(count, width);
    }

    /** Bits of a level that is at most so high. */
    static int width(final int maxLevel) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(maxLevel);
    }

    /** Writes both kinds as a version 1 page holds them, each behind its length; returns the address behind them. */
    default long writeWithLengths(final long at) {
        long out = at;
        if (repetitionWidth() > 0) {
            out = withLength(out, writeRepetitions(out + LENGTH_BYTES));
        }
        if (definitionWidth() > 0) {
            out = withLength(out, writeDefinitions(out + LENGTH_BYTES));
        }
        return out;
    }

    private static long withLength(final long at, final long end) {
        NativeMemory.putInt(at, (int) (end - at - LENGTH_BYTES));
        return end;
    }

    /** The levels of a required column that is not repeated: none. */
    record None(int count) implements Levels {
        @Override
        public int repetitionWidth() {
            return 0;
        }

        @Override
        public int definitionWidth() {
            return 0;
        }

        @Override
        public long writeRepetitions(final long at) {
            return at;
        }

        @Override
        public long writeDefinitions(final long at) {
            return at;
        }
    }

    /**
     * Definition levels of 0 and 1.
     *
     * @param count how many
     * @param bits levels as a bitmap from its first bit on; zero where every level is 1
     */
    record Presence(int count, long bits) implements Levels {
        @Override
        public int repetitionWidth() {
            return 0;
        }

        @Override
        public int definitionWidth() {
            return 1;
        }

        @Override
        public long writeRepetitions(final long at) {
            return at;
        }

        @Override
        public long writeDefinitions(final long at) {
            return bits == 0 ? RleHybrid.encodeConstant(1, count, 1, at) : RleHybrid.encodeBits(bits, count, at);
        }
    }

    /**
     * Levels of nested columns, a byte each.
     *
     * @param count how many of each kind
     * @param maxRepetition the highest repetition level that the column can have; 0 if it is not repeated
     * @param repetitions address of the repetition levels; not read if the highest is 0
     * @param maxDefinition the highest definition level that the column can have
     * @param definitions address of the definition levels
     */
    record Nested(int count, int maxRepetition, long repetitions, int maxDefinition, long definitions)
            implements Levels {
        @Override
        public int repetitionWidth() {
            return Levels.width(maxRepetition);
        }

        @Override
        public int definitionWidth() {
            return Levels.width(maxDefinition);
        }

        @Override
        public long writeRepetitions(final long at) {
            return maxRepetition == 0 ? at : RleHybrid.encodeBytes(repetitions, count, repetitionWidth(), at);
        }

        @Override
        public long writeDefinitions(final long at) {
            return RleHybrid.encodeBytes(definitions, count, definitionWidth(), at);
        }
    }
}
