package dev.intarsia.testkit.structure;

import static dev.intarsia.testkit.structure.Mutation.Base.JAVA_V1;
import static dev.intarsia.testkit.structure.Mutation.of;

import java.util.ArrayList;
import java.util.List;

/** Files that break SizeRules and GeospatialRules. */
final class SizeMutations {
    private SizeMutations() {}

    static List<Mutation> all() {
        final List<Mutation> all = new ArrayList<>();
        all.add(of(
                Rule.SIZE_STATISTICS,
                "a byte too many",
                JAVA_V1,
                m -> Mutation.add(m.column("name").metadata.struct(16), 1, 1),
                "row group 0, column 'name': unencoded_byte_array_data_bytes is"));
        all.add(of(
                Rule.SIZE_STATISTICS,
                "bytes of integers",
                JAVA_V1,
                m -> m.column("id").metadata.set(16, new Struct("").set(1, 8L)),
                "unencoded_byte_array_data_bytes are written for INT64"));
        all.add(of(
                Rule.SIZE_STATISTICS,
                "a level too many",
                JAVA_V1,
                m -> m.column("tags.list.element")
                        .metadata
                        .struct(16)
                        .list(3, Long.class)
                        .set(0, 7L),
                "the definition level histogram is [7, "));
        all.add(of(
                Rule.SIZE_STATISTICS,
                "no repetition levels",
                JAVA_V1,
                m -> m.column("tags.list.element").metadata.struct(16).remove(2),
                "the repetition level histogram is missing"));
        all.add(of(
                Rule.GEOSPATIAL,
                "a narrower box",
                JAVA_V1,
                m -> m.column("place").metadata.struct(17).struct(1).set(3, -1.0),
                "row group 0, column 'place': the box goes from -1.0 to"));
        all.add(of(
                Rule.GEOSPATIAL,
                "another type",
                JAVA_V1,
                m -> m.column("place").metadata.struct(17).set(2, new ArrayList<>(List.of(2))),
                "geospatial_types are [2], the geometries are [1]"));
        all.add(of(
                Rule.GEOSPATIAL,
                "of another column",
                JAVA_V1,
                m -> m.column("id").metadata.set(17, m.column("place").metadata.struct(17)),
                "geospatial statistics are written for another type"));
        return all;
    }
}
