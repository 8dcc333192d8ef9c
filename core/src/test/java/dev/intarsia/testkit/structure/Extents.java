package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who owns which bytes of the file: in the end, each has one owner. Confined. */
final class Extents {
    private record Extent(long from, long to, String owner) {}

    private final List<Extent> extents = new ArrayList<>();

    void add(final long from, final long to, final String owner) {
        extents.add(new Extent(from, to, owner));
    }

    void look(final long fileBytes, final Report report) {
        extents.sort(Comparator.comparingLong(Extent::from).thenComparingLong(Extent::to));
        long at = 0;
        String before = "the start of the file";
        for (final Extent extent : extents) {
            if (extent.from > at) {
                report.found(
                        Rule.CONTIGUOUS,
                        "bytes " + at + " to " + extent.from,
                        "nothing owns the " + (extent.from - at) + " bytes between " + before + " and " + extent.owner);
            } else if (extent.from < at) {
                report.found(
                        Rule.CONTIGUOUS,
                        "bytes " + extent.from + " to " + Math.min(at, extent.to),
                        before + " and " + extent.owner + " overlap");
            }
            if (extent.to >= at) {
                at = extent.to;
                before = extent.owner;
            }
        }
        report.equal(Rule.CONTIGUOUS, "the end of the file", "the end of what is known", at, fileBytes);
    }
}
