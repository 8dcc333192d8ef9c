/**
 * One page: levels and values in, header and body in memory out.
 *
 * <p>A page is one contiguous slice of its column's lane. The body is written or compressed to its final address behind
 * a gap, then the header goes right-aligned into the gap: a header's length depends on the sizes and the checksum it
 * states, so it is known last and stands first. The gap is as long as the header of the page before, which rarely
 * changes, so that neighbouring pages touch and leave as one slice.
 *
 * <p>Version 1 compresses levels and values together. Version 2 has its levels in front, as they are, and compresses
 * the values behind them, unless that does not pay.
 *
 * <p>While pages are <em>stored</em> the same pages come out, valid for the same codec, and nothing is compressed: a
 * build with a deadline pays a copy for each. A dictionary page can be read back, to go on with what it holds.
 *
 * <p>This package knows no Arrow and no column: it gets addresses that are borrowed until the call returns. Staging and
 * compressors are leased for one operation of the writer and kept by nobody. Confined to the writer's thread.
 */
package dev.intarsia.internal.page;
