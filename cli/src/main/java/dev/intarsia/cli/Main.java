package dev.intarsia.cli;

import dev.intarsia.cli.output.Interruption;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code intarsia}. */
@Command(
        name = "intarsia",
        description = "Writes Apache Parquet from Apache Arrow.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        sortSynopsis = false,
        usageHelpAutoWidth = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything was done",
            "1:something failed; a sentence on standard error says what",
            "2:the command line makes no sense",
            "130, 143:ended by SIGINT or SIGTERM; the file that was open is discarded, finished files stay"
        })
public final class Main implements Runnable {
    private final Failures failures;

    @Spec
    private CommandSpec spec;

    private Main(final Failures failures) {
        this.failures = failures;
    }

    /** Runs the program and ends the JVM with its exit status. */
    public static void main(final String[] arguments) {
        final Console console = Console.ofProcess();
        final Interruption interruption = new Interruption();
        final CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(new Farewell(console, interruption, done), "farewell"));
        int status = ExitStatus.FAILED;
        try {
            status = run(console, interruption, arguments);
        } finally {
            done.countDown();
        }
        System.exit(status);
    }

    /**
     * Runs the program.
     *
     * @return its exit status
     */
    static int run(final Console console, final Interruption interruption, final String... arguments) {
        final Session session = Session.of(console, interruption);
        final CommandLine line = new CommandLine(new Main(session.failures()))
                .addSubcommand(new WriteCommand(session))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new VerifyCommand(session))
                .addSubcommand(new InspectCommand(session))
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.colourOut() ? Ansi.ON : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, given) -> usage(console, e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(session, e));
        final int status = execute(line, session, arguments);
        console.out().flush();
        if (console.out().checkError() && status == ExitStatus.OK) {
            console.error(
                    "standard output was closed before all results were printed; files that were written are complete");
            return ExitStatus.FAILED;
        }
        return status;
    }

    private static int execute(final CommandLine line, final Session session, final String... arguments) {
        try {
            return line.execute(arguments);
        } catch (final Error e) { // picocli hands over exceptions only
            session.failures().report("", e);
            return ExitStatus.FAILED;
        }
    }

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of every failure.")
    void setDebug(final boolean wanted) {
        failures.setDebug(wanted);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: write, demo, verify or inspect");
    }

    private static int usage(final Console console, final ParameterException e) {
        console.error(e.getMessage());
        console.err()
                .println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName()
                        + " --help' for what can be given.");
        return ExitStatus.USAGE;
    }

    private static int failed(final Session session, final Exception e) {
        if (e instanceof Interruption.Interrupted) {
            return ExitStatus.INTERRUPTED;
        }
        session.failures().report("", e);
        return ExitStatus.FAILED;
    }
}
