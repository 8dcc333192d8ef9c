package dev.intarsia.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.SortingColumn;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options come back whole, or are refused. */
class OptionsFormTest {
    private static byte[] bytes(final WriterOptions options) {
        final StateOutput out = new StateOutput();
        OptionsForm.write(options, out);
        return out.toByteArray();
    }

    private static WriterOptions back(final byte[] bytes) throws StateFormatException {
        return OptionsForm.read(new StateInput(bytes));
    }

    /** Of each option a value that is not the default. */
    private static Map<String, WriterOptions> everyOptionAlone() {
        final Map<String, WriterOptions> options = new TreeMap<>();
        options.put(
                "compression",
                file().compression(new Compression(Compression.Codec.GZIP, 9)).build());
        options.put("rowGroupBytes", file().rowGroupBytes(Long.MAX_VALUE).build());
        options.put("rowGroupRows", file().rowGroupRows(Integer.MAX_VALUE).build());
        options.put("pageBytes", file().pageBytes(1 << 30).build());
        options.put("pageRows", file().pageRows(1).build());
        options.put("dictionaryPageBytes", file().dictionaryPageBytes(1).build());
        options.put("boundBytes", file().boundBytes(128).build());
        options.put("dataPages", file().dataPages(DataPageVersion.V2).build());
        options.put("minCompressionRatio", file().minCompressionRatio(1.25).build());
        options.put("pageIndex", file().pageIndex(false).build());
        options.put("pageHeaderStatistics", file().pageHeaderStatistics(true).build());
        options.put(
                "floatOrder", file().floatOrder(FloatOrder.IEEE_754_TOTAL_ORDER).build());
        options.put(
                "sortingColumns",
                file().sortingColumns(
                                new SortingColumn("a.b", false, true),
                                new SortingColumn("", true, false),
                                SortingColumn.ascending("a.b"))
                        .build());
        options.put("arrowSchema", file().arrowSchema(false).build());
        options.put(
                "metadata",
                file().metadata("z", "1")
                        .metadata("", "")
                        .metadata("a", "\u6f22")
                        .build());
        options.put(
                "defaults",
                file().defaults(ColumnOptions.of(ColumnEncoding.PLAIN)).build());
        options.put(
                "columns",
                file().column("z", ColumnOptions.of(ColumnEncoding.RLE))
                        .column("a.list.element", ColumnOptions.DEFAULT)
                        .build());
        return options;
    }

    private static Map<String, ColumnOptions> everyColumnOptionAlone() {
        return new TreeMap<>(Map.of(
                "encoding", ColumnOptions.of(ColumnEncoding.BYTE_STREAM_SPLIT),
                "fallback", column().fallback(ColumnEncoding.DELTA_BYTE_ARRAY).build(),
                "compression", column().compression(Compression.UNCOMPRESSED).build(),
                "dictionaryPageBytes", column().dictionaryPageBytes(77).build(),
                "bloomFilter",
                        column().bloomFilter(new BloomFilter(0.5, Long.MAX_VALUE, 32))
                                .build(),
                "statistics", column().statistics(StatisticsDepth.NONE).build()));
    }

    private static WriterOptions.Builder file() {
        return WriterOptions.builder();
    }

    private static ColumnOptions.Builder column() {
        return ColumnOptions.builder();
    }

    private static List<String> components(final Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .sorted()
                .toList();
    }

    /** Fields of the struct that all of these bytes are. */
    private static int fields(final byte[] bytes) throws StateFormatException {
        final StateInput in = new StateInput(bytes);
        int count = 0;
        while (in.nextField() != StateInput.END) {
            count++;
            for (final StateInput value = in.field(); value.remaining() > 0; ) {
                value.getByte();
            }
        }
        return count;
    }

    @Test
    void everyOptionOfAFileIsInTheForm() throws StateFormatException {
        final Map<String, WriterOptions> all = everyOptionAlone();
        assertThat(all.keySet()).containsExactlyElementsOf(components(WriterOptions.class));
        assertThat(fields(bytes(WriterOptions.DEFAULT))).isEqualTo(all.size());
        for (final Map.Entry<String, WriterOptions> one : all.entrySet()) {
            assertThat(one.getValue()).as(one.getKey()).isNotEqualTo(WriterOptions.DEFAULT);
            assertThat(back(bytes(one.getValue()))).as(one.getKey()).isEqualTo(one.getValue());
        }
        assertThat(back(bytes(WriterOptions.DEFAULT))).isEqualTo(WriterOptions.DEFAULT);
    }

    @Test
    void everyOptionOfAColumnIsInTheForm() throws StateFormatException {
        final Map<String, ColumnOptions> all = everyColumnOptionAlone();
        assertThat(all.keySet()).containsExactlyElementsOf(components(ColumnOptions.class));
        for (final Map.Entry<String, ColumnOptions> one : all.entrySet()) {
            assertThat(one.getValue()).as(one.getKey()).isNotEqualTo(ColumnOptions.DEFAULT);
            final WriterOptions options =
                    file().defaults(one.getValue()).column("c", one.getValue()).build();
            assertThat(back(bytes(options))).as(one.getKey()).isEqualTo(options);
        }
    }

    @Test
    void everyPartOfAnOptionIsInTheForm() throws StateFormatException {
        // Whoever adds a component here adds it to the form, and a value of it to the options above.
        assertThat(components(Compression.class)).containsExactly("codec", "level");
        assertThat(components(BloomFilter.class)).containsExactly("distinctValues", "falsePositives", "maxBytes");
        assertThat(components(SortingColumn.class)).containsExactly("descending", "nullsFirst", "path");
        for (final BloomFilter filter : List.of(
                new BloomFilter(0.125, 0, 1 << 20), new BloomFilter(0.01, 5, 1 << 20), new BloomFilter(0.01, 0, 64))) {
            final WriterOptions options =
                    file().defaults(column().bloomFilter(filter).build()).build();
            assertThat(back(bytes(options))).isEqualTo(options);
        }
    }

    @Test
    void everyConstantComesBack() throws StateFormatException {
        for (final Compression.Codec codec : Compression.Codec.values()) {
            assertThat(OptionCodes.codec(OptionCodes.of(codec))).isEqualTo(codec);
        }
        for (final ColumnEncoding encoding : ColumnEncoding.values()) {
            assertThat(OptionCodes.encoding(OptionCodes.of(encoding))).isEqualTo(encoding);
        }
        for (final DataPageVersion version : DataPageVersion.values()) {
            assertThat(OptionCodes.dataPages(OptionCodes.of(version))).isEqualTo(version);
        }
        for (final FloatOrder order : FloatOrder.values()) {
            assertThat(OptionCodes.floatOrder(OptionCodes.of(order))).isEqualTo(order);
        }
        for (final StatisticsDepth depth : StatisticsDepth.values()) {
            assertThat(OptionCodes.statistics(OptionCodes.of(depth))).isEqualTo(depth);
        }
    }

    @Test
    void metadataKeepsItsOrderAndColumnsNeedNone() throws StateFormatException {
        final WriterOptions options =
                file().metadata("b", "1").metadata("a", "2").metadata("c", "3").build();
        assertThat(back(bytes(options)).metadata().keySet()).containsExactly("b", "a", "c");

        final ColumnOptions plain = ColumnOptions.of(ColumnEncoding.PLAIN);
        final WriterOptions.Builder ascending = file();
        final WriterOptions.Builder descending = file();
        for (int i = 0; i < 50; i++) {
            ascending.column("c" + i, plain);
            descending.column("c" + (49 - i), plain);
        }
        assertThat(bytes(ascending.build())).isEqualTo(bytes(descending.build()));
    }

    /** Each half of the options from another random choice. */
    private static WriterOptions random(final SplittableRandom random) {
        final WriterOptions.Builder options = file();
        options.rowGroupBytes(1 + (random.nextLong() >>> 1 + random.nextInt(63)))
                .rowGroupRows(1 + (random.nextInt() >>> 1 + random.nextInt(31)))
                .pageBytes(1 + random.nextInt(1 << 30))
                .pageRows(1 + random.nextInt(1 << 27))
                .dictionaryPageBytes(1 + random.nextInt(1 << 30))
                .boundBytes(1 + random.nextInt(1 << 20))
                .minCompressionRatio(1 + 999 * random.nextDouble())
                .pageIndex(random.nextBoolean())
                .arrowSchema(random.nextBoolean())
                .compression(codec(random).atDefaultLevel())
                .defaults(randomColumn(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            options.metadata(text(random), text(random)).column(text(random), randomColumn(random));
        }
        final SortingColumn[] sorting = new SortingColumn[random.nextInt(4)];
        Arrays.setAll(sorting, i -> new SortingColumn(text(random), random.nextBoolean(), random.nextBoolean()));
        return options.sortingColumns(sorting).build();
    }

    private static ColumnOptions randomColumn(final SplittableRandom random) {
        final ColumnOptions.Builder column = column().encoding(
                        ColumnEncoding.values()[random.nextInt(ColumnEncoding.values().length)])
                .statistics(StatisticsDepth.values()[random.nextInt(3)]);
        if (random.nextBoolean()) {
            column.compression(codec(random).atDefaultLevel());
        }
        if (random.nextBoolean()) {
            column.dictionaryPageBytes(1 + random.nextInt(1 << 30));
        }
        if (random.nextBoolean()) {
            column.bloomFilter(
                    new BloomFilter(0.1 + random.nextDouble() / 2, random.nextInt(9), 32 << random.nextInt(20)));
        }
        return column.build();
    }

    private static Compression.Codec codec(final SplittableRandom random) {
        return Compression.Codec.values()[random.nextInt(Compression.Codec.values().length)];
    }

    private static String text(final SplittableRandom random) {
        final StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(200), 1, 0xD800).forEach(text::appendCodePoint);
        return text.toString();
    }

    @Test
    void anyOptionsComeBack() throws StateFormatException {
        for (int seed = 0; seed < 500; seed++) {
            final WriterOptions options = random(new SplittableRandom(seed));
            assertThat(back(bytes(options))).as("seed %d", seed).isEqualTo(options);
        }
    }

    @Test
    void damageGivesOtherOptionsOrARefusalAndNothingElse() {
        int refused = 0;
        for (int seed = 0; seed < 5_000; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final byte[] bytes = bytes(random(new SplittableRandom(seed % 20)));
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                back(Arrays.copyOf(bytes, bytes.length - random.nextInt(2) * random.nextInt(bytes.length)));
            } catch (final StateFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2_000);
    }

    @Test
    void aFieldThatIsMissingIsThatOfAVersionWithoutTheOption() throws StateFormatException {
        assertThat(back(new byte[0])).isEqualTo(WriterOptions.DEFAULT);
        final StateOutput out = new StateOutput();
        OptionsForm.number(4, 4096, out);
        assertThat(back(out.toByteArray())).isEqualTo(file().pageBytes(4096).build());
    }

    static Stream<Arguments> refusals() {
        final String version = " is not known to this version";
        return Stream.of(
                Arguments.of("12 01 00", "field 18 of the options of the file" + version),
                Arguments.of("10 03 07 01 00", "field 7 of the options of a column" + version),
                Arguments.of("01 03 03 01 00", "field 3 of a compression" + version),
                Arguments.of("0d 05 01 03 04 01 00", "field 4 of a sorting column" + version),
                Arguments.of("10 05 05 03 04 01 00", "field 4 of a Bloom filter" + version),
                Arguments.of("01 03 01 01 03", "code 3 for a codec" + version),
                Arguments.of("08 01 03", "code 3 for the version of data pages" + version),
                Arguments.of("0c 01 00", "code 0 for the order of floating-point columns" + version),
                Arguments.of("10 03 01 01 02", "code 2 for an encoding" + version),
                Arguments.of("10 03 02 01 02", "code 2 for an encoding" + version),
                Arguments.of("10 03 06 01 03", "code 3 for the depth of statistics" + version),
                Arguments.of("01 00", "a compression has codec null and level 0"),
                Arguments.of("01 06 01 01 06 02 01 00", "ZSTD at level 0 is not available"),
                Arguments.of("04 01 00", "there are options that cannot be: pageBytes is 0, it must be between 1 and"),
                Arguments.of(
                        "10 03 04 01 00", "there are options of a column that cannot be: dictionaryPageBytes is 0"),
                Arguments.of("10 03 02 01 08", "fallback is DICTIONARY"),
                Arguments.of("0d 02 01 00", "a sorting column has no path"),
                Arguments.of("0f 09 02 01 61 01 62 01 61 01 63", "two entries of metadata have the key 'a'"),
                Arguments.of("11 07 02 01 61 00 01 61 00", "the options of column 'a' come behind those of column 'a'"),
                Arguments.of("0f 05 ff ff ff ff 07", "2147483647 elements of 2 bytes or more would follow"),
                Arguments.of("0d 05 ff ff ff ff 07", "2147483647 elements of 1 bytes or more would follow"),
                Arguments.of("02 0a ff ff ff ff ff ff ff ff ff 01", "rowGroupBytes is -1"),
                Arguments.of("0a 02 01 00", "1 bytes follow where a value should end"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void optionsThatCannotBeOrAreNotKnownAreRefused(final String hex, final String sentence) {
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> back(HexFormat.ofDelimiter(" ").parseHex(hex)))
                .withMessageContaining(sentence);
    }

    @Test
    void theReferenceNamesEveryFieldAndEveryCode() throws IOException {
        final String page = Files.readString(referencePage());
        int tables = 0;
        for (final Class<?> type : List.of(
                WriterOptions.class, ColumnOptions.class, Compression.class, BloomFilter.class, SortingColumn.class)) {
            // Ids were given in the order of the components; those that are added are appended to both.
            final RecordComponent[] parts = type.getRecordComponents();
            for (int i = 0; i < parts.length; i++) {
                assertThat(page).contains("\n| " + (i + 1) + " | `" + parts[i].getName() + "` | ");
                tables++;
            }
        }
        assertThat(tables).isGreaterThan(30);
        for (final Compression.Codec codec : Compression.Codec.values()) {
            assertThat(page).contains("`" + codec + "` " + OptionCodes.of(codec));
        }
        for (final ColumnEncoding encoding : ColumnEncoding.values()) {
            assertThat(page).contains("`" + encoding + "` " + OptionCodes.of(encoding));
        }
        for (final DataPageVersion version : DataPageVersion.values()) {
            assertThat(page).contains("`" + version + "` " + OptionCodes.of(version));
        }
        for (final FloatOrder order : FloatOrder.values()) {
            assertThat(page).contains("`" + order + "` " + OptionCodes.of(order));
        }
        for (final StatisticsDepth depth : StatisticsDepth.values()) {
            assertThat(page).contains("`" + depth + "` " + OptionCodes.of(depth));
        }
    }

    private static Path referencePage() {
        final String page = "docs/reference/checkpoint-format.md";
        final Path here = Path.of(page);
        return Files.exists(here) ? here : Path.of("..").resolve(page);
    }
}
