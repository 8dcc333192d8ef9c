package dev.intarsia.testkit.random;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The seeds that a test goes through, in groups of which each is a test by its own name. Immutable.
 *
 * @param first the first seed of the first group
 * @param count how many seeds there are
 * @param perGroup how many of them are in each group, but for the last one, which has what is left
 */
public record SeedGroups(int first, int count, int perGroup) {
    public SeedGroups {
        if (first < 0 || count < 1 || perGroup < 1) {
            throw new IllegalArgumentException(
                    count + " seeds from " + first + " on, " + perGroup + " in a group, are no seeds to go through");
        }
    }

    /**
     * Those of generated cases: {@code -Dintarsia.generated=2000} asks for so many,
     * {@code -Dintarsia.generatedFrom=500} to begin there.
     *
     * @param count how many where nobody asks for another number
     */
    public static SeedGroups ofCases(final int count, final int perGroup) {
        return asked("intarsia.generated", count, perGroup);
    }

    /**
     * As the command line asks for them: the property says how many there are, and the one whose name ends in
     * {@code From} where they begin, which is 0 where it says nothing.
     *
     * @param count how many where nobody asks for another number
     */
    public static SeedGroups asked(final String property, final int count, final int perGroup) {
        return new SeedGroups(Integer.getInteger(property + "From", 0), Integer.getInteger(property, count), perGroup);
    }

    /** The first seed of each group. */
    public List<Integer> firsts() {
        return firstsOfOneIn(1);
    }

    /** The first seed of one group in so many, for a test that takes long: those of the first group, and so on. */
    public List<Integer> firstsOfOneIn(final int groups) {
        return IntStream.iterate(first, seed -> seed < end(), seed -> seed + groups * perGroup)
                .boxed()
                .toList();
    }

    /** The seeds of the group that begins with this one. */
    public IntStream from(final int firstSeed) {
        return IntStream.range(firstSeed, Math.min(firstSeed + perGroup, end()));
    }

    /** Checks the cases of the group that begins with this seed, of every kind; a case that fails is made small. */
    public void check(final int firstSeed, final BufferAllocator allocator, final Property property) {
        Shrinker.check(allocator, Kinds.ALL, firstSeed, (int) from(firstSeed).count(), property);
    }

    private int end() {
        return first + count;
    }
}
