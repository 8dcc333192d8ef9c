package dev.intarsia.cli;

import dev.intarsia.WriterContext;
import dev.intarsia.options.Compression;
import dev.intarsia.options.WriterOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that writes. */
final class WriterFlags {
    private static final long MAX_PAGE_BYTES = 1L << 30;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--compression",
            paramLabel = "CODEC",
            converter = CodecName.class,
            defaultValue = "ZSTD",
            description = "UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW or LZ4; GZIP takes a level, as in gzip:9."
                    + " Default: ${DEFAULT-VALUE}.")
    private Compression compression;

    @Option(
            names = "--page-bytes",
            paramLabel = "N",
            converter = ByteSize.class,
            defaultValue = "1MiB",
            description = "Bytes of values that a page holds at most, up to 1 GiB. Default: ${DEFAULT-VALUE}.")
    private long pageBytes;

    @Option(
            names = "--memory",
            paramLabel = "N",
            converter = ByteSize.class,
            defaultValue = "256MiB",
            description = "Memory off the heap that writing may take. Where it runs short, row groups close early."
                    + " Default: ${DEFAULT-VALUE}.")
    private long memoryBytes;

    /** The options of the writer; a value that is out of its range is an error of usage. */
    WriterOptions options(final long rowGroupBytes) {
        requireAtLeastOne("--row-group-bytes", rowGroupBytes);
        if (pageBytes < 1 || pageBytes > MAX_PAGE_BYTES) {
            throw usage("--page-bytes is " + pageBytes + ", it must be between 1 and " + MAX_PAGE_BYTES);
        }
        return WriterOptions.builder()
                .compression(compression)
                .rowGroupBytes(rowGroupBytes)
                .pageBytes((int) pageBytes)
                .build();
    }

    /** Opens the context that gives the memory. */
    WriterContext openContext() {
        requireAtLeastOne("--memory", memoryBytes);
        try {
            return WriterContext.create(memoryBytes);
        } catch (final IllegalArgumentException e) {
            throw usage("--memory " + memoryBytes + " cannot be had: " + e.getMessage());
        }
    }

    void requireAtLeastOne(final String option, final long value) {
        if (value < 1) {
            throw usage(option + " is " + value + ", it must be at least 1");
        }
    }

    ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
