package dev.intarsia;

import dev.intarsia.internal.compress.PageCompressor;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.options.Compression;
import dev.intarsia.options.MemoryBudgetException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Hardship made to order: compressors that come back to the pool of a context closed, and memory that others hold. */
public final class Faults {
    /** More than a context of these tests ever has idle. */
    private static final int COMPRESSORS = 8;

    private Faults() {}

    /** Every page that is compressed from now on fails. */
    public static void breakCompressors(final WriterContext context, final Compression compression) {
        final List<PageCompressor> all = leaseAll(context, compression);
        all.forEach(PageCompressor::close);
        all.forEach(context.compressors()::giveBack);
    }

    /** Takes the broken ones out. */
    public static void repairCompressors(final WriterContext context, final Compression compression) {
        leaseAll(context, compression).forEach(PageCompressor::close);
    }

    /**
     * Holds all memory of a context but for some blocks of the smallest size.
     *
     * @return lets go of it, once
     */
    public static Runnable exhaust(final WriterContext context, final int leftBlocks) {
        final Reserve reserve = new Reserve(context.memory());
        final List<Segment> held = new ArrayList<>();
        for (int bytes = context.memory().maxBlockBytes(); bytes >= SlabPool.UNIT_BYTES; bytes /= 2) {
            try {
                while (true) {
                    held.add(reserve.take(bytes));
                }
            } catch (final MemoryBudgetException e) {
                continue; // there may be smaller ones
            }
        }
        for (int left = Math.min(leftBlocks, held.size()); left > 0; left--) {
            held.remove(held.size() - 1).release();
        }
        return () -> held.forEach(Segment::release);
    }

    private static List<PageCompressor> leaseAll(final WriterContext context, final Compression compression) {
        return IntStream.range(0, 2 * COMPRESSORS)
                .mapToObj(i -> context.compressors().lease(compression))
                .toList();
    }
}
