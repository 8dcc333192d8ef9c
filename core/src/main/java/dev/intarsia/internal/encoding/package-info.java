/**
 * Kernels that turn runs of values into Parquet's encodings: bitmaps, the RLE hybrid, PLAIN values without their nulls
 * or through indexes and views, dictionaries, and the encodings for values that no dictionary suits: three by deltas,
 * one by streams of bytes.
 *
 * <p><b>In and out.</b> A kernel is a static function over addresses. It reads a run of values, usually straight out of
 * an Arrow buffer, writes encoded bytes from the address {@code out} on, and returns the address behind the last byte
 * that counts. The function before it, {@code maxBytes} or an exact count, says how much room the caller must have
 * behind {@code out}; where a kernel stores whole words or works in that room, the bound contains what it may
 * overwrite behind its end. A {@code measure} function gives the exact bytes without writing them, so that the caller
 * can choose. Nothing is checked inside: a wrong address ends the JVM, so the page above proves the room once a run.
 *
 * <p><b>Never past the end.</b> Inputs are borrowed and end where they end: no kernel touches a byte behind the last
 * one that holds a wanted bit or value, even where a whole word would have been quicker.
 *
 * <p><b>Threads.</b> The functions are stateless and thread-safe as far as their memory is. A
 * {@link dev.intarsia.internal.encoding.Dictionary} has state and is confined to the thread that encodes its column.
 *
 * <p><b>Ownership.</b> Nothing here allocates native memory or frees it. A dictionary works in areas that its caller
 * lends; when one is too small it stops, says so, and goes on at the very value once it has a larger one.
 *
 * <p><b>What it must not know.</b> Arrow vectors, page headers, levels' and widths' framing, compression, statistics,
 * budgets. Its siblings are not imported.
 */
package dev.intarsia.internal.encoding;
