package dev.intarsia.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.options.MemoryBudgetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasedReserveTest {
    private static final int KIB = 1024;
    private static final int SLAB = 64 * KIB;
    private static final int BUDGET = 2 * SLAB;
    private static final long PATIENCE_SECONDS = 10;

    private final SlabPool pool = new SlabPool(BUDGET, SLAB);
    private final LeasedReserve lease = pool.leased();
    /** What a file holds for itself: nothing, where the test does not say otherwise. */
    private final Reserve own = new Reserve(pool);

    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void aFileComes() {
        lease.join();
    }

    @AfterEach
    void nothingIsHeld() throws InterruptedException {
        for (final Thread thread : threads) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
        pool.close();
    }

    /** Who waits for memory runs where it is given back, and may be anybody. */
    @Test
    void whoIsToldThatThereIsMemoryIsNotToldWithTheLeaseLocked() {
        lease.promise(blocks(8, 1), own);
        final MemoryHog hog = MemoryHog.takeAll(pool);
        assertThat(own.tryFill(blocks(8, 1))).isFalse();
        final boolean[] locked = {true};
        pool.available().thenRun(() -> locked[0] = Thread.holdsLock(lease));
        lease.leave();
        assertThat(locked[0]).isFalse();
        hog.giveBack();
    }

    @Test
    void aFileThatBeginsWhenTheLastOnesMemoryComesBackKeepsItsPromise() {
        lease.promise(blocks(8, 3), own);
        final MemoryHog hog = MemoryHog.takeAll(pool);
        assertThat(own.tryFill(blocks(8, 1))).isFalse();
        final boolean[] promised = new boolean[1];
        pool.available().thenRun(() -> {
            lease.join();
            promised[0] = lease.promise(blocks(8, 1), own);
        });
        lease.leave();
        assertThat(promised[0]).isTrue();
        assertThat(pool.usedBytes()).isEqualTo(BUDGET - 16 * KIB);
        lease.leave();
        hog.giveBack();
    }

    @Test
    void aRefusedPromiseLeavesTheFileWhatItHeld() {
        lease.promise(blocks(8, 1), own);
        own.fill(blocks(4, 1), "a test");
        final MemoryHog hog = MemoryHog.takeAll(pool);
        assertThat(lease.promise(blocks(4, 1, 32, 1), own)).isFalse();
        assertThat(own.blocks(SlabPool.orderOf(4 * KIB))).isEqualTo(1);
        hog.giveBack();
        own.giveBack();
        lease.leave();
    }

    @Test
    void aPromiseDoesNotReplaceWhatABorrowerHasLostFromTheFilesFloor() {
        lease.promise(blocks(8, 1), own);
        own.fill(blocks(8, 1), "its floor");
        final MemoryHog hog = MemoryHog.takeAllBut(pool, KIB);
        lease.lend().take(8 * KIB).release();
        final Segment lost = pool.tryAllocate(8 * KIB);
        lease.giveBack();
        assertThat(own.tryFill(blocks(8, 1, 1, 1)))
                .as("floor, and what was not promised")
                .isTrue();
        lease.promise(blocks(8, 1, 1, 1), own); // whatever the answer
        assertThat(own.settle(blocks(8, 1))).as("the floor is held").isTrue();
        lost.release();
        hog.giveBack();
        own.giveBack();
        lease.leave();
    }

    @Test
    void whatIsPromisedGrowsAndIsThereWhoeverHoldsTheRest() {
        assertThat(lease.promise(blocks(4, 1), own)).isTrue();
        assertThat(pool.usedBytes()).isEqualTo(4 * KIB);
        assertThat(lease.promise(blocks(1, 2, 16, 1), own)).isTrue();
        assertThat(pool.usedBytes()).isEqualTo((4 + 2 + 16) * KIB);
        assertThat(promised()).isEqualTo((4 + 2 + 16) * KIB);
        final MemoryHog hog = MemoryHog.takeAll(pool);
        assertThat(lease.promise(blocks(8, 2, 4, 1), own))
                .as("the halves of 16 KiB")
                .isTrue();
        takeAllAndGiveBack(16, 4, 1, 1);
        hog.giveBack();
        lease.leave();
    }

    @Test
    void whatCannotBeHadIsNotPromisedAndNothingChanges() {
        assertThat(lease.promise(blocks(8, 1), own)).isTrue();
        final MemoryHog hog = MemoryHog.takeAllBut(pool, 4 * KIB);
        assertThat(lease.promise(blocks(4, 2, 2, 1), own)).isFalse();
        assertThat(promised()).isEqualTo(8 * KIB);
        assertThat(pool.freeBytes()).isEqualTo(4 * KIB);
        takeAllAndGiveBack(8);
        final Reserve lent = lease.lend();
        assertThat(lease.promise(blocks(16, 1), own)).isFalse();
        assertThat(promised()).isEqualTo(8 * KIB);
        assertThat(pool.freeBytes()).isEqualTo(4 * KIB);
        takeAll(lent, 8).forEach(lent::takeBack);
        lease.giveBack();
        assertThat(lease.promise(blocks(4, 2, 2, 1), own))
                .as("there is no more than before")
                .isFalse();
        hog.giveBack();
        assertThat(lease.promise(blocks(4, 2, 2, 1), own)).isTrue();
        lease.leave();
    }

    @Test
    void nothingOfTheFilesStaysHereWhereAPromiseIsRefused() {
        assertThat(lease.promise(blocks(8, 1), own)).isTrue();
        own.fill(blocks(4, 1), "a test");
        final MemoryHog hog = MemoryHog.takeAll(pool);
        assertThat(lease.promise(blocks(4, 1, 32, 1), own)).isFalse();
        final Reserve lent = lease.lend();
        assertThat(lent.blocks(order(4))).isZero();
        assertThat(lent.blocks(order(8))).isEqualTo(1);
        lease.giveBack();
        hog.giveBack();
        own.giveBack();
        lease.leave();
        assertThat(pool.usedBytes()).isZero();
    }

    @Test
    void blocksOfTheFileItselfComeFirst() {
        own.fill(blocks(8, 2, 1, 3), "a test");
        final MemoryHog hog = MemoryHog.takeAll(pool);
        assertThat(lease.promise(blocks(8, 1, 1, 1), own)).isTrue();
        assertThat(own.blocks(order(8))).isEqualTo(1);
        assertThat(own.blocks(order(1))).isEqualTo(2);
        takeAllAndGiveBack(8, 1);
        hog.giveBack();
        own.giveBack();
        assertThat(pool.usedBytes()).isEqualTo(9 * KIB);
        lease.leave();
    }

    @Test
    void aLargerBlockOfTheFileIsHandedOverInHalves() {
        own.fill(blocks(16, 1), "a test");
        final MemoryHog hog = MemoryHog.takeAll(pool);
        assertThat(lease.promise(blocks(2, 3), own)).isTrue();
        assertThat(pool.freeBytes()).isZero();
        assertThat(own.blocks(order(8))).isEqualTo(1);
        assertThat(own.blocks(order(2))).isEqualTo(1);
        takeAllAndGiveBack(2, 2, 2);
        hog.giveBack();
        own.giveBack();
        assertThat(pool.usedBytes()).isEqualTo(6 * KIB);
        lease.leave();
    }

    @Test
    void whatIsLentIsWhatWasPromisedAndFrugal() {
        lease.promise(blocks(8, 1, 2, 1), own);
        final Reserve lent = lease.lend();
        assertThat(lent.isFrugal()).isTrue();
        assertThat(lent.blocks(order(8))).isEqualTo(1);
        assertThat(lent.blocks(order(2))).isEqualTo(1);
        final Segment piece = lent.take(KIB);
        assertThat(piece.capacity()).isEqualTo(KIB);
        assertThat(pool.usedBytes())
                .as("nothing of the pool while there is some here")
                .isEqualTo(10 * KIB);
        lent.takeBack(piece);
        lent.giveBack();
        assertThat(pool.usedBytes()).as("a borrower does not give it to others").isEqualTo(10 * KIB);
        lease.giveBack();
        lease.leave();
    }

    @Test
    void piecesThatWereTakenBackAreWholeBlocksAgainInAnExhaustedPool() {
        lease.promise(blocks(16, 2), own);
        final MemoryHog hog = MemoryHog.takeAll(pool);
        for (int times = 0; times < 3; times++) {
            final Reserve lent = lease.lend();
            final List<Segment> pieces = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                pieces.add(lent.take(KIB));
            }
            assertThatThrownBy(() -> lent.take(KIB)).isInstanceOf(MemoryBudgetException.class);
            pieces.forEach(lent::takeBack);
            lease.giveBack();
            assertThat(pool.freeBytes()).isZero();
        }
        takeAllAndGiveBack(16, 16);
        hog.giveBack();
        lease.leave();
    }

    @Test
    void whatABorrowerHasLostMakesTheNextLoanFailUntilThereIsMemory() {
        lease.promise(blocks(8, 1, 4, 1), own);
        final MemoryHog hog = MemoryHog.takeAll(pool);
        lease.lend().take(8 * KIB).release();
        final Segment lost = pool.tryAllocate(8 * KIB);
        lease.giveBack();
        assertThat(pool.freeBytes()).isZero();
        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(lease::lend)
                    .isInstanceOf(MemoryBudgetException.class)
                    .hasMessageStartingWith("the leased reserve needs " + 8 * KIB + " bytes");
            assertThat(promised()).isEqualTo(12 * KIB);
            assertThat(pool.freeBytes()).isZero();
        }
        lost.release();
        takeAllAndGiveBack(8, 4);
        assertThat(pool.freeBytes()).isZero();
        hog.giveBack();
        lease.leave();
    }

    @Test
    void whatABorrowerHasLostIsTakenFromThePoolWhenTheLoanEnds() {
        lease.promise(blocks(8, 1), own);
        lease.lend().take(8 * KIB).release();
        lease.giveBack();
        assertThat(pool.usedBytes()).isEqualTo(8 * KIB);
        final MemoryHog hog = MemoryHog.takeAll(pool);
        takeAllAndGiveBack(8);
        hog.giveBack();
        lease.leave();
    }

    @Test
    void whatIsPromisedMeanwhileIsNotTheBorrowersButIsThereAfterwards() {
        lease.promise(blocks(8, 1), own);
        own.fill(blocks(16, 1), "a test");
        final MemoryHog hog = MemoryHog.takeAll(pool);
        final Reserve lent = lease.lend();
        assertThat(lease.promise(blocks(8, 2, 2, 1), own))
                .as("one of 8 KiB is promised")
                .isTrue();
        assertThat(pool.freeBytes()).isZero();
        own.giveBack();
        assertThat(pool.freeBytes()).as("what the file has left").isEqualTo(6 * KIB);
        final MemoryHog others = MemoryHog.takeAll(pool);
        final List<Segment> taken = takeAll(lent, 8);
        assertThatThrownBy(() -> lent.take(KIB)).isInstanceOf(MemoryBudgetException.class);
        taken.forEach(lent::takeBack);
        lease.giveBack();
        takeAllAndGiveBack(8, 8, 2);
        others.giveBack();
        hog.giveBack();
        lease.leave();
    }

    @Test
    void aSecondBorrowerWaitsUntilTheFirstGivesBack()
            throws InterruptedException, ExecutionException, TimeoutException {
        lease.promise(blocks(8, 1), own);
        final MemoryHog hog = MemoryHog.takeAll(pool);
        final List<Segment> taken = takeAll(lease.lend(), 8);
        final Future<?> second = runWaiting(() -> takeAllAndGiveBack(8));
        assertThat(second.isDone()).isFalse();
        taken.forEach(segment -> NativeMemory.putLong(segment.address(), 1)); // still the first one's
        taken.forEach(Segment::release);
        lease.giveBack();
        second.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        hog.giveBack();
        lease.leave();
    }

    @Test
    void everyWaitingBorrowerIsRefusedWhereTheFirstHasLostAll() throws InterruptedException {
        lease.promise(blocks(8, 1), own);
        final MemoryHog hog = MemoryHog.takeAll(pool);
        final Segment taken = lease.lend().take(8 * KIB);
        final List<Future<?>> waiting = List.of(runWaiting(lease::lend), runWaiting(lease::lend));
        taken.release();
        final Segment lost = pool.tryAllocate(8 * KIB);
        lease.giveBack();
        for (final Future<?> borrower : waiting) {
            assertThatThrownBy(() -> borrower.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(MemoryBudgetException.class);
        }
        lost.release();
        hog.giveBack();
        lease.leave();
    }

    @Test
    void anInterruptEndsNoWaitAndIsNotForgotten() throws InterruptedException, ExecutionException, TimeoutException {
        lease.promise(blocks(8, 1), own);
        lease.lend();
        final AtomicReference<Boolean> interrupted = new AtomicReference<>();
        final CountDownLatch lent = new CountDownLatch(1);
        final Future<?> second = runWaiting(() -> {
            lease.lend();
            interrupted.set(Thread.currentThread().isInterrupted());
            lent.countDown();
            lease.giveBack();
        });
        final Thread waiting = threads.get(threads.size() - 1);
        waiting.interrupt();
        assertThat(lent.await(50, TimeUnit.MILLISECONDS))
                .as("somebody else has it")
                .isFalse();
        lease.giveBack();
        second.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(interrupted.get()).isTrue();
        lease.leave();
    }

    @Test
    void theLastFileTakesAllAlong() {
        lease.join();
        lease.promise(blocks(8, 1), own);
        lease.leave();
        assertThat(pool.usedBytes()).as("a file is open").isEqualTo(8 * KIB);
        lease.leave();
        assertThat(pool.usedBytes()).isZero();
        assertThat(promised()).isZero();
    }

    @Test
    void theLastFileTakesAllAlongWhenTheLoanEnds() {
        lease.promise(blocks(8, 1), own);
        final Reserve lent = lease.lend();
        final Segment taken = lent.take(KIB);
        lease.promise(blocks(16, 1), own);
        lease.leave();
        assertThat(pool.usedBytes()).as("a borrower has some of it").isEqualTo(24 * KIB);
        lent.takeBack(taken);
        lease.giveBack();
        assertThat(pool.usedBytes()).isZero();
        assertThat(promised()).isZero();
    }

    @Test
    void aFileThatComesWhileTheLastOnesLoanLastsFindsWhatWasPromised() {
        lease.promise(blocks(8, 1), own);
        lease.lend();
        lease.leave();
        lease.join();
        assertThat(lease.promise(blocks(8, 1), own)).isTrue();
        final MemoryHog hog = MemoryHog.takeAll(pool);
        lease.giveBack();
        takeAllAndGiveBack(8);
        hog.giveBack();
        lease.leave();
    }

    /** Runs something that is expected to wait for the lease, and returns when it does. */
    private Future<?> runWaiting(final Runnable what) throws InterruptedException {
        final FutureTask<?> task = new FutureTask<>(what, null);
        final Thread thread = new Thread(task, "borrower");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        final long start = System.nanoTime();
        while (thread.getState() != Thread.State.WAITING
                && !task.isDone()
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            Thread.sleep(1);
        }
        assertThat(task.isDone()).as("somebody else has it").isFalse();
        return task;
    }

    /** Borrows and takes blocks of so many KiB, each in one piece. */
    private void takeAllAndGiveBack(final int... kibs) {
        final Reserve lent = lease.lend();
        takeAll(lent, kibs).forEach(lent::takeBack);
        lease.giveBack();
    }

    private static List<Segment> takeAll(final Reserve lent, final int... kibs) {
        final List<Segment> taken = new ArrayList<>();
        for (final int kib : kibs) {
            final Segment segment = lent.take(kib * KIB);
            assertThat(segment.capacity()).isEqualTo(kib * KIB);
            NativeMemory.fill(segment.address(), segment.capacity(), (byte) kib);
            taken.add(segment);
        }
        return taken;
    }

    private long promised() {
        final Demand all = new Demand();
        lease.tell(all);
        return all.bytes();
    }

    private static int order(final int kib) {
        return SlabPool.orderOf(kib * KIB);
    }

    /** Pairs of a size in KiB and how many blocks of it. */
    private static Demand blocks(final int... kibsAndCounts) {
        final Demand demand = new Demand();
        for (int i = 0; i < kibsAndCounts.length; i += 2) {
            demand.add((long) kibsAndCounts[i] * KIB, kibsAndCounts[i + 1]);
        }
        return demand;
    }
}
