package dev.intarsia.testkit.structure;

/** What is asserted of a file. Each rule has a file in the tests that breaks it. */
public enum Rule {
    // FooterRules
    MAGIC(Authority.FORMAT, "the file starts and ends with PAR1"),
    FOOTER_LENGTH(Authority.FORMAT, "the footer's length leads to a struct that fills it"),
    VERSION(Authority.HOUSE, "FileMetaData.version is 1"),
    CREATED_BY(Authority.HOUSE, "created_by is '<app> version <semver> (build <hash>)'"),
    FILE_ROWS(Authority.FORMAT, "num_rows is the sum over the row groups"),
    COLUMN_ORDERS(Authority.FORMAT, "one column order a leaf where a bound is written, and total order on floats only"),

    // SchemaRules and LogicalTypeRules
    SCHEMA_TREE(
            Authority.FORMAT, "the schema's elements make one tree whose leaves have types and groups have children"),
    FIELD_NAMES(Authority.HOUSE, "the fields of a group have different names"),
    NESTED_SHAPE(Authority.HOUSE, "a LIST is list.element, a MAP is key_value with a required key"),
    LOGICAL_TYPE(Authority.FORMAT, "a logical type stands on a physical type that can hold it"),
    CONVERTED_TYPE(Authority.FORMAT, "converted type, scale and precision say what the logical type says"),
    BOTH_TYPES(Authority.HOUSE, "where a logical type has a converted one, both are written"),
    VALUE_RANGE(Authority.FORMAT, "integers and decimals keep to their bit width or precision, and UNKNOWN to nulls"),

    // RowGroupRules
    GROUP_COLUMNS(Authority.FORMAT, "a row group's columns are the leaves, in order, of the right path and type"),
    GROUP_ROWS(Authority.FORMAT, "every column of a row group has num_rows rows"),
    GROUP_NOT_EMPTY(Authority.HOUSE, "no row group without rows"),
    GROUP_SIZES(Authority.FORMAT, "total_byte_size and total_compressed_size are the sums over the columns"),
    GROUP_OFFSET(Authority.FORMAT, "file_offset of a row group is its first page's"),
    GROUP_ORDINAL(Authority.FORMAT, "ordinal of a row group is its place"),

    // SortRules
    SORTING_COLUMNS(Authority.FORMAT, "sorting_columns name leaves, each once"),
    SORTED(Authority.FORMAT, "the rows stand in the order that sorting_columns claim"),

    // ChunkRules
    CHUNK_FILE_OFFSET(Authority.HOUSE, "ColumnChunk.file_offset is 0"),
    CHUNK_VALUES(Authority.FORMAT, "num_values is the sum over the data pages"),
    CHUNK_SIZES(Authority.FORMAT, "a chunk's sizes are those of its pages with their headers"),
    DATA_PAGE_OFFSET(Authority.FORMAT, "data_page_offset is the first data page"),
    DICTIONARY_PAGE_OFFSET(Authority.FORMAT, "dictionary_page_offset is the dictionary page, and absent without one"),
    ENCODINGS(Authority.FORMAT, "encodings are those of the pages, and none that neither pages nor levels have"),
    ENCODINGS_TIDY(Authority.HOUSE, "encodings are those of the levels, too, and none is named twice"),
    ENCODING_STATS(Authority.FORMAT, "encoding_stats count the pages of each kind"),
    CONTIGUOUS(Authority.FORMAT, "every byte of the file belongs to one thing and one thing only"),
    COMPLETE(Authority.HOUSE, "checksums, encoding_stats, counts, bounds and exact flags are written"),

    // PageRules
    PAGE_HEADER(Authority.FORMAT, "page headers lead from page to page and have what their type needs"),
    PAGE_CRC(Authority.FORMAT, "crc is the CRC-32 of the bytes as stored"),
    PAGE_SIZE(Authority.FORMAT, "a page decompresses to uncompressed_page_size"),
    LEVELS(Authority.FORMAT, "levels fill their section and stay below their maxima"),
    PAGE_STARTS_ROW(Authority.FORMAT, "a page starts at repetition level 0"),
    PAGE_NOT_EMPTY(Authority.HOUSE, "no data page without rows"),
    V2_COUNTS(Authority.FORMAT, "num_rows and num_nulls of a data page V2 are those of its levels"),
    V2_COMPRESSION(
            Authority.HOUSE, "is_compressed is false where compression does not pay, and nothing stands for nothing"),
    PAGE_VALUES(Authority.FORMAT, "the values of a page are as many as its levels say and fill it"),
    DELTA_PADDING(Authority.HOUSE, "miniblocks without values have bit width 0"),
    DICTIONARY_PAGE(Authority.FORMAT, "at most one dictionary page, first, filled by the entries it claims"),
    DICTIONARY_USED(Authority.HOUSE, "a dictionary has entries, and a page that uses it"),
    DICTIONARY_IDS(Authority.FORMAT, "dictionary ids are below the number of entries"),
    DICTIONARY_WIDTH(Authority.HOUSE, "ids have a bit width, and no wider one than the entries need"),

    // StatisticsRules and BoundRules
    NULL_COUNT(Authority.FORMAT, "null_count is exact"),
    NAN_COUNT(Authority.FORMAT, "nan_count is exact, on floats only, and written under total order"),
    DISTINCT_COUNT(Authority.FORMAT, "distinct_count is exact"),
    BOUND_FORM(Authority.FORMAT, "a bound has the form of a value; of texts it is a text"),
    BOUNDS(Authority.FORMAT, "bounds bound"),
    EXACT_FLAGS(Authority.FORMAT, "an exact bound is attained"),
    TRUNCATION(Authority.HOUSE, "an inexact bound is the true one cut, and only texts and binaries are cut"),
    BOUNDS_FORBIDDEN(Authority.FORMAT, "no bounds for types without an order, nor for no values"),
    NAN_BOUNDS(Authority.FORMAT, "no NaN is a bound, but under total order where there is nothing else"),
    BOUNDS_BESIDE_NAN(Authority.HOUSE, "no bounds beside a NaN under type order, where readers prune wrongly"),
    ZERO_BOUNDS(Authority.FORMAT, "under type order a zero minimum is -0.0 and a zero maximum is +0.0"),
    DEPRECATED_BOUNDS(Authority.HOUSE, "the old min and max are not written unless their order is the signed one"),
    SIZE_STATISTICS(
            Authority.FORMAT, "unencoded bytes and level histograms of a chunk are exact and there where needed"),
    GEOSPATIAL(Authority.FORMAT, "a bounding box bounds every geometry, and geospatial_types list all of them"),

    // IndexRules
    INDEX_LOCATION(
            Authority.FORMAT, "offset and length of an index lead to a struct that fills it; no column index alone"),
    OFFSET_INDEX(
            Authority.FORMAT, "the offset index lists the data pages, their sizes, first rows and unencoded bytes"),
    COLUMN_INDEX(Authority.FORMAT, "the column index has one entry a data page in each of its lists"),
    NULL_PAGES(Authority.FORMAT, "a null page is one of nulls only, with empty bounds"),
    INDEX_COUNTS(Authority.FORMAT, "null_counts and nan_counts of the column index are exact"),
    BOUNDARY_ORDER(Authority.FORMAT, "boundary_order is true of the bounds as written"),
    BOUNDARY_ORDER_CLAIMED(Authority.HOUSE, "an order that holds is claimed"),
    INDEX_HISTOGRAMS(Authority.FORMAT, "level histograms of the column index are exact"),
    COLUMN_INDEX_PRESENT(
            Authority.HOUSE, "beside an offset index a column index is missing only if a page has no bounds"),

    // BloomRules
    BLOOM_HEADER(
            Authority.FORMAT, "a bloom filter is BLOCK, XXHASH, uncompressed, of a power of two of bytes from 32 on"),
    BLOOM_LENGTH(Authority.FORMAT, "bloom_filter_length is that of header and bits"),
    BLOOM_MEMBERS(Authority.FORMAT, "a bloom filter knows every value of its chunk"),
    BLOOM_SELECTIVE(Authority.HOUSE, "a bloom filter does not know everything"),

    // what a whole writer writes, beyond what every file must have
    SIZE_STATISTICS_PRESENT(Authority.WHOLE, "a chunk has size_statistics unless they say no more than its counts"),
    PAGE_INDEX_PRESENT(Authority.WHOLE, "every chunk has an offset index"),

    // not a fault of the file
    READABLE(Authority.CHECKER, "the checker knows codec and encoding and can look inside");

    /** Who says so. */
    public enum Authority {
        /** The format: a file that breaks it is wrong. */
        FORMAT,
        /** Our own house: other writers may do otherwise. */
        HOUSE,
        /** Our own house, with the page index and SizeStatistics on. */
        WHOLE,
        /** The checker's own limits. */
        CHECKER
    }

    private final Authority authority;
    private final String sentence;

    Rule(final Authority authority, final String sentence) {
        this.authority = authority;
        this.sentence = sentence;
    }

    public Authority authority() {
        return authority;
    }

    /** What is so in a sound file. */
    public String sentence() {
        return sentence;
    }
}
