package dev.intarsia.internal.memory;

/**
 * Blocks that all files of a pool hold together, for whoever has nothing of his own: enough for the largest demand that
 * one of them has named. One borrower at a time has them; the others wait. Thread-safe.
 *
 * <p>It grows with what files name and is never less while one of them is open, so what a file was promised it can
 * count on, whoever takes the rest of the memory. Without a file it holds nothing.
 */
public final class LeasedReserve {
    private final SlabPool pool;
    private final Reserve reserve;
    /** Holds what was named in addition while the reserve is lent. */
    private final Reserve addition;

    /** What is promised to all files, and the part of it that is lent, if it is. */
    private final Demand promised = new Demand();

    private final Demand lent = new Demand();
    private final Demand rest = new Demand();

    // Of the promise in the making.
    private final Demand before = new Demand();
    private final Demand more = new Demand();
    private final Reserve given;
    private int files;
    private boolean isLent;

    LeasedReserve(final SlabPool pool) {
        this.pool = pool;
        reserve = new Reserve(pool);
        addition = new Reserve(pool);
        given = new Reserve(pool);
    }

    /** A file comes. */
    public synchronized void join() {
        files++;
    }

    /** A file goes; the last one takes the blocks along. */
    public void leave() {
        final Reserve unneeded = new Reserve(pool);
        synchronized (this) {
            files--;
            moveUnneededTo(unneeded);
        }
        unneeded.giveBack(); // without the lock: whoever waits for memory is told in there
    }

    private void moveUnneededTo(final Reserve unneeded) {
        if (files == 0 && !isLent) {
            promised.clear();
            reserve.moveTo(unneeded);
        }
    }

    /**
     * Promises so much from now on.
     *
     * @param from the file's own, whose blocks come first for what was not promised before: what was reserved for this
     *     cannot be had by others meanwhile
     * @return whether it can; if not, nothing is promised that was not before, and the file has its blocks
     */
    public synchronized boolean promise(final Demand demand, final Reserve from) {
        if (promised.covers(demand)) {
            return true;
        }
        before.clear();
        before.add(promised);
        more.clear();
        more.addBeyond(demand, promised);
        promised.widenTo(demand);
        from.giveTo(given, more);
        final Reserve into = isLent ? addition : reserve;
        final int[] blocks = given.moveTo(into);
        if (into.tryFill(notLent())) {
            return true;
        }
        into.moveTo(from, blocks);
        promised.clear();
        promised.add(before);
        return false;
    }

    /** What is promised and not lent. */
    private Demand notLent() {
        if (!isLent) {
            return promised;
        }
        rest.clear();
        rest.add(promised);
        rest.minus(lent);
        return rest;
    }

    /** Widens a demand to what is promised. */
    public synchronized void tell(final Demand demand) {
        demand.widenTo(promised);
    }

    /**
     * Lends what is promised, as soon as nobody else has it; {@link #giveBack} ends that.
     *
     * @return frugal; the borrower's alone
     * @throws dev.intarsia.options.MemoryBudgetException if an earlier borrower has lost some in a failure, and there
     *     is none to replace it
     */
    public synchronized Reserve lend() {
        boolean interrupted = false;
        while (isLent) {
            try {
                wait();
            } catch (final InterruptedException e) {
                interrupted = true; // the borrower ends soon, and there is nobody to tell before that
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        reserve.fill(promised, "the leased reserve");
        isLent = true;
        lent.clear();
        lent.add(promised);
        reserve.lend();
        return reserve;
    }

    /**
     * Takes back what was lent. What the borrower has lost in a failure is taken from the pool as soon as it has it.
     */
    public void giveBack() {
        final Reserve unneeded = new Reserve(pool);
        synchronized (this) {
            addition.moveTo(reserve);
            reserve.settleQuietly(promised);
            isLent = false;
            moveUnneededTo(unneeded);
            notifyAll(); // the first of them may be refused, and tells nobody
        }
        unneeded.giveBack(); // without the lock, as in leave
        pool.endShortageIfEnough();
    }
}
