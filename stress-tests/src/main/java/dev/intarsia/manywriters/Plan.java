package dev.intarsia.manywriters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run does, and how it is handed to the JVMs that do it. Immutable.
 *
 * @param role who reads this
 * @param writers files that are open at a time
 * @param columns of each of them
 * @param batches that arrive
 * @param budgetMiB of the context
 * @param relievePercent of the budget: the owner of the files does not let them use more, if it can help it
 * @param heapMiB of each JVM, taken from the system at its start
 * @param seed of the input
 * @param keep whether files stay
 * @param folder where they go; empty for one that is made for the run
 */
record Plan(
        Role role,
        int writers,
        int columns,
        int batches,
        int budgetMiB,
        int relievePercent,
        int heapMiB,
        long seed,
        boolean keep,
        String folder) {
    enum Role {
        PARENT,
        IDLE,
        WRITING
    }

    private static final int QUICK_BATCHES = 9_000;
    private static final int WHOLE_BATCHES = 60_000;

    static final String HELP = """
            usage: many-writers.sh quick|whole [OPTION=VALUE ...]

            Opens many writers under one memory budget, gives them batches in random order, finishes the file that was
            written to least recently whenever a write does not fit, reads every file back, and compares the process with
            an idle one that had the same input.

              quick        %d batches: the budget is full, and some files are finished for it
              whole        %d batches: files are finished some times over

              writers=N    files open at a time; 1000
              columns=N    columns of each; 50
              batches=N    batches that arrive
              budget=MIB   memory budget; 256
              relieve=N    finishes files, too, when more than N percent of the budget are in use; 100, so only when a
                           write does not fit
              heap=MIB     heap of each JVM, all of it taken at its start; 1024
              seed=N       of the input; 1
              keep=true    leaves the files where they are
              folder=PATH  where files go; a temporary folder otherwise

            Ends with 0 if all held, 1 if something did not, 2 for wrong usage.
            """.formatted(QUICK_BATCHES, WHOLE_BATCHES);

    /**
     * @throws IllegalArgumentException if the arguments are none that the help names
     */
    static Plan parse(final String... arguments) {
        if (arguments.length == 0 || !List.of("quick", "whole").contains(arguments[0])) {
            throw new IllegalArgumentException("the first argument must be quick or whole");
        }
        final int batches = arguments[0].equals("quick") ? QUICK_BATCHES : WHOLE_BATCHES;
        Plan plan = new Plan(Role.PARENT, 1000, 50, batches, 256, 100, 1024, 1, false, "");
        for (int i = 1; i < arguments.length; i++) {
            plan = plan.with(arguments[i]);
        }
        return plan;
    }

    private Plan with(final String argument) {
        final int equals = argument.indexOf('=');
        final String name = argument.substring(0, Math.max(0, equals));
        final String value = argument.substring(equals + 1);
        return new Plan(
                name.equals("role") ? Role.valueOf(value) : role,
                name.equals("writers") ? positive(name, value) : writers,
                name.equals("columns") ? positive(name, value) : columns,
                name.equals("batches") ? positive(name, value) : batches,
                name.equals("budget") ? positive(name, value) : budgetMiB,
                name.equals("relieve") ? positive(name, value) : relievePercent,
                name.equals("heap") ? positive(name, value) : heapMiB,
                name.equals("seed") ? positive(name, value) : seed,
                name.equals("keep") ? Boolean.parseBoolean(value) : keep,
                name.equals("folder") ? value : requireKnown(name, argument));
    }

    private String requireKnown(final String name, final String argument) {
        if (!List.of("role", "writers", "columns", "batches", "budget", "relieve", "heap", "seed", "keep")
                .contains(name)) {
            throw new IllegalArgumentException("'" + argument + "' is no option");
        }
        return folder;
    }

    private static int positive(final String name, final String value) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(name + " is '" + value + "', and must be a number above 0");
        }
        return Integer.parseInt(value);
    }

    /** The arguments that make this plan for another role. */
    List<String> argumentsFor(final Role other, final Path files) {
        return new ArrayList<>(List.of(
                "whole",
                "role=" + other,
                "writers=" + writers,
                "columns=" + columns,
                "batches=" + batches,
                "budget=" + budgetMiB,
                "relieve=" + relievePercent,
                "heap=" + heapMiB,
                "seed=" + seed,
                "folder=" + files));
    }

    long budgetBytes() {
        return (long) budgetMiB << 20;
    }
}
