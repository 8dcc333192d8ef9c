package dev.intarsia.internal.state;

import dev.intarsia.options.SortingColumn;
import dev.intarsia.options.WriterOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@link WriterOptions} as a struct. Static functions without state.
 *
 * <p>Every option is written, whether or not it is the default, because a default may be another in a later version and
 * the file in progress keeps what it was begun with. A field that is missing comes from a version that did not have the
 * option, and stands for what that version did; one that is not known comes from a later version and is refused. Ids
 * are given once and never again.
 */
public final class OptionsForm {
    private static final int COMPRESSION = 1;
    private static final int ROW_GROUP_BYTES = 2;
    private static final int ROW_GROUP_ROWS = 3;
    private static final int PAGE_BYTES = 4;
    private static final int PAGE_ROWS = 5;
    private static final int DICTIONARY_PAGE_BYTES = 6;
    private static final int BOUND_BYTES = 7;
    private static final int DATA_PAGES = 8;
    private static final int MIN_COMPRESSION_RATIO = 9;
    private static final int PAGE_INDEX = 10;
    private static final int PAGE_HEADER_STATISTICS = 11;
    private static final int FLOAT_ORDER = 12;
    private static final int SORTING_COLUMNS = 13;
    private static final int ARROW_SCHEMA = 14;
    private static final int METADATA = 15;
    private static final int DEFAULTS = 16;
    private static final int COLUMNS = 17;

    private static final int PATH = 1;
    private static final int DESCENDING = 2;
    private static final int NULLS_FIRST = 3;

    private OptionsForm() {}

    /** Writes the fields; the caller begins and ends the struct. */
    public static void write(final WriterOptions options, final StateOutput out) {
        final int compression = out.beginField(COMPRESSION);
        ColumnOptionsForm.write(options.compression(), out);
        out.end(compression);
        number(ROW_GROUP_BYTES, options.rowGroupBytes(), out);
        number(ROW_GROUP_ROWS, options.rowGroupRows(), out);
        number(PAGE_BYTES, options.pageBytes(), out);
        number(PAGE_ROWS, options.pageRows(), out);
        number(DICTIONARY_PAGE_BYTES, options.dictionaryPageBytes(), out);
        number(BOUND_BYTES, options.boundBytes(), out);
        number(DATA_PAGES, OptionCodes.of(options.dataPages()), out);
        final int ratio = out.beginField(MIN_COMPRESSION_RATIO);
        out.putDouble(options.minCompressionRatio());
        out.end(ratio);
        yesOrNo(PAGE_INDEX, options.pageIndex(), out);
        yesOrNo(PAGE_HEADER_STATISTICS, options.pageHeaderStatistics(), out);
        number(FLOAT_ORDER, OptionCodes.of(options.floatOrder()), out);
        writeSorting(options, out);
        yesOrNo(ARROW_SCHEMA, options.arrowSchema(), out);
        final int metadata = out.beginField(METADATA);
        out.putVarint(options.metadata().size());
        options.metadata().forEach((key, value) -> {
            out.putString(key);
            out.putString(value);
        });
        out.end(metadata);
        final int defaults = out.beginField(DEFAULTS);
        ColumnOptionsForm.write(options.defaults(), out);
        out.end(defaults);
        final int columns = out.beginField(COLUMNS);
        out.putVarint(options.columns().size());
        // In the order of paths, since that of an immutable map is another in each process.
        new TreeMap<>(options.columns()).forEach((path, column) -> {
            out.putString(path);
            final int begun = out.begin();
            ColumnOptionsForm.write(column, out);
            out.end(begun);
        });
        out.end(columns);
    }

    private static void writeSorting(final WriterOptions options, final StateOutput out) {
        final int sorting = out.beginField(SORTING_COLUMNS);
        out.putVarint(options.sortingColumns().size());
        for (final SortingColumn column : options.sortingColumns()) {
            final int begun = out.begin();
            final int path = out.beginField(PATH);
            out.putString(column.path());
            out.end(path);
            yesOrNo(DESCENDING, column.descending(), out);
            yesOrNo(NULLS_FIRST, column.nullsFirst(), out);
            out.end(begun);
        }
        out.end(sorting);
    }

    /**
     * Reads the fields.
     *
     * @param in all of the struct
     * @throws StateFormatException if they are damaged, out of their ranges, or not known to this version
     */
    public static WriterOptions read(final StateInput in) throws StateFormatException {
        final WriterOptions.Builder options = WriterOptions.builder();
        try {
            for (int id = in.nextField(); id != StateInput.END; id = in.nextField()) {
                readField(id, in, options);
            }
            return options.build();
        } catch (final IllegalArgumentException e) {
            throw in.malformed("there are options that cannot be: " + e.getMessage());
        }
    }

    private static void readField(final int id, final StateInput in, final WriterOptions.Builder options)
            throws StateFormatException {
        final StateInput field = in.field();
        switch (id) {
            case COMPRESSION -> options.compression(ColumnOptionsForm.readCompression(field));
            case ROW_GROUP_BYTES -> options.rowGroupBytes(field.getVarint());
            case ROW_GROUP_ROWS -> options.rowGroupRows(field.getVarintAsInt());
            case PAGE_BYTES -> options.pageBytes(field.getVarintAsInt());
            case PAGE_ROWS -> options.pageRows(field.getVarintAsInt());
            case DICTIONARY_PAGE_BYTES -> options.dictionaryPageBytes(field.getVarintAsInt());
            case BOUND_BYTES -> options.boundBytes(field.getVarintAsInt());
            case DATA_PAGES -> options.dataPages(OptionCodes.dataPages(field.getVarintAsInt()));
            case MIN_COMPRESSION_RATIO -> options.minCompressionRatio(field.getDouble());
            case PAGE_INDEX -> options.pageIndex(field.getBoolean());
            case PAGE_HEADER_STATISTICS -> options.pageHeaderStatistics(field.getBoolean());
            case FLOAT_ORDER -> options.floatOrder(OptionCodes.floatOrder(field.getVarintAsInt()));
            case SORTING_COLUMNS -> options.sortingColumns(readSorting(field));
            case ARROW_SCHEMA -> options.arrowSchema(field.getBoolean());
            case METADATA -> readMetadata(field, options);
            case DEFAULTS -> options.defaults(ColumnOptionsForm.read(field));
            case COLUMNS -> readColumns(field, options);
            default -> throw in.unknownField("the options of the file");
        }
    }

    private static SortingColumn[] readSorting(final StateInput in) throws StateFormatException {
        final SortingColumn[] columns = new SortingColumn[in.getCount(1)];
        for (int i = 0; i < columns.length; i++) {
            final StateInput struct = in.getNested();
            String path = null;
            boolean descending = false;
            boolean nullsFirst = false;
            for (int id = struct.nextField(); id != StateInput.END; id = struct.nextField()) {
                switch (id) {
                    case PATH -> path = struct.field().getString();
                    case DESCENDING -> descending = struct.field().getBoolean();
                    case NULLS_FIRST -> nullsFirst = struct.field().getBoolean();
                    default -> throw struct.unknownField("a sorting column");
                }
            }
            if (path == null) {
                throw struct.malformed("a sorting column has no path");
            }
            columns[i] = new SortingColumn(path, descending, nullsFirst);
        }
        return columns;
    }

    private static void readMetadata(final StateInput in, final WriterOptions.Builder options)
            throws StateFormatException {
        final Map<String, String> entries = new LinkedHashMap<>();
        for (int left = in.getCount(2); left > 0; left--) {
            final String key = in.getString();
            if (entries.put(key, in.getString()) != null) {
                throw in.malformed("two entries of metadata have the key '" + key + "'");
            }
        }
        entries.forEach(options::metadata);
    }

    private static void readColumns(final StateInput in, final WriterOptions.Builder options)
            throws StateFormatException {
        String before = null;
        for (int left = in.getCount(2); left > 0; left--) {
            final String path = in.getString();
            if (before != null && path.compareTo(before) <= 0) {
                throw in.malformed("the options of column '" + path + "' come behind those of column '" + before + "'");
            }
            options.column(path, ColumnOptionsForm.read(in.getNested()));
            before = path;
        }
    }

    static void number(final int id, final long value, final StateOutput out) {
        final int field = out.beginField(id);
        out.putVarint(value);
        out.end(field);
    }

    private static void yesOrNo(final int id, final boolean value, final StateOutput out) {
        final int field = out.beginField(id);
        out.putBoolean(value);
        out.end(field);
    }
}
