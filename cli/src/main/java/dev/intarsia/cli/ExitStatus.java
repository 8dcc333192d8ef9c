package dev.intarsia.cli;

/** How the program ends. */
final class ExitStatus {
    static final int OK = 0;
    /** Something could not be done; the rest was. */
    static final int FAILED = 1;
    /** The command line makes no sense. */
    static final int USAGE = 2;
    /** Ended by a signal. Which one decides the JVM, when it runs its hooks: 130 for SIGINT, 143 for SIGTERM. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
