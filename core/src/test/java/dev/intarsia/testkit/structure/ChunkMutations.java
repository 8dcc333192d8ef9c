package dev.intarsia.testkit.structure;

import static dev.intarsia.testkit.structure.Mutation.Base.JAVA_V1;
import static dev.intarsia.testkit.structure.Mutation.Base.JAVA_V1_PLAIN;
import static dev.intarsia.testkit.structure.Mutation.Base.OURS;
import static dev.intarsia.testkit.structure.Mutation.late;
import static dev.intarsia.testkit.structure.Mutation.of;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files that break ChunkRules, BloomRules and what a chunk must have. */
final class ChunkMutations {
    private ChunkMutations() {}

    static List<Mutation> all() {
        final List<Mutation> all = new ArrayList<>();
        sizesAndOffsets(all);
        encodings(all);
        missing(all);
        bloomFilters(all);
        return all;
    }

    private static void sizesAndOffsets(final List<Mutation> all) {
        all.add(of(
                Rule.CHUNK_FILE_OFFSET,
                "file_offset",
                OURS,
                m -> m.column("id").chunk.set(2, 5L),
                "row group 0, column 'id': file_offset is 5, and should be 0"));
        all.add(of(
                Rule.CHUNK_VALUES,
                "num_values",
                OURS,
                m -> m.column(1, "flag").metadata.set(5, 51L),
                "row group 1, column 'flag': num_values is 51, and should be 50"));
        all.add(late(
                Rule.CHUNK_SIZES,
                "total_uncompressed_size",
                OURS,
                m -> Mutation.add(m.column("id").metadata, 6, 1),
                "row group 0, column 'id': total_uncompressed_size is",
                Rule.GROUP_SIZES));
        all.add(late(
                Rule.DATA_PAGE_OFFSET,
                "the dictionary page",
                OURS,
                m -> m.column("text").metadata.set(9, m.column("text").metadata.i64(11)),
                "row group 0, column 'text': data_page_offset is"));
        all.add(late(
                Rule.DICTIONARY_PAGE_OFFSET,
                "a data page",
                OURS,
                m -> m.column("id").metadata.set(11, 4L),
                "dictionary_page_offset is 4, and the chunk has no dictionary page"));
        all.add(late(
                Rule.DICTIONARY_PAGE_OFFSET,
                "nothing",
                OURS,
                m -> m.column("text")
                        .metadata
                        .set(9, m.column("text").metadata.i64(11))
                        .remove(11),
                "dictionary_page_offset (-1: not written) is -1",
                Rule.DATA_PAGE_OFFSET));
        all.add(of(
                Rule.CONTIGUOUS,
                "three bytes in between",
                OURS,
                m -> m.beforeIndexes = mutant -> mutant.junk(3),
                "nothing owns the 3 bytes between row group 1, column 'flag', page"));
        all.add(late(
                Rule.CONTIGUOUS,
                "one bloom filter for two",
                JAVA_V1_PLAIN,
                m -> m.column("name").metadata.set(14, m.column("id").metadata.i64(14)),
                "overlap",
                Rule.BLOOM_MEMBERS));
    }

    private static void encodings(final List<Mutation> all) {
        all.add(of(
                Rule.ENCODINGS,
                "one too many",
                OURS,
                m -> m.column("id").metadata.list(2, Integer.class).add(Encoding.DELTA_BINARY_PACKED),
                "encodings are [PLAIN, RLE, DELTA_BINARY_PACKED], the pages have [PLAIN], their levels []"));
        all.add(of(
                Rule.ENCODINGS,
                "that of the pages missing",
                OURS,
                m -> m.column("real").metadata.set(2, new ArrayList<>(List.of(Encoding.RLE))),
                "encodings are [RLE], the pages have [PLAIN], their levels [RLE]"));
        all.add(of(
                Rule.ENCODINGS_TIDY,
                "that of the levels missing",
                OURS,
                m -> m.column("real").metadata.set(2, new ArrayList<>(List.of(Encoding.PLAIN))),
                "encodings are [PLAIN], the pages have [PLAIN], their levels [RLE]"));
        all.add(of(
                Rule.ENCODINGS_TIDY,
                "one twice",
                OURS,
                m -> m.column("id").metadata.list(2, Integer.class).add(Encoding.PLAIN),
                "encodings are [PLAIN, RLE, PLAIN]"));
        all.add(of(
                Rule.ENCODING_STATS,
                "a page too many",
                OURS,
                m -> Mutation.add(m.column("id").metadata.structs(13).get(0), 3, 1),
                "the pages are {[0, 0]=4}, encoding_stats say {[0, 0]=5}"));
        all.add(of(
                Rule.READABLE,
                "BROTLI",
                OURS,
                m -> m.column("id").metadata.set(4, 4),
                "row group 0, column 'id': codec 4 is none that the checker knows"));
    }

    private static void missing(final List<Mutation> all) {
        all.add(of(
                Rule.COMPLETE,
                "no crc",
                OURS,
                m -> m.column("id").pages.get(1).header.remove(4),
                "the page has no crc"));
        all.add(of(
                Rule.COMPLETE,
                "no encoding_stats",
                OURS,
                m -> m.column("id").metadata.remove(13),
                "encoding_stats"));
        all.add(of(
                Rule.COMPLETE,
                "no statistics",
                OURS,
                m -> m.column("id").metadata.remove(12),
                "has no statistics"));
        all.add(of(
                Rule.COMPLETE,
                "no null_count",
                OURS,
                m -> m.column("id").statistics().remove(3),
                "null_count"));
        all.add(of(
                Rule.COMPLETE,
                "no nan_count",
                OURS,
                m -> m.column("real").statistics().remove(9),
                "nan_count"));
        all.add(of(
                Rule.COMPLETE,
                "no minimum",
                OURS,
                m -> m.column("id").statistics().remove(6).remove(8),
                "min_value is not"));
        all.add(of(
                Rule.COMPLETE,
                "no maximum",
                OURS,
                m -> m.column("id").statistics().remove(5).remove(7),
                "max_value is not"));
        all.add(of(
                Rule.COMPLETE,
                "no exact flag",
                OURS,
                m -> m.column("id").statistics().remove(7),
                "is_max_value_exact"));
        all.add(of(
                Rule.COMPLETE,
                "no length of a bloom filter",
                JAVA_V1_PLAIN,
                m -> m.column("id").metadata.remove(15),
                "bloom_filter_length is not written"));
        all.add(of(
                Rule.COMPLETE, "no file_offset", OURS, m -> m.group(0).remove(5), "row group 0: file_offset is not"));
        all.add(of(
                Rule.COMPLETE,
                "no total_compressed_size",
                OURS,
                m -> m.group(0).remove(6),
                "row group 0: total_compressed_size is not"));
        all.add(of(
                Rule.SIZE_STATISTICS_PRESENT,
                "none",
                JAVA_V1,
                m -> m.column("name").metadata.remove(16),
                "row group 0, column 'name': the chunk has no size_statistics"));
    }

    private static void bloomFilters(final List<Mutation> all) {
        all.add(of(
                Rule.BLOOM_HEADER,
                "another hash",
                JAVA_V1_PLAIN,
                m -> m.column("id").bloomHeader.set(3, new Struct("").set(2, new Struct(""))),
                "row group 0, column 'id': field 3 of the bloom filter's header makes another choice",
                Rule.CONTIGUOUS));
        all.add(of(
                Rule.BLOOM_HEADER,
                "no power of two",
                JAVA_V1_PLAIN,
                m -> {
                    m.column("id").bloomHeader.set(1, 96);
                    m.column("id").bloomBits = new byte[96];
                },
                "numBytes of the bloom filter is 96",
                Rule.CONTIGUOUS));
        all.add(late(
                Rule.BLOOM_LENGTH,
                "a byte too long",
                JAVA_V1_PLAIN,
                m -> Mutation.add(m.column("id").metadata, 15, 1),
                "row group 0, column 'id': bloom_filter_length is"));
        all.add(of(
                Rule.BLOOM_LENGTH,
                "a length alone",
                JAVA_V1_PLAIN,
                m -> m.column("small").metadata.set(15, 32),
                "there is a length and no bloom filter"));
        all.add(of(
                Rule.BLOOM_MEMBERS,
                "one word of no bits",
                JAVA_V1_PLAIN,
                m -> Arrays.fill(m.column("id").bloomBits, 0, Integer.BYTES, (byte) 0),
                "row group 0, column 'id': the number of values that the filter denies is"));
        all.add(of(
                Rule.BLOOM_SELECTIVE,
                "nothing but ones",
                JAVA_V1_PLAIN,
                m -> Arrays.fill(m.column("id").bloomBits, (byte) -1),
                "the filter knows all of"));
    }
}
