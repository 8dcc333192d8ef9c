package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.intarsia.cli.output.Interruption;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.BoundingBox;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.GeospatialStatistics;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    @TempDir
    private Path directory;

    private Path sound() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 2, 1000);
        final CommandRun run =
                CommandRun.of("write", "--to", directory, "--overwrite", "--compression", "uncompressed", input);
        assertThat(run.status()).as(run.err()).isZero();
        return directory.resolve("a.parquet");
    }

    @Test
    void anOverviewNamesTheFileItsSchemaItsRowGroupsAndItsColumns() throws IOException {
        final Path file = sound();
        final CommandRun run = CommandRun.of("inspect", file);

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines().get(0)).isEqualTo(file.toString());
        assertThat(run.out())
                .contains("  rows          2,000 in 1 row group, 2 columns", "\nSchema ", "\nRow groups", "\nColumns")
                .doesNotContain("\u001B", "problem");
    }

    @Test
    void aWideFileTakesFewLinesUnlessAllAreAskedFor() throws IOException {
        final Path file = WideFile.write(directory.resolve("wide.parquet"), 2000, 30);
        final CommandRun few = CommandRun.inColumns(80, "inspect", file);
        final CommandRun all = CommandRun.inColumns(80, "inspect", "--all", file);

        assertThat(few.status()).isZero();
        assertThat(few.outLines()).hasSizeLessThan(140).allMatch(line -> line.length() <= 80);
        assertThat(few.out())
                .contains(
                        "and 1,950 more columns: --columns PATTERN or --all shows them",
                        "and 20 more row groups: --row-group N or --all shows them")
                .doesNotContain("c50 ");
        assertThat(all.outLines()).hasSizeGreaterThan(4030).allMatch(line -> line.length() <= 80);
        assertThat(all.out()).contains("\n  c1999 ").doesNotContain(" more ");
    }

    @Test
    void detailsOfAWideFileEndToo() throws IOException {
        final Path file = WideFile.write(directory.resolve("wide.parquet"), 200, 20);
        final CommandRun run = CommandRun.inColumns(80, "inspect", "--columns", "*", file);

        assertThat(run.outLines()).hasSizeLessThan(5000);
        assertThat(run.out()).contains("\n  and 3,500 more column chunks: ");
    }

    @Test
    void boundsAreThoseOfAllRowGroupsThatAreShown() throws IOException {
        final Path file = WideFile.write(directory.resolve("wide.parquet"), 1, 3);

        assertThat(CommandRun.of("inspect", file).outLines())
                .anyMatch(line -> line.matches("  c0 +INT32 .* 9 +0 +0 B +0 +102"));
        final CommandRun one = CommandRun.of("inspect", "--row-group", "1", file);
        assertThat(one.outLines())
                .contains("Columns of row group 1")
                .anyMatch(line -> line.matches("  c0 +INT32 .* 3 +0 +0 B +1 +101"));
    }

    @Test
    void columnsAreChosenByPatterns() throws IOException {
        final Path file = WideFile.write(directory.resolve("wide.parquet"), 120, 1);

        assertThat(CommandRun.of("inspect", "--columns", "c11", file).outLines())
                .contains("Row group 0, column c11")
                .noneMatch(line -> line.startsWith("  c110 "));
        assertThat(CommandRun.of("inspect", "--columns", "c?7", "--columns", "*19", file).outLines().stream()
                        .filter(line -> line.startsWith("Row group 0, column ")))
                .hasSize(11)
                .contains("Row group 0, column c97", "Row group 0, column c119");
        final CommandRun none = CommandRun.of("inspect", "--columns", "d*", file);
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("none of its 120 columns is called d*");
    }

    @Test
    void aRowGroupThatIsNotThereIsTold() throws IOException {
        final Path file = WideFile.write(directory.resolve("wide.parquet"), 1, 2);
        final CommandRun run = CommandRun.of("inspect", "--row-group", "2", file);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "intarsia: " + file + ": it has no row group 2: its row groups are numbered from 0 to 1");
        assertThat(CommandRun.of("inspect", "--row-group", "-1", file).status()).isEqualTo(2);
        assertThat(CommandRun.of("inspect", "--row-group", "x", file).status()).isEqualTo(2);
        assertThat(CommandRun.of("inspect").status()).isEqualTo(2);
        assertThat(CommandRun.of("inspect", "--help").status()).isZero();
    }

    @Test
    void aFileWithoutColumnsOrRowsIsShown() throws IOException {
        assertThat(CommandRun.of("inspect", WideFile.write(directory.resolve("empty.parquet"), 0, 0))
                        .out())
                .contains("0 in 0 row groups, 0 columns", "no columns")
                .doesNotContain("Row groups");
    }

    @Test
    void badInputIsASentenceAndTheOthersAreShown() throws IOException {
        final byte[] bytes = Files.readAllBytes(sound());
        final Path cut = Files.write(directory.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length - 20));
        final byte[] lying = bytes.clone();
        ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(lying.length - 8, Integer.MAX_VALUE);
        final Path lie = Files.write(directory.resolve("lie.parquet"), lying);
        final Path text = Files.writeString(directory.resolve("text.parquet"), "no Parquet, but longer than twelve");
        final Path empty = Files.createFile(directory.resolve("nothing.parquet"));
        final Path missing = directory.resolve("missing.parquet");
        for (final String json : new String[] {"--pages", "--json"}) {
            final CommandRun run = CommandRun.of(
                    "inspect", json, cut, lie, text, empty, missing, directory, directory.resolve("a.parquet"));

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly(
                            "intarsia: " + cut + ": it does not end with PAR1: it is no Parquet file, or was cut short",
                            "intarsia: " + lie + ": its last bytes announce a footer of 2147483647 bytes where "
                                    + (bytes.length - 12) + " are there",
                            "intarsia: " + text
                                    + ": it does not end with PAR1: it is no Parquet file, or was cut short",
                            "intarsia: " + empty + ": it has 0 bytes, no Parquet file has less than 12",
                            "intarsia: " + missing + " does not exist: check the path",
                            "intarsia: " + directory + " is a directory: name the files in it");
            assertThat(run.out()).contains("a.parquet").doesNotStartWith(System.lineSeparator());
        }
    }

    @Test
    void aDamagedPageIsAProblemInItsPlace() throws IOException {
        final byte[] bytes = Files.readAllBytes(sound());
        Arrays.fill(bytes, 4, 40, (byte) 0xFF); // the header of the first page
        final Path file = Files.write(directory.resolve("b.parquet"), bytes);
        final CommandRun text = CommandRun.of("inspect", "--pages", file);
        final CommandRun json = CommandRun.of("inspect", "--pages", "--json", file);

        assertThat(text.status()).isEqualTo(1);
        assertThat(text.out()).contains("  problem       the page at byte 4 cannot be read: ", "column id", "column");
        assertThat(text.err()).isEmpty();
        assertThat(json.status()).isEqualTo(1);
        final JsonNode columns =
                new ObjectMapper().readTree(json.out()).get("row_groups").get(0).get("columns");
        assertThat(columns.get(0).get("problems").get(0).asText()).startsWith("the page at byte 4 cannot be read: ");
        assertThat(columns.get(1).has("problems")).isFalse();
        assertThat(columns.get(1).get("pages")).isNotEmpty();
        assertThat(CommandRun.of("inspect", file).status()).isZero(); // the overview reads no page
    }

    @Test
    void whatAFileSaysNeverReachesTheTerminalAsItIs() throws IOException {
        final String evil = "\u001B]0;title\u0007\u202Eevil\n";
        final Path file = WideFile.write(directory.resolve("evil.parquet"), 1, 1, footer -> {
            footer.setCreated_by(evil);
            footer.setKey_value_metadata(List.of(new KeyValue(evil).setValue(evil + "x".repeat(100_000))));
            footer.getSchema().get(0).setName(evil);
            footer.getSchema().get(1).setName(evil.repeat(50));
            footer.getRow_groups()
                    .get(0)
                    .getColumns()
                    .get(0)
                    .getMeta_data()
                    .setKey_value_metadata(List.of(new KeyValue(evil).setValue(evil)));
        });
        final CommandRun run = CommandRun.inColumns(100, "inspect", "--columns", "*", file);

        assertThat(run.status()).isZero();
        assertThat(run.outLines()).allMatch(line -> line.length() <= 100);
        assertThat(run.out().replace(System.lineSeparator(), ""))
                .matches("\\P{Cntrl}*")
                .doesNotContain("\u202E")
                .contains("\\u{1b}]0;title\\u{7}\\u{202e}evil\\n");
    }

    @Test
    void theWorldAndWhatIsOnItIsShown() throws IOException {
        final Path file = WideFile.write(directory.resolve("geo.parquet"), 1, 1, InspectCommandTest::makeGeography);

        assertThat(CommandRun.of("inspect", "--columns", "c0", file).outLines())
                .contains(
                        "  box           x -10.5 to 20.0, y 1.0 to 2.0, z 0.0 to 9.0",
                        "  geometries    Point, Polygon Z, type 99");
        final JsonNode statistics = new ObjectMapper()
                .readTree(CommandRun.of("inspect", "--json", file).out())
                .at("/row_groups/0/columns/0/geospatial_statistics");
        assertThat(statistics.at("/box/xmin").asDouble()).isEqualTo(-10.5);
        assertThat(statistics.at("/box").has("mmin")).isFalse();
        assertThat(statistics.at("/types/1").asInt()).isEqualTo(1003);
    }

    private static void makeGeography(final FileMetaData footer) {
        footer.getSchema().get(1).setType(Type.BYTE_ARRAY).setLogicalType(LogicalType.GEOGRAPHY(new GeographyType()));
        final ColumnMetaData chunk =
                footer.getRow_groups().get(0).getColumns().get(0).getMeta_data();
        chunk.setType(Type.BYTE_ARRAY).unsetStatistics();
        chunk.setGeospatial_statistics(new GeospatialStatistics()
                .setBbox(new BoundingBox(-10.5, 20, 1, 2).setZmin(0).setZmax(9))
                .setGeospatial_types(List.of(1, 1003, 99)));
    }

    @Test
    void theArrowSchemaIsDecodedOnDemand() throws IOException {
        final Path file = sound();
        final CommandRun plain = CommandRun.of("inspect", file);
        final CommandRun decoded = CommandRun.of("inspect", "--arrow-schema", file);

        assertThat(plain.out()).contains("ARROW:schema, ", " characters; --arrow-schema decodes it");
        assertThat(decoded.out()).contains("ARROW:schema:", "id: Int(64, true)");
        final Path bad = WideFile.write(
                directory.resolve("bad.parquet"),
                1,
                1,
                footer -> footer.setKey_value_metadata(List.of(new KeyValue("ARROW:schema").setValue("AAAA////"))));
        assertThat(CommandRun.of("inspect", "--arrow-schema", bad).out()).contains("it cannot be decoded: ");
        assertThat(CommandRun.of("inspect", "--json", "--arrow-schema", bad).out())
                .contains("\"problem\":\"it cannot be decoded: ");
    }

    @Test
    void headingsAreBoldOnlyOnATerminalThatTakesColours() throws IOException {
        final Path file = WideFile.write(directory.resolve("wide.parquet"), 1, 1);

        assertThat(CommandRun.onTerminal(true, "inspect", file).out()).contains("\u001B[1mColumns\u001B[0m");
        assertThat(CommandRun.onTerminal(false, "inspect", file).out()).doesNotContain("\u001B");
    }

    @Test
    void nobodyReadingEndsIt() throws IOException {
        final Path file = WideFile.write(directory.resolve("wide.parquet"), 500, 20);
        final StringWriter err = new StringWriter();
        final Full full = new Full();
        final Console console = new Console(
                InputStream.nullInputStream(), new PrintWriter(full), new PrintWriter(err), false, false, false, 120);
        final int status = Main.run(console, new Interruption(), "inspect", "--all", "--columns", "*", file.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("intarsia: standard output was closed")
                .doesNotContain("\tat ");
        assertThat(full.attempts).isLessThan(5_000);
    }

    /** Takes nothing. */
    private static final class Full extends Writer {
        private int attempts;

        @Override
        public void write(final char[] chars, final int from, final int length) throws IOException {
            attempts++;
            throw new IOException("closed");
        }

        @Override
        public void flush() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    @Test
    void aWidthThatIsNoneIsNotTaken() {
        assertThat(Console.columns("")).isEqualTo(120);
        assertThat(Console.columns("0")).isEqualTo(120);
        assertThat(Console.columns("-5")).isEqualTo(120);
        assertThat(Console.columns("99999999999")).isEqualTo(120);
        assertThat(Console.columns("80")).isEqualTo(80);
    }

    @Test
    void anInterruptionEndsIt() throws IOException {
        final Path file = WideFile.write(directory.resolve("wide.parquet"), 1, 1);
        final StringWriter out = new StringWriter();
        final Interruption interruption = new Interruption();
        interruption.request();
        final Console console = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                false,
                false,
                false,
                120);

        assertThat(Main.run(console, interruption, "inspect", file.toString())).isEqualTo(130);
        assertThat(out.toString()).isEmpty();
    }
}
