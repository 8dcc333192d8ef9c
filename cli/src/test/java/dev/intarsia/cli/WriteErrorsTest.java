package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteErrorsTest {
    @TempDir
    private Path directory;

    @Test
    void aMissingInputFailsAloneAndTheOthersAreWritten() throws IOException {
        final Path first = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        final Path last = ArrowFiles.file(directory.resolve("c.arrow"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--to", out(), first, directory.resolve("b.arrow"), last);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("intarsia: " + directory.resolve("b.arrow") + " does not exist: check the path\n");
        assertThat(names()).containsExactly("a.parquet", "c.parquet");
        assertThat(run.outLines()).hasSize(2);
    }

    /** Within the length of a message, within its metadata, within its body; eight bytes are the whole last length. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 7, 9, 100, 1000, 20_001})
    void aTruncatedStreamIsToldAndLeavesNothing(final int missing) throws IOException {
        final byte[] whole = Files.readAllBytes(ArrowFiles.stream(directory.resolve("a.arrows"), 2, 1000));
        final byte[] cut = Arrays.copyOf(whole, whole.length - missing);
        final Path input = Files.write(directory.resolve("cut.arrows"), cut);

        final CommandRun fromFile = CommandRun.of("write", "--to", out(), input);
        final CommandRun fromPipe = CommandRun.withInput(new ByteArrayInputStream(cut), "write", "--to", out(), "-");

        assertThat(fromFile.status()).isEqualTo(1);
        assertThat(fromFile.err())
                .startsWith("intarsia: " + input + " is truncated: it ends within a message, after " + cut.length
                        + " bytes");
        assertThat(fromFile.err().lines()).hasSize(1);
        assertThat(fromPipe.status()).isEqualTo(1);
        assertThat(fromPipe.err()).startsWith("intarsia: standard input is truncated");
        assertThat(names()).isEmpty();
    }

    @Test
    void aTruncatedFileIsToldAndLeavesNothing() throws IOException {
        final byte[] whole = Files.readAllBytes(ArrowFiles.file(directory.resolve("a.arrow"), 2, 1000));
        final Path input = Files.write(directory.resolve("cut.arrow"), Arrays.copyOf(whole, whole.length - 100));

        final CommandRun run = CommandRun.of("write", "--to", out(), input);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("intarsia: " + input + " is truncated: it starts like an Arrow IPC file");
        assertThat(names()).isEmpty();
    }

    @Test
    void aTruncatedFileInAPipeIsToldAndLeavesNothing() throws IOException {
        final byte[] whole = Files.readAllBytes(ArrowFiles.file(directory.resolve("a.arrow"), 2, 1000));
        final InputStream in = new ByteArrayInputStream(whole, 0, whole.length / 2);

        final CommandRun run = CommandRun.withInput(in, "write", "--to", out(), "-");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("intarsia: standard input is truncated");
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'id,name\n1,x\n2,y\n' | is not Arrow",
                "'' | is empty",
                "x | is not Arrow",
                "PAR1xxxxxxxxPAR1 | is a Parquet file already",
                "FEA1xxxxxxxx | is a Feather file of version 1",
                "ARROW1 | is truncated",
            })
    void whatIsNotArrowIsToldWithAGuess(final String content, final String guess) throws IOException {
        final Path input = Files.writeString(directory.resolve("x.arrow"), content, StandardCharsets.ISO_8859_1);

        final CommandRun run = CommandRun.of("write", "--to", out(), input);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("intarsia: " + input + " " + guess);
        assertThat(names()).isEmpty();
    }

    @Test
    void aDamagedFileIsToldWithoutAStack() throws IOException {
        final byte[] bytes = Files.readAllBytes(ArrowFiles.file(directory.resolve("a.arrow"), 1, 1000));
        Arrays.fill(bytes, 8, bytes.length - 200, (byte) 0x55);
        final Path input = Files.write(directory.resolve("x.arrow"), bytes);

        final CommandRun run = CommandRun.of("write", "--to", out(), input);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("intarsia: " + input + " ").doesNotContain("\tat ");
        assertThat(names()).isEmpty();
    }

    @Test
    void anUnsupportedTypeNamesTheField() throws IOException {
        final Path input = ArrowFiles.refused(directory.resolve("refused.arrows"));

        final CommandRun run = CommandRun.of("write", "--to", out(), input);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("intarsia: " + input + ": field 'hollow': its type is Struct: it has no fields")
                .doesNotContain("\tat ");
        assertThat(names()).isEmpty();
    }

    @Test
    void debugAddsTheStack() throws IOException {
        final Path input = ArrowFiles.refused(directory.resolve("refused.arrows"));

        final CommandRun run = CommandRun.of("write", "--debug", "--to", out(), input);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("UnsupportedSchemaException", "\tat dev.intarsia");
    }

    @Test
    void aTargetThatExistsIsRefusedBeforeAnythingIsWritten() throws IOException {
        final Path one = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        final Path two = ArrowFiles.file(directory.resolve("b.arrow"), 1, 10);
        Files.createDirectories(out());
        Files.writeString(out().resolve("b.parquet"), "mine");

        final CommandRun run = CommandRun.of("write", "--to", out(), one, two);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("b.parquet exists and is not overwritten", "--overwrite");
        assertThat(run.out()).isEmpty();
        assertThat(names()).containsExactly("b.parquet");
        assertThat(out().resolve("b.parquet")).hasContent("mine");
    }

    @Test
    void aNumberedTargetThatExistsIsRefusedWhereFilesRoll() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        Files.createDirectories(out());
        Files.writeString(out().resolve("a-00001.parquet"), "mine");

        final CommandRun rolling = CommandRun.of("write", "--file-bytes", "1m", "--to", out(), input);
        final CommandRun single = CommandRun.of("write", "--to", out(), input);

        assertThat(rolling.status()).isEqualTo(1);
        assertThat(rolling.err()).contains("a-00001.parquet exists");
        assertThat(single.status()).isZero();
    }

    @Test
    void twoInputsOfOneNameAreRefusedBeforeAnythingIsWritten() throws IOException {
        final Path one = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        final Path two = ArrowFiles.file(directory.resolve("a.feather"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--to", out(), one, two);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("would both be written to " + out().resolve("a.parquet"));
        assertThat(out()).doesNotExist();
    }

    @Test
    void anInputWhoseNameIsALaterFileOfAnotherIsRefused() throws IOException {
        final Path one = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        final Path two = ArrowFiles.file(directory.resolve("a-00001.arrow"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--overwrite", "--file-bytes", "1m", "--to", out(), one, two);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("may also be a later file of");
        assertThat(out()).doesNotExist();
    }

    @Test
    void standardInputCannotBeReadTwice() {
        final CommandRun run = CommandRun.of("write", "--overwrite", "--to", out(), "-", "-");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("can be read only once");
    }

    @Test
    void anInputIsNeverOverwritten() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.parquet"), 1, 10);
        final byte[] before = Files.readAllBytes(input);

        final CommandRun run = CommandRun.of("write", "--overwrite", "--to", directory, input);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("would be overwritten");
        assertThat(Files.readAllBytes(input)).isEqualTo(before);
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsTold() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--to", input, input);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("--to " + input + " is not a directory");
    }

    @Test
    void aDirectoryThatCannotBeCreatedIsTold() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--to", input.resolve("sub"), input);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("intarsia: --to " + input.resolve("sub") + " ")
                .contains("choose another");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--row-group-bytes | 12x | '12x' is not a size",
                "--row-group-bytes | 0 | --row-group-bytes is 0, it must be at least 1",
                "--page-bytes | -1 | '-1' is not a size",
                "--page-bytes | 0 | --page-bytes is 0, it must be between 1 and 1073741824",
                "--page-bytes | 2g | --page-bytes is 2147483648, it must be between 1 and 1073741824",
                "--file-bytes | 0 | --file-bytes is 0, it must be at least 1",
                "--file-bytes | 9999999999g | is too large for a size",
                "--compression | brotli | there is no encoder of BROTLI in pure Java; choose ZSTD",
                "--compression | zip | there is no compression 'zip'; choose one of",
                "--compression | zstd:19 | ZSTD at level 19 is not available",
                "--memory | 0 | --memory is 0, it must be at least 1",
                "--bogus | 1 | Unknown option",
            })
    void aBadOptionValueIsAnErrorOfUsage(final String option, final String value, final String sentence)
            throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--to", out(), option, value, input);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("intarsia: ").contains(sentence).contains("intarsia write --help");
        assertThat(out()).doesNotExist();
    }

    @Test
    void aContextThatIsTooSmallIsAnErrorOfUsage() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);

        final CommandRun run = CommandRun.of("write", "--to", out(), "--memory", "1", input);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("intarsia: --memory 1 cannot be had: ");
        assertThat(out()).doesNotExist();
    }

    @Test
    void noInputIsAnErrorOfUsage() {
        assertThat(CommandRun.of("write").status()).isEqualTo(2);
        assertThat(CommandRun.of().status()).isEqualTo(2);
        assertThat(CommandRun.of("inlay").status()).isEqualTo(2);
    }

    @Test
    void resultsThatNobodyReadsAreAFailureThoughTheFilesAreWritten() throws IOException {
        final Path input = ArrowFiles.file(directory.resolve("a.arrow"), 1, 10);
        final java.io.StringWriter err = new java.io.StringWriter();
        final Console console = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(new Broken()),
                new PrintWriter(err),
                false,
                false,
                false,
                120);

        final int status = Main.run(
                console,
                new dev.intarsia.cli.output.Interruption(),
                "write",
                "--to",
                out().toString(),
                input.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("standard output was closed");
        assertThat(names()).containsExactly("a.parquet");
    }

    private Path out() {
        return directory.resolve("out");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A pipe whose other end is closed. */
    private static final class Broken extends Writer {
        @Override
        public void write(final char[] characters, final int offset, final int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void close() {}
    }
}
