package dev.intarsia.cli.parquet;

/**
 * How much may be allocated for what a file announces. Immutable. The shares are of the heap, so that a file cannot
 * exhaust it however it lies.
 *
 * @param pageBytes bytes of one page, before or after decompression
 * @param metadataBytes bytes of a footer or an index; parsed, they take many times that
 */
public record MemoryLimits(int pageBytes, int metadataBytes) {
    private static final long MAX_PAGE_BYTES = 1L << 30;
    private static final long MAX_METADATA_BYTES = 256L << 20;
    private static final int PAGE_SHARE = 6;
    private static final int METADATA_SHARE = 24;

    /** Shares of the heap that this JVM may have. */
    public static MemoryLimits ofThisJvm() {
        final long heap = Runtime.getRuntime().maxMemory();
        return new MemoryLimits((int) Math.min(MAX_PAGE_BYTES, heap / PAGE_SHARE), (int)
                Math.min(MAX_METADATA_BYTES, heap / METADATA_SHARE));
    }
}
