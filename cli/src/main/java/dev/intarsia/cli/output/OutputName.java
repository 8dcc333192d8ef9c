package dev.intarsia.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the files of one input are called: {@code NAME.parquet}, and after that {@code NAME-00001.parquet} and so on.
 * Immutable.
 *
 * @param directory where they lie
 * @param name the part before the number
 */
public record OutputName(Path directory, String name) {
    /** Suffix of every file. */
    public static final String SUFFIX = ".parquet";

    /** The file of this index, from 0. */
    public Path file(final int index) {
        return directory.resolve(
                index == 0 ? name + SUFFIX : String.format(Locale.ROOT, "%s-%05d%s", name, index, SUFFIX));
    }

    /** The name for an input: its file name without the last extension. */
    public static OutputName of(final Path directory, final Path input) {
        final Path last = input.getFileName();
        final String file = last == null ? "" : last.toString();
        final int dot = file.lastIndexOf('.');
        final String name = dot > 0 ? file.substring(0, dot) : file;
        return new OutputName(directory, name.isEmpty() ? "input" : name);
    }

    /** Whether a numbered file of this name can be the file of the other name. */
    public boolean mayCollideWith(final OutputName other) {
        return other.name().matches(java.util.regex.Pattern.quote(name) + "-[0-9]{5,}");
    }

    /** The files that exist under this name, from the given index on, up to the first number that is not taken. */
    public List<Path> existingFrom(final int index) {
        final List<Path> existing = new ArrayList<>();
        int next = index;
        while (Files.exists(file(next), LinkOption.NOFOLLOW_LINKS)) {
            existing.add(file(next));
            next++;
        }
        return existing;
    }

    /** Deletes the numbered files that an earlier, longer run left behind the last file of this one. */
    public void deleteFrom(final int index) throws IOException {
        for (final Path stale : existingFrom(index)) {
            Files.delete(stale);
        }
    }
}
