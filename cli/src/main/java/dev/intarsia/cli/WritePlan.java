package dev.intarsia.cli;

import dev.intarsia.cli.output.OutputName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which input becomes which file, settled before any is written. Immutable.
 *
 * @param inputs the inputs in the order of the command line
 */
record WritePlan(List<Input> inputs) {
    /** Stands for standard input. */
    static final String STANDARD_INPUT = "-";

    private static final String STANDARD_INPUT_NAME = "stdin";

    /**
     * One input.
     *
     * @param argument how the command line calls it
     * @param name how its files are called
     */
    record Input(String argument, OutputName name) {
        boolean isStandardInput() {
            return argument.equals(STANDARD_INPUT);
        }

        Path path() {
            return Path.of(argument);
        }
    }

    WritePlan {
        inputs = List.copyOf(inputs);
    }

    /** Names the files of every input. */
    static WritePlan of(final Path directory, final List<String> arguments) {
        final List<Input> inputs = new ArrayList<>();
        for (final String argument : arguments) {
            inputs.add(new Input(argument, name(directory, argument)));
        }
        return new WritePlan(inputs);
    }

    /**
     * Refuses two inputs that would write one file.
     *
     * @param rolls whether an input may become several files
     * @param overwrite whether the later one may replace what the earlier one wrote
     * @throws CommandFailure if there are such inputs
     */
    void requireDistinct(final boolean rolls, final boolean overwrite) {
        final Map<OutputName, Input> known = new LinkedHashMap<>();
        for (final Input input : inputs) {
            final Input earlier = known.putIfAbsent(input.name(), input);
            if (earlier != null && earlier.isStandardInput() && input.isStandardInput()) {
                throw new CommandFailure("standard input (-) is named twice, but can be read only once");
            }
            if (earlier != null && !overwrite) {
                throw new CommandFailure("'" + earlier.argument() + "' and '" + input.argument()
                        + "' would both be written to " + input.name().file(0)
                        + ": rename one, write them to different directories, or give --overwrite to keep the later");
            }
        }
        if (rolls) {
            requireNumbersApart();
        }
    }

    /**
     * Refuses targets that exist.
     *
     * @param rolls whether an input may become several files
     * @throws CommandFailure if there are any
     */
    void requireFree(final boolean rolls) {
        for (final Input input : inputs) {
            final List<Path> taken = input.name().existingFrom(0);
            if (taken.isEmpty() && rolls) {
                taken.addAll(input.name().existingFrom(1));
            }
            if (!taken.isEmpty()) {
                throw new CommandFailure(taken.get(0) + " exists and is not overwritten, so nothing was written: choose"
                        + " another directory with --to, delete it, or give --overwrite");
            }
        }
    }

    /**
     * Refuses an input that lies where its own output goes.
     *
     * @throws CommandFailure if there is one
     */
    void requireInputsKept() {
        for (final Input input : inputs) {
            for (final Input other : inputs) {
                if (!input.isStandardInput()
                        && isSameFile(input.path(), other.name().file(0))) {
                    throw new CommandFailure("'" + input.argument() + "' would be overwritten by what '"
                            + other.argument() + "' becomes: choose another directory with --to");
                }
            }
        }
    }

    private void requireNumbersApart() {
        for (final Input input : inputs) {
            for (final Input other : inputs) {
                if (input.name().mayCollideWith(other.name())) {
                    throw new CommandFailure("'" + other.argument() + "' would be written to "
                            + other.name().file(0) + ", which may also be a later file of '" + input.argument()
                            + "': rename one, or write them to different directories");
                }
            }
        }
    }

    private static OutputName name(final Path directory, final String argument) {
        try {
            return argument.equals(STANDARD_INPUT)
                    ? new OutputName(directory, STANDARD_INPUT_NAME)
                    : OutputName.of(directory, Path.of(argument));
        } catch (final InvalidPathException e) {
            throw new CommandFailure("'" + argument + "' cannot be a path: " + e.getReason(), e);
        }
    }

    private static boolean isSameFile(final Path one, final Path other) {
        try {
            return Files.exists(other) && Files.isSameFile(one, other);
        } catch (final IOException e) {
            return false; // one of them is missing, which shows when it is opened
        }
    }
}
