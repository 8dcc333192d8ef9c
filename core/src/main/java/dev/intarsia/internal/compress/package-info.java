/**
 * Codecs of pages: from direct memory to direct memory, into room that the caller reserved.
 *
 * <p>In: a page body as one direct view. Out: its compressed form behind the position of another, never longer than
 * {@link dev.intarsia.internal.compress.PageCompressor#maxCompressedBytes} said before. No codec copies a page to the
 * heap, and none is native code but the JDK's own zlib behind GZIP. An uncompressed page needs nothing of this package:
 * it is encoded where it stays.
 *
 * <p>Each codec has a <em>stored</em> form besides: a valid stream of it that compresses nothing and costs a copy, in
 * the same room, for pages that have no time to be compressed ({@link
 * dev.intarsia.internal.compress.PageCompressor#stored}). The way back is
 * {@link dev.intarsia.internal.compress.PageDecompressor}, for the few pages that their writer must know again; what it
 * reads may be damaged.
 *
 * <p>A compressor holds work space (tables, zlib's state), so it is confined to one thread at a time, leased for a page
 * and not kept by a column. Buffers are borrowed for the call. What a call allocates on the heap: nothing that counts,
 * except Zstandard, whose tables the library takes anew for every page (about 1.5 MB for a page of 1 MiB, 0.7 MB
 * for one of 64 KiB).
 *
 * <p>This package knows neither page headers nor what a page holds.
 */
package dev.intarsia.internal.compress;
