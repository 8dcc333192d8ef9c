package dev.intarsia.internal.state;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.Compression.Codec;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.StatisticsDepth;
import java.util.function.ToIntFunction;

/**
 * Numbers of the constants that options are made of. They are given once and never again, whatever becomes of the order
 * of the constants; where Parquet has a number for the same thing it is that one, and what Parquet does not have counts
 * from 100 on.
 */
final class OptionCodes {
    private OptionCodes() {}

    static int of(final Codec codec) {
        return switch (codec) {
            case UNCOMPRESSED -> 0;
            case SNAPPY -> 1;
            case GZIP -> 2;
            case LZ4 -> 5;
            case ZSTD -> 6;
            case LZ4_RAW -> 7;
        };
    }

    static Codec codec(final int code) throws StateFormatException {
        return constant("a codec", code, Codec.values(), OptionCodes::of);
    }

    static int of(final ColumnEncoding encoding) {
        return switch (encoding) {
            case PLAIN -> 0;
            case RLE -> 3;
            case DELTA_BINARY_PACKED -> 5;
            case DELTA_LENGTH_BYTE_ARRAY -> 6;
            case DELTA_BYTE_ARRAY -> 7;
            case DICTIONARY -> 8;
            case BYTE_STREAM_SPLIT -> 9;
            case AUTO -> 100;
        };
    }

    static ColumnEncoding encoding(final int code) throws StateFormatException {
        return constant("an encoding", code, ColumnEncoding.values(), OptionCodes::of);
    }

    static int of(final DataPageVersion version) {
        return switch (version) {
            case V1 -> 1;
            case V2 -> 2;
        };
    }

    static DataPageVersion dataPages(final int code) throws StateFormatException {
        return constant("the version of data pages", code, DataPageVersion.values(), OptionCodes::of);
    }

    static int of(final FloatOrder order) {
        return switch (order) {
            case TYPE_ORDER -> 1;
            case IEEE_754_TOTAL_ORDER -> 2;
        };
    }

    static FloatOrder floatOrder(final int code) throws StateFormatException {
        return constant("the order of floating-point columns", code, FloatOrder.values(), OptionCodes::of);
    }

    static int of(final StatisticsDepth depth) {
        return switch (depth) {
            case NONE -> 0;
            case CHUNK -> 1;
            case PAGE -> 2;
        };
    }

    static StatisticsDepth statistics(final int code) throws StateFormatException {
        return constant("the depth of statistics", code, StatisticsDepth.values(), OptionCodes::of);
    }

    private static <T> T constant(final String what, final int code, final T[] constants, final ToIntFunction<T> codeOf)
            throws StateFormatException {
        for (final T constant : constants) {
            if (codeOf.applyAsInt(constant) == code) {
                return constant;
            }
        }
        throw StateInput.unknownCode(what, code);
    }
}
