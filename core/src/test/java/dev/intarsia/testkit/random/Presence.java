package dev.intarsia.testkit.random;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Which slots of a vector hold a value, and which of them anybody may look at. Confined to one thread.
 *
 * @param count slots
 * @param present slots that are not null
 * @param reachable slots to which their parents lead; what the others hold, nulls in fields without nulls
 *     included, means nothing
 */
record Presence(int count, BitSet present, BitSet reachable) {
    private enum Density {
        NONE,
        RARE,
        HALF,
        RUNS,
        ALL
    }

    private static final int RARE = 40;
    private static final int RUN = 13;

    /** Decides at random; nullable fields have nulls, all fields have them where nobody looks. */
    static Presence of(final boolean nullable, final int count, final BitSet reachable, final SplittableRandom random) {
        final Density density = Density.values()[random.nextInt(Density.values().length)];
        final boolean garbage = random.nextBoolean();
        final BitSet present = new BitSet(count);
        for (int slot = 0; slot < count; slot++) {
            final boolean isNull =
                    switch (density) {
                        case NONE -> false;
                        case RARE -> random.nextInt(RARE) == 0;
                        case HALF -> random.nextBoolean();
                        case RUNS -> slot / RUN % 2 == 0;
                        case ALL -> true;
                    };
            final boolean unseenNull = garbage && random.nextBoolean();
            present.set(slot, reachable.get(slot) ? !nullable || !isNull : !unseenNull);
        }
        return new Presence(count, present, reachable);
    }

    static BitSet all(final int count) {
        final BitSet all = new BitSet(count);
        all.set(0, count);
        return all;
    }

    /** Slots whose value counts. */
    BitSet seen() {
        final BitSet seen = (BitSet) reachable.clone();
        seen.and(present);
        return seen;
    }

    int nullCount() {
        return count - present.cardinality();
    }
}
