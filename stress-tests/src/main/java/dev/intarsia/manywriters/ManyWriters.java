package dev.intarsia.manywriters;

import dev.intarsia.cli.verify.FileReport;
import dev.intarsia.cli.verify.Verdict;
import dev.intarsia.cli.verify.Verifier;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The command: see {@link Plan#HELP}. */
public final class ManyWriters {
    private static final int DIRECT_SPARE_MIB = 8;
    private static final int SPARE_PERCENT = 5;
    private static final int FIRST_RELIEF_PERCENT = 80;

    private final Plan plan;
    private final PrintStream out;
    private final List<String> broken = new ArrayList<>();

    private ManyWriters(final Plan plan, final PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    public static void main(final String[] arguments) throws IOException, InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Plan.HELP);
            return;
        }
        final Plan plan;
        try {
            plan = Plan.parse(arguments);
        } catch (final IllegalArgumentException wrong) {
            System.err.println("many-writers: " + wrong.getMessage() + "; --help says more");
            System.exit(2);
            return;
        }
        if (plan.role() != Plan.Role.PARENT) {
            Child.run(plan, System.out);
            return;
        }
        System.exit(new ManyWriters(plan, System.out).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        final Path folder = plan.folder().isEmpty()
                ? Files.createTempDirectory("many-writers")
                : Files.createDirectories(Path.of(plan.folder()));
        try {
            final Figures idle = start(Plan.Role.IDLE, folder);
            final Figures writing = start(Plan.Role.WRITING, folder);
            if (broken.isEmpty()) {
                report(idle, writing);
                checkFiles(folder, writing);
            }
        } finally {
            if (!plan.keep()) {
                delete(folder);
            }
        }
        broken.forEach(sentence -> out.println("many-writers: " + sentence));
        out.println(broken.isEmpty() ? "many-writers: all held." : "many-writers: " + broken.size() + " did not hold.");
        return broken.isEmpty();
    }

    private Figures start(final Plan.Role role, final Path folder) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + plan.heapMiB() + "m",
                "-Xmx" + plan.heapMiB() + "m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC", // and one compiler: what others take for their own work is not what is asked here
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxDirectMemorySize=" + (plan.budgetMiB() + DIRECT_SPARE_MIB) + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ManyWriters.class.getName()));
        command.addAll(plan.argumentsFor(role, folder));
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(ProcessBuilder.Redirect.from(new File(nothing())))
                .start();
        final Figures figures = new Figures();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!figures.read(line)) {
                    out.println(line);
                }
            }
        }
        final int status = process.waitFor();
        hold(status == 0, "the JVM that was " + role + " ended with status " + status);
        return figures;
    }

    private void report(final Figures idle, final Figures writing) {
        final long budget = plan.budgetBytes();
        final long files = writing.get("files");
        line("rows written, of " + plan.columns() + " columns", writing.get("rows"));
        line("files", files);
        line("bytes of a file, mean", writing.get("fileBytes") / Math.max(1, files));
        line("writes that were relieved", writing.get("reliefs"));
        line("files whose end did not fit at first", writing.get("refusedFinishes"));
        line("batches before the first relief", writing.get("batchesBeforeFirstRelief"));
        mib("budget", budget);
        mib("in use at the first relief", writing.get("usedBytesAtFirstRelief"));
        mib("in use at most", writing.get("mostUsedBytes"));
        mib("in slabs", writing.get("slabBytes"));
        mib("direct memory by Netty's count, at most", writing.get("nettyBytes"));
        mib("heap in use, idle", idle.get(Figures.HEAP));
        mib("heap in use, all files open", writing.get("heapWithOpenFilesBytes"));
        mib("heap in use, all files closed", writing.get(Figures.HEAP));

        hold(writing.get("rows") == idle.get("rows"), "the two JVMs did not have the same input");
        hold(writing.get("mostUsedBytes") <= budget, "more than the budget was in use");
        hold(writing.get("slabBytes") <= budget, "slabs took more than the budget");
        hold(writing.get("nettyBytes") <= budget, "direct memory took more than the budget");
        hold(writing.get("usedBytesAtEnd") == 0, writing.get("usedBytesAtEnd") + " bytes were in use at the end");
        hold(writing.get("reliefs") > 0, "there were too few batches to fill the budget");
        hold(
                writing.get("openAtFirstRelief") == plan.writers(),
                "not all writers were open when memory was first short");
        hold(
                writing.get("usedBytesAtFirstRelief") * 100 >= budget * FIRST_RELIEF_PERCENT,
                "less than " + FIRST_RELIEF_PERCENT + " % of the budget was in use when a write did not fit");
        if (idle.has(Figures.PEAK_RESIDENT) && writing.has(Figures.PEAK_RESIDENT)) {
            final long growth = writing.get(Figures.PEAK_RESIDENT) - idle.get(Figures.PEAK_RESIDENT);
            mib("resident at most, idle", idle.get(Figures.PEAK_RESIDENT));
            mib("resident at most, writing", writing.get(Figures.PEAK_RESIDENT));
            mib("resident growth", growth);
            hold(
                    growth * 100 <= budget * (100 + SPARE_PERCENT),
                    "the process grew by more than the budget and " + SPARE_PERCENT + " %");
        } else {
            out.println("resident growth: skipped, this system has no /proc/self/status");
        }
    }

    private void checkFiles(final Path folder, final Figures writing) throws IOException {
        final List<Path> files = list(folder);
        long rows = 0;
        for (final Path file : files) {
            final FileReport report = Verifier.verify(file, (done, bytes, length) -> {});
            rows += report.rows();
            hold(report.verdict() == Verdict.SOUND, file.getFileName() + " is not sound: " + report.findings());
        }
        hold(files.size() == writing.get("files"), files.size() + " files are there");
        hold(rows == writing.get("rows"), "the files have " + rows + " rows");
        line("files read back", files.size());
    }

    private void hold(final boolean held, final String otherwise) {
        if (!held) {
            broken.add(otherwise);
        }
    }

    private void line(final String name, final long value) {
        out.println(String.format(Locale.ROOT, "%-42s %,14d", name, value));
    }

    private void mib(final String name, final long bytes) {
        out.println(String.format(Locale.ROOT, "%-42s %,14.1f MiB", name, bytes / (double) (1 << 20)));
    }

    private static String nothing() {
        return File.separatorChar == '/' ? "/dev/null" : "NUL";
    }

    private static List<Path> list(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(final Path folder) throws IOException {
        for (final Path file : list(folder)) {
            Files.delete(file);
        }
        try (Stream<Path> left = Files.list(folder)) {
            if (left.sorted(Comparator.naturalOrder()).findAny().isEmpty()) {
                Files.delete(folder);
            }
        }
    }
}
