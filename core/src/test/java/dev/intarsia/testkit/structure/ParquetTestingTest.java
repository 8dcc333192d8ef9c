package dev.intarsia.testkit.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.testkit.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files of parquet-testing, which many writers of many years wrote: which of them break the format, and where. What
 * is listed here was looked at and is so; a file that is not listed is sound.
 */
class ParquetTestingTest {
    private static final Map<String, Set<Rule>> BROKEN = new TreeMap<>();

    static {
        // data_page_offset leads to the dictionary page and dictionary_page_offset is missing: parquet-mr, Impala
        for (final String name : List.of(
                "alltypes_tiny_pages",
                "datapage_v2.snappy",
                "hadoop_lz4_compressed",
                "nested_lists.snappy",
                "nested_maps.snappy",
                "nullable.impala")) {
            broken(name, Rule.DATA_PAGE_OFFSET, Rule.DICTIONARY_PAGE_OFFSET);
        }
        // total_byte_size is not the sum, or file_offset that of the metadata: parquet-cpp before 2.0
        broken("alltypes_plain.snappy", Rule.GROUP_SIZES);
        broken("list_columns", Rule.GROUP_SIZES, Rule.NULL_COUNT); // and nulls of empty and null lists are not counted
        broken("lz4_raw_compressed", Rule.GROUP_OFFSET);
        broken("lz4_raw_compressed_larger", Rule.GROUP_OFFSET);
        broken("nan_in_stats", Rule.GROUP_SIZES, Rule.NAN_BOUNDS); // what it is there for
        broken("non_hadoop_lz4_compressed", Rule.GROUP_SIZES, Rule.GROUP_OFFSET);
        broken("single_nan", Rule.GROUP_SIZES);
        broken("delta_length_byte_array", Rule.GROUP_OFFSET, Rule.CONTIGUOUS); // file_offset leads to 330 stray bytes
        // PLAIN or PLAIN_DICTIONARY claimed for chunks that have neither: Impala
        for (final String name : List.of("alltypes_dictionary", "alltypes_plain", "alltypes_plain.snappy")) {
            broken(name, Rule.ENCODINGS);
        }
        // +0.0 as a minimum: Impala, and parquet-rs of its first years
        broken("alltypes_tiny_pages", Rule.ZERO_BOUNDS);
        broken("alltypes_tiny_pages_plain", Rule.ZERO_BOUNDS);
        broken("nested_structs.rust", Rule.ZERO_BOUNDS, Rule.COLUMN_ORDERS, Rule.GROUP_SIZES);
        // bounds without column orders
        broken("concatenated_gzip_members", Rule.COLUMN_ORDERS);
        broken("data_index_bloom_encoding_with_length", Rule.COLUMN_ORDERS);
        broken(
                "rle_boolean_encoding",
                Rule.COLUMN_ORDERS,
                Rule.GROUP_SIZES,
                Rule.LEVELS); // two bytes behind the levels
        // what they are there for
        broken("datapage_v1-corrupt-checksum", Rule.PAGE_CRC);
        broken("rle-dict-uncompressed-corrupt-checksum", Rule.PAGE_CRC);
        broken("dict-page-offset-zero", Rule.DICTIONARY_PAGE_OFFSET, Rule.BLOOM_LENGTH);
        broken("page_v2_empty_compressed", Rule.ENCODING_STATS); // its pages V2 are counted as V1
        broken(
                "nation.dict-malformed",
                Rule.GROUP_SIZES,
                Rule.CHUNK_VALUES,
                Rule.CHUNK_SIZES,
                Rule.DATA_PAGE_OFFSET,
                Rule.DICTIONARY_PAGE_OFFSET,
                Rule.ENCODINGS,
                Rule.CONTIGUOUS,
                Rule.PAGE_HEADER);
        // an index that calls every page a null page, with counts of -1
        for (final String name : List.of("corrupt", "snappy-compressed", "uncompressed")) {
            broken("datapage_v1-" + name + "-checksum", Rule.NULL_PAGES, Rule.INDEX_COUNTS);
        }
        broken("byte_array_decimal", Rule.ENCODINGS, Rule.CONTIGUOUS); // no encodings; metadata that nothing leads to
        broken("column_chunk_key_value_metadata", Rule.CONTIGUOUS, Rule.PAGE_HEADER); // a row group of no rows
        broken("repeated_no_annotation", Rule.FILE_ROWS); // num_rows 0
    }

    private static void broken(final String name, final Rule... rules) {
        BROKEN.computeIfAbsent(name, key -> EnumSet.noneOf(Rule.class)).addAll(List.of(rules));
    }

    @Test
    void everyFileIsSoundOrBreaksWhatIsKnownOfIt() throws IOException {
        final Map<String, Set<Rule>> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(TestData.folder("parquet-testing/data"))) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                if (name.endsWith(".parquet") && !isSlow(name)) {
                    final Set<Rule> rules = StructureCheck.look(Files.readAllBytes(file), Strictness.FORMAT).stream()
                            .map(Finding::rule)
                            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
                    if (!rules.isEmpty()) {
                        found.put(name.substring(0, name.length() - ".parquet".length()), rules);
                    }
                }
            }
        }

        assertThat(found).isEqualTo(BROKEN);
    }

    /** Sound, and of forty thousand pages. */
    private static boolean isSlow(final String name) {
        return name.startsWith("overflow_i16");
    }
}
