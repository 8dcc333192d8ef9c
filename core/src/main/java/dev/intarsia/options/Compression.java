package dev.intarsia.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A compression codec with its level. Immutable.
 *
 * <p>A level that the codec behind it cannot honour is refused, not ignored: the pure-Java Zstandard writes level 3
 * only, Snappy and LZ4 have none, GZIP takes 1 to 9.
 *
 * @param codec the codec, as Parquet's {@code CompressionCodec} names it
 * @param level the level; {@link #NO_LEVEL} for codecs that have none
 */
public record Compression(Codec codec, int level) {
    /** The level of codecs that have none. */
    public static final int NO_LEVEL = 0;

    /** Pages are stored as they were encoded. */
    public static final Compression UNCOMPRESSED = new Compression(Codec.UNCOMPRESSED, NO_LEVEL);
    /** Fast, in pure Java. */
    public static final Compression SNAPPY = new Compression(Codec.SNAPPY, NO_LEVEL);
    /** Level 6, by the JDK's own zlib: slow, for readers that know nothing else. */
    public static final Compression GZIP = new Compression(Codec.GZIP, 6);
    /** Level 3, in pure Java; the default. Takes some 1.5 MB of heap a page of 1 MiB. */
    public static final Compression ZSTD = new Compression(Codec.ZSTD, 3);
    /** Fast, in pure Java: LZ4 blocks without the framing of Hadoop. */
    public static final Compression LZ4_RAW = new Compression(Codec.LZ4_RAW, NO_LEVEL);
    /**
     * LZ4 blocks in the framing of Hadoop. Deprecated in the format, because readers disagree on the framing: write
     * {@link #LZ4_RAW} unless a reader needs this one.
     */
    public static final Compression LZ4 = new Compression(Codec.LZ4, NO_LEVEL);

    /** The codecs that Intarsia writes, each with the levels that it takes. */
    public enum Codec {
        UNCOMPRESSED(NO_LEVEL, NO_LEVEL, NO_LEVEL),
        SNAPPY(NO_LEVEL, NO_LEVEL, NO_LEVEL),
        GZIP(1, 9, 6),
        ZSTD(3, 3, 3),
        LZ4_RAW(NO_LEVEL, NO_LEVEL, NO_LEVEL),
        /** Deprecated in the format; see {@link Compression#LZ4}. */
        LZ4(NO_LEVEL, NO_LEVEL, NO_LEVEL);

        private final int minLevel;
        private final int maxLevel;
        private final int defaultLevel;

        Codec(final int minLevel, final int maxLevel, final int defaultLevel) {
            this.minLevel = minLevel;
            this.maxLevel = maxLevel;
            this.defaultLevel = defaultLevel;
        }

        /** This codec at its usual level. */
        public Compression atDefaultLevel() {
            return new Compression(this, defaultLevel);
        }

        private String levels() {
            if (minLevel == maxLevel) {
                return minLevel == NO_LEVEL ? "it has no levels" : "its only level is " + minLevel;
            }
            return "its levels are " + minLevel + " to " + maxLevel;
        }
    }

    /**
     * @throws IllegalArgumentException if the codec cannot honour the level
     */
    public Compression {
        if (level < codec.minLevel || level > codec.maxLevel) {
            throw new IllegalArgumentException(codec + " at level " + level + " is not available: " + codec.levels()
                    + "; leave the level out or choose another codec");
        }
    }

    /**
     * Reads {@code CODEC} or {@code CODEC:LEVEL}, in any case, for example {@code zstd} or {@code gzip:9}.
     *
     * @throws IllegalArgumentException if there is no such codec, if it is one of Parquet's that Intarsia does not
     *     write, or if it cannot honour the level
     */
    public static Compression parse(final String text) {
        final int colon = text.indexOf(':');
        final Codec codec = codecOf(colon < 0 ? text : text.substring(0, colon));
        if (colon < 0) {
            return codec.atDefaultLevel();
        }
        final String level = text.substring(colon + 1);
        try {
            return new Compression(codec, Integer.parseInt(level));
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(
                    "compression level '" + level + "' in '" + text + "' is not a whole number", e);
        }
    }

    private static Codec codecOf(final String name) {
        final String wanted = name.trim().toUpperCase(Locale.ROOT);
        for (final Codec codec : Codec.values()) {
            if (codec.name().equals(wanted)) {
                return codec;
            }
        }
        if (wanted.equals("BROTLI") || wanted.equals("LZO")) {
            throw new IllegalArgumentException("compression '" + name + "' is not written: there is no encoder of "
                    + wanted + " in pure Java; choose ZSTD, or GZIP for readers that know nothing else");
        }
        throw new IllegalArgumentException("there is no compression '" + name + "'; choose one of "
                + Arrays.stream(Codec.values()).map(Enum::name).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return level == NO_LEVEL ? codec.name() : codec.name() + ":" + level;
    }
}
