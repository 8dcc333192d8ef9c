package dev.intarsia.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final long HIGHEST = 1L << 31;

    @Test
    void blocksCoverTheirHalvesButNotTheOtherWayRound() {
        assertThat(ofUnits(4).covers(ofUnits(2, 2))).isTrue();
        assertThat(ofUnits(4).covers(ofUnits(2, 1, 1))).isTrue();
        assertThat(ofUnits(4).covers(ofUnits(2, 2, 1))).isFalse();
        assertThat(ofUnits(2, 2).covers(ofUnits(4))).isFalse();
        assertThat(ofUnits(4, 2).covers(ofUnits(4, 1, 1))).isTrue();
        assertThat(ofUnits(4, 1, 1, 1, 1).covers(ofUnits(4, 2)))
                .as("units are no halves of anything, however many there are")
                .isFalse();
    }

    @Test
    void whatALargeBlockHasLeftCountsForEverySmallerSize() {
        assertThat(ofUnits(16).covers(ofUnits(8, 4, 2, 1, 1))).isTrue();
        assertThat(ofUnits(16).covers(ofUnits(8, 4, 2, 1, 1, 1))).isFalse();
        assertThat(ofUnits(16, 1).covers(ofUnits(8, 4, 2, 1, 1, 1))).isTrue();
    }

    @Test
    void aSurplusOfOneSizeDoesNotMakeUpForWhatALargerOneLacks() {
        assertThat(ofUnits(8, 8, 8).covers(ofUnits(16))).isFalse();
        assertThat(ofUnits(16, 8, 8).covers(ofUnits(16, 16))).isFalse();
    }

    @Test
    void nothingIsCoveredByAllAndCoversNothingElse() {
        assertThat(ofUnits().covers(ofUnits())).isTrue();
        assertThat(ofUnits(1).covers(ofUnits())).isTrue();
        assertThat(ofUnits().covers(ofUnits(1))).isFalse();
        final Demand beyondAll = new Demand();
        beyondAll.add(HIGHEST, 1);
        assertThat(ofUnits(1 << 20).covers(beyondAll)).isFalse();
        assertThat(beyondAll.covers(ofUnits(1 << 20))).isTrue();
    }

    /** The oracle takes the blocks one by one, largest first, and splits. */
    @Test
    void coveringIsWhatTakingTheBlocksOneByOneShows() {
        final Random random = new Random(42);
        int covered = 0;
        for (int times = 0; times < 20_000; times++) {
            final int[] held = someUnits(random);
            final int[] asked = someUnits(random);
            final boolean expected = canTake(held, asked);
            assertThat(ofUnits(held).covers(ofUnits(asked))).isEqualTo(expected);
            covered += expected ? 1 : 0;
        }
        assertThat(covered).isBetween(1_000, 19_000);
    }

    private static int[] someUnits(final Random random) {
        return random.ints(random.nextInt(6), 0, 5).map(order -> 1 << order).toArray();
    }

    private static boolean canTake(final int[] held, final int[] asked) {
        final int[] counts = new int[8];
        for (final int units : held) {
            counts[Integer.numberOfTrailingZeros(units)]++;
        }
        final int[] largestFirst =
                java.util.Arrays.stream(asked).map(units -> -units).sorted().toArray();
        for (final int units : largestFirst) {
            final int order = Integer.numberOfTrailingZeros(-units);
            int from = order;
            while (from < counts.length && counts[from] == 0) {
                from++;
            }
            if (from == counts.length) {
                return false;
            }
            counts[from]--;
            while (from > order) {
                counts[--from]++;
            }
        }
        return true;
    }

    @Test
    void onlyWhatAnotherDemandDoesNotNameIsAddedBeyondIt() {
        final Demand demand = ofUnits(1);
        demand.addBeyond(ofUnits(8, 4, 4, 1), ofUnits(8, 8, 4, 2));
        assertThat(demand.blocks(0)).isEqualTo(2);
        assertThat(demand.blocks(1)).isZero();
        assertThat(demand.blocks(2)).isEqualTo(1);
        assertThat(demand.blocks(3)).isZero();
        assertThat(demand.bytes()).isEqualTo(6 * Demand.UNIT_BYTES);
        assertThat(demand.maxOrder()).isEqualTo(2);
    }

    @Test
    void whatIsTakenAwayIsMissingFromTheCountsAndTheSum() {
        final Demand demand = ofUnits(8, 4, 4, 1);
        demand.minus(ofUnits(8, 4));
        assertThat(demand.blocks(3)).isZero();
        assertThat(demand.blocks(2)).isEqualTo(1);
        assertThat(demand.blocks(0)).isEqualTo(1);
        assertThat(demand.bytes()).isEqualTo(5 * Demand.UNIT_BYTES);
        demand.minus(ofUnits(4, 1));
        assertThat(demand.bytes()).isZero();
        assertThat(ofUnits().covers(demand)).isTrue();
        demand.clear();
        demand.add(1, 1);
        assertThat(demand.bytes()).isEqualTo(Demand.UNIT_BYTES);
    }

    @Test
    void whatIsWidenedCoversEitherDemand() {
        final Demand demand = ofUnits(8, 1);
        demand.widenTo(ofUnits(4, 4, 1, 1));
        assertThat(demand.covers(ofUnits(8, 1))).isTrue();
        assertThat(demand.covers(ofUnits(4, 4, 1, 1))).isTrue();
        assertThat(demand.bytes()).isEqualTo(18 * Demand.UNIT_BYTES);
    }

    private static Demand ofUnits(final int... units) {
        final Demand demand = new Demand();
        for (final int blockUnits : units) {
            demand.add((long) blockUnits * Demand.UNIT_BYTES, 1);
        }
        return demand;
    }
}
