package dev.intarsia.internal.compress;

import dev.intarsia.options.Compression;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The compressors of a context. Their work space is not state of a file, so files borrow one for an operation and there
 * are as many as operations at a time, not as many as files. Thread-safe.
 */
public final class CompressorPool implements AutoCloseable {
    private final Map<Compression, Queue<PageCompressor>> idle = new ConcurrentHashMap<>();

    /** A compressor that is the caller's until {@link #giveBack}. */
    public PageCompressor lease(final Compression compression) {
        final PageCompressor compressor = queue(compression).poll();
        return compressor == null ? PageCompressor.create(compression) : compressor;
    }

    /** Takes a leased compressor back. */
    public void giveBack(final PageCompressor compressor) {
        queue(compressor.compression()).add(compressor);
    }

    private Queue<PageCompressor> queue(final Compression compression) {
        return idle.computeIfAbsent(compression, unused -> new ConcurrentLinkedQueue<>());
    }

    /** Closes what is idle; nothing may be leased any more. */
    @Override
    public void close() {
        idle.values().forEach(queue -> queue.forEach(PageCompressor::close));
        idle.clear();
    }
}
