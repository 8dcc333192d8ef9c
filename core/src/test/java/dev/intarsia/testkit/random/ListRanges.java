package dev.intarsia.testkit.random;

import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Which slots of its child every slot of a list leads to.
 *
 * @param starts of the ranges; so are {@code sizes}
 * @param childCount slots that the child has, of which some may be in no range
 */
record ListRanges(long[] starts, long[] sizes, int childCount) {
    private static final int MANY = 2_000;
    private static final int LONG = 20;

    /** Ranges one behind the other, the first not always at 0; those of nulls are not always empty. */
    static ListRanges consecutive(final Presence presence, final SplittableRandom random) {
        final int count = presence.count();
        final int longest = longest(count, random);
        final boolean sparse = random.nextInt(3) == 0;
        final boolean garbage = random.nextBoolean();
        final BitSet seen = presence.seen();
        final long[] starts = new long[count];
        final long[] sizes = new long[count];
        int at = random.nextInt(4);
        for (int slot = 0; slot < count; slot++) {
            final int size = sparse && random.nextInt(5) > 0 ? 0 : random.nextInt(longest + 1);
            starts[slot] = at;
            sizes[slot] = seen.get(slot) || garbage ? size : 0;
            at += (int) sizes[slot];
        }
        return new ListRanges(starts, sizes, at + random.nextInt(4));
    }

    /** As many child slots for each, whatever it holds. */
    static ListRanges fixed(final int count, final int size) {
        final long[] starts = new long[count];
        final long[] sizes = new long[count];
        for (int slot = 0; slot < count; slot++) {
            starts[slot] = (long) slot * size;
            sizes[slot] = size;
        }
        return new ListRanges(starts, sizes, count * size);
    }

    /** Ranges anywhere, in any order, over each other or not. */
    static ListRanges scattered(final Presence presence, final SplittableRandom random) {
        final int count = presence.count();
        final int childCount = random.nextInt(2 * count + 4);
        final int longest = Math.min(longest(count, random), childCount);
        final long[] starts = new long[count];
        final long[] sizes = new long[count];
        for (int slot = 0; slot < count; slot++) {
            sizes[slot] = random.nextInt(longest + 1);
            starts[slot] = random.nextInt(childCount - (int) sizes[slot] + 1);
        }
        return new ListRanges(starts, sizes, childCount);
    }

    private static int longest(final int count, final SplittableRandom random) {
        return count > MANY ? 1 : random.nextInt(6) == 0 && count < MANY / LONG ? LONG : random.nextInt(4);
    }

    /** Child slots to which a slot that counts leads. */
    BitSet reachable(final BitSet seen) {
        final BitSet reachable = new BitSet(childCount);
        seen.stream().forEach(slot -> reachable.set((int) starts[slot], (int) (starts[slot] + sizes[slot])));
        return reachable;
    }

    /** The starts and the end of the last, where the ranges follow each other. */
    long[] offsets() {
        final long[] offsets = new long[starts.length + 1];
        System.arraycopy(starts, 0, offsets, 0, starts.length);
        offsets[starts.length] = starts.length == 0 ? 0 : starts[starts.length - 1] + sizes[starts.length - 1];
        return offsets;
    }
}
