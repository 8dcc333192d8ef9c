package dev.intarsia.cli;

import dev.intarsia.cli.input.InputException;
import dev.intarsia.options.FileFullException;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.UnsupportedSchemaException;
import java.io.IOException;

/** Tells of what went wrong, as a sentence; the stack only where it was asked for. Confined. */
final class Failures {
    private final Console console;
    private boolean debug;

    Failures(final Console console) {
        this.console = console;
    }

    void setDebug(final boolean wanted) {
        debug = wanted;
    }

    /**
     * @param subject what could not be done, as the first words of the sentence, or the empty string
     */
    void report(final String subject, final Throwable failure) {
        final String sentence = sentence(failure);
        // Some sentences name their subject already.
        console.error(subject.isEmpty() || sentence.startsWith(subject) ? sentence : subject + ": " + sentence);
        if (debug) {
            failure.printStackTrace(console.err());
            console.err().flush();
        }
    }

    private static String sentence(final Throwable failure) {
        final String told = failure.getMessage();
        if (failure instanceof MemoryBudgetException) {
            return told + " (--memory)";
        }
        if (told != null && isOfOurs(failure)) {
            return told;
        }
        if (failure instanceof OutOfMemoryError) {
            return "the Java heap or the memory beside it is exhausted (" + told + "): give the JVM more, for example"
                    + " JAVA_TOOL_OPTIONS=-Xmx2g, or set a smaller --memory";
        }
        return "failed in a way that was not foreseen (" + failure.getClass().getSimpleName()
                + (told == null ? "" : ": " + told) + "); please report it, with what --debug prints";
    }

    private static boolean isOfOurs(final Throwable failure) {
        return failure instanceof CommandFailure
                || failure instanceof InputException
                || failure instanceof IOException
                || failure instanceof UnsupportedSchemaException
                || failure instanceof InvalidBatchException
                || failure instanceof FileFullException;
    }
}
