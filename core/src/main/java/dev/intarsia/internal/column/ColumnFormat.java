package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.ValueEncoding;
import dev.intarsia.internal.format.PageHeaderWriter;
import dev.intarsia.internal.page.PageFormat;
import dev.intarsia.internal.schema.Conversion;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The options of a file as they apply to one column. Immutable.
 *
 * @param dictionary whether its chunks may have a dictionary
 * @param dictionaryForced whether they have one even if it does not pay
 * @param encodings how values without a dictionary may be encoded, PLAIN first where it is among them; the smallest is
 *     taken where there are several
 * @param dictionaryBytes PLAIN bytes that a dictionary holds at most
 * @param pages how pages are written
 * @param bounds how deep bounds are recorded
 * @param boundBytes bytes to which bounds are cut that may be
 * @param totalOrder whether floating-point values are ordered by IEEE 754's total order
 * @param pageIndex whether the chunks have page indexes
 * @param headerBounds whether bounds stand in page headers
 * @param bloomFilter the Bloom filter of the chunks
 */
public record ColumnFormat(
        boolean dictionary,
        boolean dictionaryForced,
        List<ValueEncoding> encodings,
        int dictionaryBytes,
        PageFormat pages,
        StatisticsDepth bounds,
        int boundBytes,
        boolean totalOrder,
        boolean pageIndex,
        boolean headerBounds,
        Optional<BloomFilter> bloomFilter) {
    /**
     * What the options mean for a column.
     *
     * @throws IllegalArgumentException if they ask for what its type does not have; the message names it
     */
    public static ColumnFormat of(final Leaf leaf, final WriterOptions options) {
        final ColumnOptions column = options.column(leaf.path());
        final boolean named = options.columns().containsKey(leaf.path());
        final ColumnEncoding encoding = suited(leaf, "encoding", column.encoding(), named);
        final ColumnEncoding fallback = suited(leaf, "fallback", column.fallback(), named);
        final boolean free = encoding == ColumnEncoding.AUTO || encoding == ColumnEncoding.DICTIONARY;
        final Compression compression = column.compression().orElse(options.compression());
        final int boundBytes = Math.max(options.boundBytes(), Math.max(leaf.plainBytes(), Long.BYTES));
        final int plainHeaderBytes =
                options.dataPages() == DataPageVersion.V1 ? PageHeaderWriter.MAX_BYTES : PageHeaderWriter.MAX_V2_BYTES;
        final int headerBytes = plainHeaderBytes
                + (options.pageHeaderStatistics() ? PageHeaderWriter.maxStatisticsBytes(boundBytes, boundBytes) : 0);
        return new ColumnFormat(
                free && leaf.physicalType() != PrimitiveTypeName.BOOLEAN && leaf.conversion() != Conversion.NULLS,
                encoding == ColumnEncoding.DICTIONARY,
                encodings(leaf, free ? fallback : encoding),
                column.dictionaryPageBytes().orElse(options.dictionaryPageBytes()),
                new PageFormat(compression, options.dataPages(), options.minCompressionRatio(), headerBytes),
                column.statistics(),
                options.boundBytes(),
                options.floatOrder() == FloatOrder.IEEE_754_TOTAL_ORDER,
                options.pageIndex(),
                options.pageHeaderStatistics(),
                bloomFilter(leaf, column, named));
    }

    private static ColumnEncoding suited(
            final Leaf leaf, final String option, final ColumnEncoding encoding, final boolean named) {
        if (encoding == ColumnEncoding.AUTO) {
            return encoding;
        }
        final boolean suits = encoding == ColumnEncoding.DICTIONARY
                ? leaf.physicalType() != PrimitiveTypeName.BOOLEAN
                : ValueEncoding.valueOf(encoding.name()).suits(leaf.physicalType());
        if (suits) {
            return encoding;
        }
        if (named) {
            throw new IllegalArgumentException("the " + option + " of column '" + leaf.path() + "' is " + encoding
                    + ", which the format does not have for " + leaf.physicalType() + "; choose AUTO, or one of "
                    + Stream.of(ValueEncoding.values())
                            .filter(other -> other.suits(leaf.physicalType()))
                            .toList());
        }
        return ColumnEncoding.AUTO;
    }

    private static List<ValueEncoding> encodings(final Leaf leaf, final ColumnEncoding encoding) {
        if (encoding != ColumnEncoding.AUTO) {
            return List.of(ValueEncoding.valueOf(encoding.name()));
        }
        final List<ValueEncoding> all = new ArrayList<>();
        for (final ValueEncoding candidate : ValueEncoding.values()) {
            if (candidate.isWidelyReadFor(leaf.physicalType())) {
                all.add(candidate);
            }
        }
        return List.copyOf(all);
    }

    private static Optional<BloomFilter> bloomFilter(final Leaf leaf, final ColumnOptions column, final boolean named) {
        if (column.bloomFilter().isPresent() && leaf.physicalType() == PrimitiveTypeName.BOOLEAN) {
            if (named) {
                throw new IllegalArgumentException("column '" + leaf.path() + "' shall have a Bloom filter and is"
                        + " BOOLEAN, for which the format has none; leave it out");
            }
            return Optional.empty();
        }
        return column.bloomFilter();
    }

    /**
     * Bytes that values without a dictionary take at most, however they are encoded, room to work in included.
     *
     * @param count how many there are at most
     * @param plainBytes their PLAIN bytes
     * @param width bytes of a value; 0 for byte arrays and booleans
     */
    long maxEncodedBytes(final int count, final long plainBytes, final int width) {
        long most = plainBytes;
        for (int i = 0; i < encodings.size(); i++) {
            final ValueEncoding encoding = encodings.get(i);
            // Values of a fixed width, and the lengths of others, say how many there can be.
            final long values = encoding == ValueEncoding.RLE
                    ? count
                    : Math.min(count, plainBytes / (width > 0 ? width : Integer.BYTES));
            most = Math.max(most, encoding.maxBytes((int) values, plainBytes, width));
        }
        return most;
    }
}
