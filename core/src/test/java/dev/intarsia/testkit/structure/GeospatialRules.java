package dev.intarsia.testkit.structure;

import java.util.Set;
import java.util.TreeSet;

/** Geospatial statistics of a chunk against its geometries. */
final class GeospatialRules {
    private static final String[] DIMENSIONS = {"x", "y", "z", "m"};

    private GeospatialRules() {}

    static void look(final Chunk chunk, final Report report) {
        if (!chunk.metadata.has(17)) {
            return;
        } else if (!chunk.leaf.isGeospatial()) {
            report.found(Rule.GEOSPATIAL, chunk.place, "geospatial statistics are written for another type");
            return;
        }
        final Struct statistics = chunk.metadata.struct(17);
        final double[] least = {1 / 0.0, 1 / 0.0, 1 / 0.0, 1 / 0.0};
        final double[] most = {-1 / 0.0, -1 / 0.0, -1 / 0.0, -1 / 0.0};
        final Set<Integer> types = new TreeSet<>();
        report.within(Rule.GEOSPATIAL, chunk.place, () -> {
            for (final byte[] value : chunk.truth().values()) {
                types.add(Wkb.read(value, (dimension, ordinate) -> {
                    least[dimension] = Math.min(least[dimension], ordinate);
                    most[dimension] = Math.max(most[dimension], ordinate);
                }));
            }
            if (statistics.has(1)) {
                box(statistics.struct(1), least, most, chunk, report);
            }
            if (statistics.has(2) && !statistics.list(2, Integer.class).isEmpty()) {
                final Set<Integer> stated = new TreeSet<>(statistics.list(2, Integer.class));
                report.unless(
                        stated.equals(types),
                        Rule.GEOSPATIAL,
                        chunk.place,
                        "geospatial_types are " + stated + ", the geometries are " + types);
            }
        });
    }

    private static void box(
            final Struct box, final double[] least, final double[] most, final Chunk chunk, final Report report) {
        for (int dimension = 0; dimension < DIMENSIONS.length; dimension++) {
            final int field = 1 + 2 * dimension;
            if (least[dimension] > most[dimension] || dimension >= 2 && !box.has(field)) {
                continue;
            }
            final double from = box.real(field);
            final double to = box.real(field + 1);
            // From east to west over the date line, x runs from the greater to the lesser number.
            report.unless(
                    from <= least[dimension] && most[dimension] <= to || dimension == 0 && from > to,
                    Rule.GEOSPATIAL,
                    chunk.place,
                    "the box goes from " + from + " to " + to + " in " + DIMENSIONS[dimension]
                            + ", the geometries from " + least[dimension] + " to " + most[dimension]);
        }
    }
}
