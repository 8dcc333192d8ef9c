package dev.intarsia.testkit;

import java.util.SplittableRandom;

/** Where the nulls of a generated nullable column are. What lies under them is garbage. */
public enum Nulls {
    NONE,
    /** One value in five, at random. */
    SOME,
    /** Long runs of nulls and of values. */
    RUNS,
    ALL;

    private static final int RUN = 97;

    /** Whether the value of this row is null. */
    boolean at(final int row, final SplittableRandom random) {
        return switch (this) {
            case NONE -> false;
            case SOME -> random.nextInt(5) == 0;
            case RUNS -> row / RUN % 2 == 0;
            case ALL -> true;
        };
    }
}
