package dev.intarsia.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The readers agree on lists, structs and maps of files that others wrote, and say the same as those who wrote them.
 */
class NestedReadersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "incorrect_map_schema",
                "list_columns",
                "nested_lists.snappy",
                "nested_maps.snappy",
                "nonnullable.impala",
                "null_list",
                "nullable.impala",
                "nulls.snappy",
                "old_list_structure",
                "repeated_no_annotation",
                "repeated_primitive_no_list",
                "unknown-logical-type"
            })
    void bothReadersAgreeOnThePublicTestFiles(final String name) {
        final Path file = TestData.folder("parquet-testing").resolve("data").resolve(name + ".parquet");

        final Table read = ParquetJavaReader.read(file);

        assertThat(read.rowCount()).isPositive();
        Tables.assertEqualValues("DuckDB", DuckDbReader.read(file), read);
    }

    @Test
    void theOldLayoutsOfListsAndMapsAreUnderstood() {
        final Table nullable =
                ParquetJavaReader.read(TestData.folder("parquet-testing").resolve("data/nullable.impala.parquet"));

        assertThat(nullable.column("int_array_Array").subList(0, 3))
                .containsExactly(
                        List.of(List.of(1L, 2L), List.of(3L, 4L)),
                        Arrays.asList(Arrays.asList(null, 1L, 2L, null), Arrays.asList(3L, null, 4L), List.of(), null),
                        Arrays.asList((Object) null));
        assertThat(nullable.column("int_map").get(0)).isEqualTo(MapEntries.of("k1", 1L, "k2", 100L));
        final Table phones = ParquetJavaReader.read(
                TestData.folder("parquet-testing").resolve("data/repeated_no_annotation.parquet"));
        assertThat(phones.column("phoneNumbers").get(5))
                .isEqualTo(Struct.of(
                        "phone",
                        List.of(
                                Struct.of("number", 1111111111L, "kind", "home"),
                                Struct.of("number", 2222222222L, "kind", null),
                                Struct.of("number", 3333333333L, "kind", "mobile"))));
    }

    @Test
    void everyNestedTypeThatDuckDbWritesReadsBackAsWhatItWas() {
        final Path file = folder.resolve("duck.parquet");
        try (DuckDbReader duck = new DuckDbReader()) {
            duck.execute("COPY (SELECT {'a': 1::UTINYINT, 'b c': [NULL, 1.50::DECIMAL(9,2)]} AS s,"
                    + " [[1, NULL], NULL, []] AS l, MAP {'x': {'y': TIME '01:02:03'}, 'z': NULL} AS m,"
                    + " UUID '00112233-4455-6677-8899-aabbccddeeff' AS u, [1, 2]::BIGINT[2] AS ar,"
                    + " [18446744073709551615::UBIGINT] AS w, [TIMESTAMPTZ '2024-01-02 03:04:05+00'] AS t,"
                    + " INTERVAL '14 months 3 days 5.006 seconds' AS i, ['a'::ENUM('b', 'a')] AS e,"
                    + " ['\\x00\\xFF'::BLOB] AS bl, '{\"k\": 1}'::JSON AS j"
                    + " UNION ALL SELECT NULL, [], MAP {}, NULL, [3, 4], NULL, NULL, NULL, NULL, NULL, NULL) TO "
                    + DuckDbReader.literal(file) + " (FORMAT parquet)");

            final Table read = ParquetJavaReader.read(file);

            Tables.assertEqualValues("DuckDB", duck.rows(file), read);
            assertThat(read.columns().stream().map(column -> column.get(0)))
                    .containsExactly(
                            Struct.of("a", 1L, "b c", Arrays.asList(null, new BigDecimal("1.50"))),
                            Arrays.asList(Arrays.asList(1L, null), null, List.of()),
                            MapEntries.of("x", Struct.of("y", LocalTime.of(1, 2, 3)), "z", null),
                            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                            List.of(1L, 2L),
                            List.of(new BigInteger("18446744073709551615")),
                            List.of(Instant.parse("2024-01-02T03:04:05Z")),
                            Interval.ofMillis(14, 3, 5_006),
                            List.of("a"),
                            List.of(Bytes.ofHex("00ff")),
                            "{\"k\": 1}");
            assertThat(read.column("m").get(1)).isEqualTo(MapEntries.of());
            assertThat(read.column("l").get(1)).isEqualTo(List.of());
            assertThat(read.column("s").get(1)).isNull();
        }
    }

    @Test
    void aDifferenceInsideIsNamedByRowAndPath() {
        final Table expected = orders(List.of(1L, 2L), 7L);

        Tables.assertEqual("somebody", orders(List.of(1L, 2L), 7L), expected);
        assertThatThrownBy(() -> Tables.assertEqual("somebody", orders(List.of(1L, 3L), 7L), expected))
                .hasMessage("somebody, row 1 of 2, orders[0].prices[1]: read Long <3>, expected Long <2>");
        assertThatThrownBy(() -> Tables.assertEqual("somebody", orders(List.of(1L), 7L), expected))
                .hasMessage("somebody, row 1 of 2, orders[0].prices: read 1 elements, expected 2");
        assertThatThrownBy(() -> Tables.assertEqual("somebody", orders(List.of(1L, 2L), null), expected))
                .hasMessage("somebody, row 1 of 2, orders[0].tags[0].value: read null, expected Long <7>");
    }

    @Test
    void whatWasNotAskedIsStillToldFromNull() {
        final Table answer = new Table(List.of("c"), List.of(List.of(List.of(new NotAsked("it cannot say")))));

        Tables.assertEqualValues("somebody", answer, new Table(List.of("c"), List.of(List.of(List.of(5L)))));
        assertThatThrownBy(() -> Tables.assertEqualValues(
                        "somebody", answer, new Table(List.of("c"), List.of(List.of(Arrays.asList((Object) null))))))
                .hasMessageContaining("c[0]: read NotAsked");
        assertThatThrownBy(() ->
                        Tables.assertEqual("somebody", answer, new Table(List.of("c"), List.of(List.of(List.of(5L))))))
                .isInstanceOf(AssertionError.class);
    }

    private static Table orders(final List<Object> prices, final Object tag) {
        return new Table(
                List.of("orders"),
                List.of(Arrays.asList(null, List.of(Struct.of("prices", prices, "tags", MapEntries.of("a", tag))))));
    }
}
