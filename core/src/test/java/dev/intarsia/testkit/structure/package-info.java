/**
 * The structure check: every byte of a Parquet file looked at, and everything that is not as it should be said in a
 * sentence that names row group, column, page and rule.
 *
 * <p>An oracle that reads a file tells whether the values come back. It does not tell whether the file keeps the rules
 * that other readers rely on: it skips what it does not need, repairs what it can, and forgives its own writer. So this
 * package reads the format itself. It has its own Thrift reader, decoders, hash and orders, on the heap, value by
 * value, slow and plain; it uses no Parquet library and nothing of {@code dev.intarsia}. Only the codecs are borrowed,
 * from the JDK and aircompressor.
 *
 * <p><b>Flow.</b> {@link dev.intarsia.testkit.structure.StructureCheck} takes the bytes of a file. FooterRules finds
 * the footer, which {@code ThriftReader} turns into a tree that knows field ids and nothing of their meaning;
 * SchemaRules makes the leaves. RowGroupRules then goes through each column: {@code ChunkReader} walks from page header
 * to page header, as a reader without an index would, and {@code PageReader} decodes every page into levels and values.
 * A value is from there on the bytes of its PLAIN form, whatever its type and encoding. {@code Truth} is what those
 * values say by themselves: counts, least and greatest. All else is a comparison of what is stated with what is true,
 * and ends in a {@code Report}. What cannot be decoded is one finding and ends the look at that page or chunk only, so
 * that one fault does not hide another.
 *
 * <p><b>The rules</b> are the constants of {@link dev.intarsia.testkit.structure.Rule}, each with its sentence:
 *
 * <ul>
 *   <li>FooterRules: MAGIC, FOOTER_LENGTH, VERSION, CREATED_BY, FILE_ROWS, COLUMN_ORDERS.
 *   <li>SchemaRules and LogicalTypeRules: SCHEMA_TREE, FIELD_NAMES, NESTED_SHAPE, LOGICAL_TYPE, CONVERTED_TYPE,
 *       BOTH_TYPES, VALUE_RANGE.
 *   <li>RowGroupRules: GROUP_COLUMNS, GROUP_ROWS, GROUP_NOT_EMPTY, GROUP_SIZES, GROUP_OFFSET, GROUP_ORDINAL.
 *   <li>SortRules: SORTING_COLUMNS, SORTED. Rows are compared up to the first sorting column that is repeated; under
 *       type order zeros are one, and NaNs are one and above all else.
 *   <li>ChunkRules and Extents: CHUNK_FILE_OFFSET, CHUNK_VALUES, CHUNK_SIZES, DATA_PAGE_OFFSET, DICTIONARY_PAGE_OFFSET,
 *       ENCODINGS, ENCODINGS_TIDY, ENCODING_STATS, CONTIGUOUS, COMPLETE.
 *   <li>PageRules and DictionaryRules: PAGE_HEADER, PAGE_CRC, PAGE_SIZE, LEVELS, PAGE_STARTS_ROW,
 *       PAGE_NOT_EMPTY, V2_COUNTS, V2_COMPRESSION, PAGE_VALUES, DELTA_PADDING, DICTIONARY_PAGE,
 *       DICTIONARY_USED, DICTIONARY_IDS, DICTIONARY_WIDTH.
 *   <li>StatisticsRules and BoundRules, for chunks, page headers and column indexes alike: NULL_COUNT, NAN_COUNT,
 *       DISTINCT_COUNT, BOUND_FORM, BOUNDS, EXACT_FLAGS, TRUNCATION, BOUNDS_FORBIDDEN, NAN_BOUNDS,
 *       BOUNDS_BESIDE_NAN, ZERO_BOUNDS, DEPRECATED_BOUNDS. SizeRules: SIZE_STATISTICS, SIZE_STATISTICS_PRESENT.
 *       GeospatialRules: GEOSPATIAL.
 *   <li>IndexRules and ColumnIndexRules: INDEX_LOCATION, OFFSET_INDEX, COLUMN_INDEX, NULL_PAGES, INDEX_COUNTS,
 *       BOUNDARY_ORDER, BOUNDARY_ORDER_CLAIMED, INDEX_HISTOGRAMS, COLUMN_INDEX_PRESENT, PAGE_INDEX_PRESENT.
 *   <li>BloomRules: BLOOM_HEADER, BLOOM_LENGTH, BLOOM_MEMBERS, BLOOM_SELECTIVE.
 *   <li>READABLE: encryption, BROTLI and LZO are beyond the checker, and it says so.
 * </ul>
 *
 * <p>Each rule has an authority: the format, whose rules every writer must keep; our house, which is stricter; or the
 * checker's own limits. {@link dev.intarsia.testkit.structure.Strictness} picks among them, so that files of others can
 * be looked at, too: the tests list which files of parquet-testing break the format, and why.
 *
 * <p>A check that cannot fail is a defect. {@code MutationTest} therefore takes sound files of ours and of parquet-java
 * apart, breaks one rule, puts them together again with all offsets true, and asserts that this rule is found broken
 * and no other; it fails where a rule has no such file.
 *
 * <p><b>Threads, ownership.</b> The check is a function of a byte array, which it only reads; all else is
 * confined to the call.
 */
package dev.intarsia.testkit.structure;
