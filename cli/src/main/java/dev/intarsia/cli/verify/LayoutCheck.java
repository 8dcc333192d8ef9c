package dev.intarsia.cli.verify;

import dev.intarsia.cli.parquet.ChunkRange;
import dev.intarsia.cli.parquet.FooterReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * Holds the areas that the footer names against each other: all inside the file, none overlapping, none but data in
 * front, and no byte between the first magic number and the footer that belongs to nobody. Confined.
 */
final class LayoutCheck {
    private record Area(long start, long bytes, Place place, String what, boolean ofPages, boolean openEnded) {
        private String words() {
            return what + " (bytes " + start + " to " + (start + bytes) + ")";
        }
    }

    private final Findings findings;
    private final long footerStart;
    private final List<Area> areas = new ArrayList<>();
    private Place firstGap = Place.FILE;
    private String firstGapWords = "";
    private long gapBytes;
    private int gaps;

    private LayoutCheck(final Findings findings, final long footerStart) {
        this.findings = findings;
        this.footerStart = footerStart;
    }

    static void check(
            final List<RowGroup> rowGroups, final List<Leaf> leaves, final long footerStart, final Findings findings) {
        final LayoutCheck check = new LayoutCheck(findings, footerStart);
        check.collect(rowGroups, leaves);
        check.requireOrder();
        check.requireNeighbours();
    }

    private void collect(final List<RowGroup> rowGroups, final List<Leaf> leaves) {
        for (int g = 0; g < rowGroups.size(); g++) {
            final List<ColumnChunk> chunks = rowGroups.get(g).getColumns();
            for (int c = 0; c < Math.min(chunks.size(), leaves.size()); c++) {
                final ColumnChunk chunk = chunks.get(c);
                final Place place = new Place(g, leaves.get(c).path(), Place.NONE);
                if (!chunk.isSetMeta_data() || chunk.isSetFile_path()) {
                    continue;
                }
                final ColumnMetaData metadata = chunk.getMeta_data();
                final ChunkRange range = ChunkRange.of(metadata);
                add(new Area(range.start(), range.bytes(), place, "the column chunk", true, false));
                if (metadata.isSetBloom_filter_offset()) {
                    final boolean open = !metadata.isSetBloom_filter_length();
                    add(new Area(
                            metadata.getBloom_filter_offset(),
                            open ? 0 : metadata.getBloom_filter_length(),
                            place,
                            "the bloom filter",
                            false,
                            open));
                }
                if (chunk.isSetColumn_index_offset()) {
                    add(new Area(
                            chunk.getColumn_index_offset(),
                            chunk.getColumn_index_length(),
                            place,
                            "the column index",
                            false,
                            false));
                }
                if (chunk.isSetOffset_index_offset()) {
                    add(new Area(
                            chunk.getOffset_index_offset(),
                            chunk.getOffset_index_length(),
                            place,
                            "the offset index",
                            false,
                            false));
                }
            }
        }
    }

    private void add(final Area area) {
        if (ChunkRange.isInside(area.start, area.bytes, footerStart)) {
            areas.add(area);
        } else {
            findings.error(
                    area.place,
                    area.what + " is said to have " + area.bytes + " bytes from byte " + area.start
                            + ", which is not between byte " + FooterReader.MAGIC_BYTES + " and the footer at byte "
                            + footerStart);
        }
    }

    private void requireOrder() {
        Area before = null;
        for (final Area area : areas) {
            if (!area.ofPages) {
                continue;
            }
            if (before != null && area.start < before.start) {
                findings.rule(
                        area.place,
                        "its chunk at byte " + area.start + " lies in front of that of " + before.place + " at byte "
                                + before.start);
            }
            before = area;
        }
    }

    private void requireNeighbours() {
        areas.sort(Comparator.comparingLong(Area::start).thenComparingLong(Area::bytes));
        long end = FooterReader.MAGIC_BYTES;
        Area before = null;
        for (final Area area : areas) {
            if (area.start < end) {
                findings.error(
                        area.place,
                        area.words() + " overlaps "
                                + (before == null ? "the magic number" : before.words() + " of " + before.place));
            } else if (area.start > end && (before == null || !before.openEnded)) {
                gap(area.place, "in front of " + area.words(), area.start - end);
            }
            if (before != null && area.ofPages && !before.ofPages) {
                findings.houseRule(area.place, area.words() + " lies behind " + before.words());
            }
            if (before == null || area.start + area.bytes >= end) {
                before = area;
                end = area.start + area.bytes;
            }
        }
        if (end < footerStart && (before == null || !before.openEnded)) {
            gap(Place.FILE, "in front of the footer", footerStart - end);
        }
        if (gaps > 0) {
            findings.rule(
                    firstGap,
                    gapBytes + " bytes in " + gaps + " places belong to nothing, the first of them " + firstGapWords);
        }
    }

    /**
     * Remembers bytes that belong to nothing; one finding tells of all, since old writers leave some behind every
     * chunk.
     */
    private void gap(final Place place, final String words, final long bytes) {
        if (gaps == 0) {
            firstGap = place;
            firstGapWords = words;
        }
        gaps++;
        gapBytes += bytes;
    }
}
