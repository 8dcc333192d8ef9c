/**
 * Shows what is in a Parquet file, for people and for programs.
 *
 * <p>In comes a path and a {@link dev.intarsia.cli.inspect.Selection}, out goes text, aligned and bounded in width and
 * length, or one JSON object. Both are printed while the file is read: nothing is kept but the footer and, one chunk at a
 * time, its indexes and its bloom filter. What the file says is shown as it says it, also where it is not true: to judge is
 * the work of {@code verify}. What cannot be read is an error in its place, and the rest is shown.
 *
 * <p>A file is taken for hostile: every text in it is escaped and cut before it reaches a terminal, and numbers that make
 * no date are shown as numbers. No value of a page is decoded. Everything is confined to the thread that calls
 * {@link dev.intarsia.cli.inspect.Inspector}.
 */
package dev.intarsia.cli.inspect;
