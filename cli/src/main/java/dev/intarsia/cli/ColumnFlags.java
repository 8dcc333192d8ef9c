package dev.intarsia.cli;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.SortingColumn;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of {@code write} that may speak of single columns, by their paths joined by dots. */
final class ColumnFlags {
    @Option(
            names = "--encoding",
            paramLabel = "[COLUMN=]ENCODING",
            description = "AUTO, PLAIN, DICTIONARY, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY,"
                    + " BYTE_STREAM_SPLIT or RLE. For all columns, those whose type does not have it stay AUTO."
                    + " Default: AUTO, which measures.")
    private List<String> encodings = new ArrayList<>();

    @Option(
            names = "--fallback",
            paramLabel = "[COLUMN=]ENCODING",
            description = "What values get that AUTO or DICTIONARY gives no dictionary. PLAIN makes files that the"
                    + " oldest readers know. Default: AUTO, which measures.")
    private List<String> fallbacks = new ArrayList<>();

    @Option(
            names = "--codec",
            paramLabel = "COLUMN=CODEC",
            description = "The codec of a column, named as for --compression, whose codec all others have.")
    private List<String> codecs = new ArrayList<>();

    @Option(
            names = "--statistics",
            paramLabel = "[COLUMN=]DEPTH",
            description = "Minimum and maximum: none, chunk for those of column chunks, page for those of pages too."
                    + " Default: page.")
    private List<String> statistics = new ArrayList<>();

    @Option(
            names = "--bloom",
            paramLabel = "COLUMN[=FPP]",
            description = "Write Bloom filters of a column, which are wrong for a share FPP of the values that they do"
                    + " not hold. Default of FPP: 0.01.")
    private List<String> blooms = new ArrayList<>();

    @Option(
            names = "--sort",
            paramLabel = "COLUMN[:desc][:nulls-first]",
            description = "State that rows are sorted by a column, the most significant first. The input must be; rows"
                    + " that break the order are refused.")
    private List<String> sorts = new ArrayList<>();

    /**
     * Puts what was given into the options.
     *
     * @throws IllegalArgumentException with a sentence that begins with the option
     */
    void applyTo(final WriterOptions.Builder options) {
        final Map<String, List<Consumer<ColumnOptions.Builder>>> settings = new LinkedHashMap<>();
        settings.put("", new ArrayList<>());
        read("--encoding", encodings, encoding(), ColumnOptions.Builder::encoding, settings);
        read("--fallback", fallbacks, encoding(), ColumnOptions.Builder::fallback, settings);
        read("--statistics", statistics, depth(), ColumnOptions.Builder::statistics, settings);
        for (final String codec : codecs) {
            if (codec.indexOf('=') < 0) {
                throw new IllegalArgumentException("--codec " + codec + ": it names no column, as in COLUMN=" + codec
                        + "; --compression sets the codec of all columns");
            }
        }
        read("--codec", codecs, Compression::parse, ColumnOptions.Builder::compression, settings);
        for (final String bloom : blooms) {
            final String text = bloom.indexOf('=') < 0 ? bloom + "=" + BloomFilter.DEFAULT.falsePositives() : bloom;
            read("--bloom", List.of(text), ColumnFlags::bloom, ColumnOptions.Builder::bloomFilter, settings);
        }
        final ColumnOptions defaults = build(ColumnOptions.builder(), settings.remove(""));
        options.defaults(defaults);
        settings.forEach((column, changes) -> options.column(column, build(defaults.toBuilder(), changes)));
        options.sortingColumns(sorts.stream().map(ColumnFlags::sorting).toArray(SortingColumn[]::new));
    }

    private static ColumnOptions build(
            final ColumnOptions.Builder builder, final List<Consumer<ColumnOptions.Builder>> changes) {
        changes.forEach(change -> change.accept(builder));
        return builder.build();
    }

    private static <T> void read(
            final String option,
            final List<String> texts,
            final Function<String, T> parser,
            final BiFunction<ColumnOptions.Builder, T, ?> setter,
            final Map<String, List<Consumer<ColumnOptions.Builder>>> settings) {
        for (final String text : texts) {
            final ForColumn<T> setting;
            try {
                setting = ForColumn.of(text, parser);
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException(option + " " + text + ": " + e.getMessage(), e);
            }
            settings.computeIfAbsent(setting.column(), unused -> new ArrayList<>())
                    .add(builder -> setter.apply(builder, setting.value()));
        }
    }

    private static Function<String, ColumnEncoding> encoding() {
        return name -> named(name, "encoding", ColumnEncoding.values());
    }

    private static Function<String, StatisticsDepth> depth() {
        return name -> named(name, "depth of statistics", StatisticsDepth.values());
    }

    static <E extends Enum<E>> E named(final String name, final String what, final E[] values) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(name.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no " + what + " '" + name + "'; choose one of " + Arrays.toString(values)));
    }

    private static BloomFilter bloom(final String falsePositives) {
        final double share;
        try {
            share = Double.parseDouble(falsePositives);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + falsePositives + "' is not a number; give a share such as 0.01", e);
        }
        return new BloomFilter(share, BloomFilter.DEFAULT.distinctValues(), BloomFilter.DEFAULT.maxBytes());
    }

    /** What stands behind the last colons, as far as it is known, is no part of the column's name. */
    private static SortingColumn sorting(final String text) {
        String column = text;
        boolean descending = false;
        boolean nullsFirst = false;
        while (true) {
            final int colon = column.lastIndexOf(':');
            final String last = colon < 0 ? "" : column.substring(colon + 1).toLowerCase(Locale.ROOT);
            if (last.equals("desc")) {
                descending = true;
            } else if (last.equals("nulls-first")) {
                nullsFirst = true;
            } else {
                return new SortingColumn(column, descending, nullsFirst);
            }
            column = column.substring(0, colon);
        }
    }
}
