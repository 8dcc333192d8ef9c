package dev.intarsia;

import dev.intarsia.internal.compress.PageCompressor;
import dev.intarsia.options.Compression;
import java.util.List;
import java.util.stream.IntStream;

/** Faults of ours, made to order: the compressors of a context come back to its pool closed. */
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

    private static List<PageCompressor> leaseAll(final WriterContext context, final Compression compression) {
        return IntStream.range(0, 2 * COMPRESSORS)
                .mapToObj(i -> context.compressors().lease(compression))
                .toList();
    }
}
