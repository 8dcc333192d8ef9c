package dev.intarsia.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.options.MemoryBudgetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlabPoolTest {
    private static final int SLAB = 1 << 20;

    private final SlabPool pool = new SlabPool(4L * SLAB, SLAB);

    @AfterEach
    void nothingIsHeld() {
        pool.close();
    }

    @Test
    void theUsualSlabIsAQuarterOfTheBudgetAndAtMost64MiB() {
        try (Closing small = new Closing(new SlabPool(100 << 20, 0));
                Closing large = new Closing(new SlabPool(1L << 30, 0))) {
            assertThat(small.pool().maxBlockBytes()).isEqualTo(16 << 20);
            assertThat(large.pool().maxBlockBytes()).isEqualTo(64 << 20);
        }
    }

    @Test
    void aBudgetBelowOneSlabIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlabPool(1000, 0))
                .withMessageContaining("1000")
                .withMessageContaining("65536");
    }

    @Test
    void slabsAreTakenWhenNeededAndNeverMoreThanTheBudget() {
        final List<Segment> held = new ArrayList<>();
        assertThat(pool.slabBytesTaken()).isZero();
        for (int i = 1; i <= 4; i++) {
            held.add(pool.tryAllocate(SLAB));
            assertThat(pool.slabBytesTaken()).isEqualTo((long) i * SLAB);
        }
        assertThat(pool.tryAllocate(1)).isNull();
        assertThat(pool.freeBytes()).isZero();
        held.remove(2).release();
        assertThat(pool.slabBytesTaken()).as("memory is kept").isEqualTo(4L * SLAB);
        held.add(pool.tryAllocate(SLAB));
        held.forEach(Segment::release);
        assertThat(pool.usedBytes()).isZero();
    }

    @Test
    void aTrimmedSegmentGivesItsEndToOthers() {
        final Segment whole = pool.tryAllocate(SLAB);
        whole.trim(1025);
        assertThat(whole.capacity()).isEqualTo(2048);
        assertThat(pool.usedBytes()).isEqualTo(2048);
        final Segment half = pool.tryAllocate(SLAB / 2);
        assertThat(half.address()).isEqualTo(whole.address() + SLAB / 2);
        half.release();
        whole.release();
    }

    @Test
    void releasingTwiceThrowsAndHarmsNobody() {
        final Segment first = pool.tryAllocate(1024);
        first.release();
        assertThatIllegalStateException().isThrownBy(first::release);
        assertThatIllegalStateException().isThrownBy(first::retain);
        assertThat(pool.usedBytes()).isZero();
        final Segment second = pool.tryAllocate(1024);
        assertThatIllegalStateException().isThrownBy(first::release);
        assertThat(pool.usedBytes()).isEqualTo(1024);
        second.release();
    }

    @Test
    void closingWithMemoryHeldSaysHowMuch() {
        final Segment held = pool.tryAllocate(4096);
        assertThatIllegalStateException().isThrownBy(pool::close).withMessageContaining("4096");
        held.release();
    }

    @Test
    void aReserveHoldsAllOrNothing() {
        final Reserve reserve = new Reserve(pool);
        final Demand demand = new Demand();
        demand.add(SLAB, 3);
        demand.add(1024, 2);
        demand.add(SLAB / 2, 1);
        reserve.fill(demand, "a test");
        assertThat(pool.usedBytes()).isEqualTo(3L * SLAB + SLAB / 2 + 2048);
        final Reserve other = new Reserve(pool);
        assertThatThrownBy(() -> other.fill(demand, "another test"))
                .isInstanceOf(MemoryBudgetException.class)
                .hasMessageStartingWith("another test needs " + demand.bytes() + " bytes");
        assertThat(pool.usedBytes()).isEqualTo(3L * SLAB + SLAB / 2 + 2048);
        final Segment taken = reserve.take(SLAB - 1);
        reserve.giveBack();
        assertThat(pool.usedBytes()).isEqualTo(SLAB);
        taken.release();
    }

    @Test
    void aReserveGivesALargerBlockWhenThePoolHasNoneOfTheSize() {
        final Reserve reserve = new Reserve(pool);
        final Demand demand = new Demand();
        demand.add(SLAB, 4);
        reserve.fill(demand, "a test");
        final Segment taken = reserve.take(1024);
        assertThat(taken.capacity()).isEqualTo(SLAB);
        taken.release();
        reserve.giveBack();
    }

    @Test
    void aFrugalReserveGivesAPieceOfALargerBlockAndKeepsTheRest() {
        final Reserve reserve = new Reserve(pool);
        final Demand demand = new Demand();
        demand.add(SLAB, 4);
        reserve.fill(demand, "a test");
        reserve.beFrugal();
        final Segment taken = reserve.take(1024);
        assertThat(taken.capacity()).isEqualTo(1024);
        assertThat(pool.usedBytes()).isEqualTo(4L * SLAB);
        final List<Segment> rest = new ArrayList<>();
        for (int i = 1; i < 4 * SLAB / 1024; i++) {
            rest.add(reserve.take(1024));
        }
        assertThat(rest.stream().mapToLong(Segment::address).distinct().count()).isEqualTo(rest.size());
        assertThatThrownBy(() -> reserve.take(1)).isInstanceOf(MemoryBudgetException.class);
        rest.forEach(Segment::release);
        taken.release();
        reserve.giveBack();
        assertThat(pool.tryAllocate(SLAB))
                .as("the pieces came together again")
                .isNotNull()
                .satisfies(Segment::release);
    }

    @Test
    void settlingTurnsALargeBlockIntoSmallOnesWithoutHelpFromThePool() {
        final Reserve reserve = new Reserve(pool);
        final Demand large = new Demand();
        large.add(SLAB, 1);
        reserve.fill(large, "a test");
        final MemoryHog hog = MemoryHog.takeAll(pool);
        final Demand small = new Demand();
        small.add(SLAB / 2, 1);
        small.add(1024, 5);
        assertThat(reserve.settle(small)).isTrue();
        assertThat(pool.freeBytes()).isEqualTo(SLAB / 2 - 5 * 1024);

        final MemoryHog rest = MemoryHog.takeAll(pool);
        assertThat(reserve.settle(large)).as("what is gone does not come back").isFalse();
        assertThat(reserve.settle(small)).as("and what is held is kept").isTrue();
        assertThat(pool.freeBytes()).isZero();
        rest.giveBack();
        hog.giveBack();
        assertThat(reserve.settle(large)).isTrue();
        assertThat(pool.usedBytes()).isEqualTo(SLAB);
        reserve.giveBack();
    }

    @Test
    void whatMayLieInPiecesIsCoveredBySmallBlocksAndOtherBlocksAreNot() {
        final Reserve reserve = new Reserve(pool);
        final Segment whole = pool.tryAllocate(4096);
        reserve.takeBack(whole);
        final List<Segment> between = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            final Segment unit = pool.tryAllocate(1024);
            if (i % 2 == 0) {
                reserve.takeBack(unit); // no two of these come together
            } else {
                between.add(unit);
            }
        }
        final MemoryHog hog = MemoryHog.takeAll(pool);
        assertThat(reserve.settle(pieces(40 * 1024, 4096))).isTrue();
        assertThat(reserve.settle(pieces(41 * 1024, 4096))).isFalse();
        assertThat(reserve.settle(pieces(30 * 1024, 8192))).isFalse();
        assertThat(reserve.settle(pieces(40 * 1024, 4096))).isTrue();
        hog.giveBack();
        between.forEach(Segment::release);
        reserve.giveBack();
    }

    private static Demand pieces(final long pieceBytes, final int blockBytes) {
        final Demand demand = new Demand();
        demand.addPieces(pieceBytes);
        demand.add(blockBytes, 1);
        return demand;
    }

    @Test
    void halvesThatAreKeptMergeIntoTheBlockThatIsWanted() {
        final Reserve reserve = new Reserve(pool);
        final MemoryHog all = MemoryHog.takeAllBut(pool, 16 * 1024);
        reserve.fill(units(8, 4, 2, 1, 1), "a test");
        assertThat(pool.freeBytes()).isZero();
        assertThat(reserve.settle(units(16))).as("of all that is held").isTrue();
        assertThat(reserve.settle(units(4, 4, 4, 4))).isTrue();
        assertThat(reserve.settle(units(8, 4, 4))).as("of two of them").isTrue();
        assertThat(pool.freeBytes()).isZero();
        assertThat(reserve.settle(units(8, 8))).isTrue();
        assertThat(reserve.settle(units(8, 4, 1, 1, 1))).isTrue();
        assertThat(pool.freeBytes()).isEqualTo(1024);
        assertThat(reserve.settle(units(8, 4, 4))).isTrue();
        assertThat(pool.freeBytes()).isZero();
        all.giveBack();
        reserve.giveBack();
    }

    @Test
    void halvesOfWhatIsWantedMayBeAmongTheKept() {
        final Reserve reserve = new Reserve(pool);
        final MemoryHog rest = MemoryHog.takeAllBut(pool, 16 * 1024);
        final Segment[] quarters = new Segment[4];
        for (int i = 0; i < quarters.length; i++) {
            quarters[i] = pool.tryAllocate(4 * 1024);
        }
        java.util.Arrays.sort(quarters, java.util.Comparator.comparingLong(Segment::address));
        // The reserve has one quarter of each half, so that neither half is free unless what is kept moves.
        reserve.takeBack(quarters[0]);
        reserve.takeBack(quarters[2]);
        quarters[1].release();
        quarters[3].release();
        assertThat(reserve.settle(units(8, 4, 4))).isTrue();
        assertThat(reserve.blocks(SlabPool.orderOf(8 * 1024))).isEqualTo(1);
        assertThat(reserve.blocks(SlabPool.orderOf(4 * 1024))).isEqualTo(2);
        assertThat(pool.freeBytes()).isZero();
        rest.giveBack();
        reserve.giveBack();
    }

    @Test
    void anExchangeThatCannotBeMadeLeavesWhatIsHeldAndWhatIsFree() {
        final Reserve reserve = new Reserve(pool);
        final MemoryHog rest = MemoryHog.takeAllBut(pool, 16 * 1024);
        reserve.fill(units(8, 4, 1), "a test");
        final Segment other = pool.tryAllocate(1024);
        for (final Demand tooMuch : List.of(units(16), units(8, 8), units(8, 4, 4), units(8, 4, 2, 2), tooLarge())) {
            assertThat(reserve.settle(tooMuch)).isFalse();
            assertThat(reserve.blocks(SlabPool.orderOf(8 * 1024))).isEqualTo(1);
            assertThat(reserve.blocks(SlabPool.orderOf(4 * 1024))).isEqualTo(1);
            assertThat(reserve.blocks(0)).isEqualTo(1);
            assertThat(pool.freeBytes()).isEqualTo(2 * 1024);
        }
        assertThat(reserve.settle(units(8, 4, 2))).isTrue();
        other.release();
        rest.giveBack();
        reserve.giveBack();
    }

    @Test
    void randomExchangesHoldExactlyWhatWasAskedForOrWhatThereWas() {
        final Random random = new Random(7);
        final Reserve reserve = new Reserve(pool);
        final MemoryHog rest = MemoryHog.takeAllBut(pool, 32 * 1024);
        final long used = pool.usedBytes();
        Demand held = units();
        int made = 0;
        for (int i = 0; i < 5_000; i++) {
            final Demand next = units(random.ints(random.nextInt(9), 0, 5)
                    .map(order -> 1 << order)
                    .toArray());
            if (random.nextInt(3) == 0 && held.bytes() > 0) {
                reserve.beFrugal();
                reserve.takeBack(reserve.take(1024)); // others have seen its object from now on
            }
            final boolean all = reserve.settle(next);
            assertThat(all).as("nobody else is here, so only the sum counts").isEqualTo(next.bytes() <= 32 * 1024);
            if (all) {
                held = next;
                made++;
                for (int order = 0; order < Demand.ORDERS; order++) {
                    assertThat(reserve.blocks(order)).isEqualTo(held.blocks(order));
                }
            }
            assertThat(pool.usedBytes()).isEqualTo(used + held.bytes());
        }
        assertThat(made).isBetween(1_000, 4_900);
        rest.giveBack();
        reserve.giveBack();
    }

    private static Demand units(final int... units) {
        final Demand demand = new Demand();
        for (final int blockUnits : units) {
            demand.add(blockUnits * 1024L, 1);
        }
        return demand;
    }

    private static Demand tooLarge() {
        return units(2 * SLAB / 1024);
    }

    @Test
    void memoryReleasedByOtherThreadsIsNeitherLostNorGivenTwice() throws ExecutionException, InterruptedException {
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            final List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                final int seed = thread;
                running.add(threads.submit(() -> churn(new Random(seed))));
            }
            for (final Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(pool.usedBytes()).isZero();
        final List<Segment> whole = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            whole.add(pool.tryAllocate(SLAB));
        }
        assertThat(whole).as("every slab came together again").doesNotContainNull();
        whole.forEach(Segment::release);
    }

    private void churn(final Random random) {
        final List<Segment> held = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextBoolean() || held.isEmpty()) {
                final Segment segment = pool.tryAllocate(1 + random.nextInt(64 << 10));
                if (segment != null) {
                    NativeMemory.putLong(segment.address(), segment.address());
                    NativeMemory.putLong(segment.address() + segment.capacity() - 8, segment.address());
                    held.add(segment);
                }
            } else {
                final Segment segment = held.remove(random.nextInt(held.size()));
                if (NativeMemory.getLong(segment.address()) != segment.address()
                        || NativeMemory.getLong(segment.address() + segment.capacity() - 8) != segment.address()) {
                    throw new AssertionError("somebody else wrote into a segment");
                }
                segment.release();
            }
        }
        held.forEach(Segment::release);
    }

    private record Closing(SlabPool pool) implements AutoCloseable {
        @Override
        public void close() {
            pool.close();
        }
    }
}
