package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.WrittenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.statistics.geospatial.BoundingBox;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;

/** Geospatial statistics of geometries that JTS wrote, read by parquet-java. */
class GeospatialInteropTest {
    private static final String PLANE = "";
    private static final String SPHERE = "{\"edges\":\"spherical\"}";
    private static final int ROWS = 600;
    private static final int GROUP_ROWS = 250;

    @TempDir
    Path folder;

    private final GeometryFactory factory = new GeometryFactory();
    private final Random random = new Random(17);

    @ParameterizedTest
    @EnumSource(
            value = ColumnEncoding.class,
            names = {"AUTO", "PLAIN", "DICTIONARY"})
    void everyChunkSaysWhereItsGeometriesLieAndWhatTheyAre(
            final ColumnEncoding encoding, final BufferAllocator allocator) {
        final List<Geometry> geometries = geometries(40);
        final Schema schema = schema(PLANE);
        try (VectorSchemaRoot root = root(schema, allocator, geometries)) {
            final WrittenFile file = WrittenFile.write(folder, schema, options(encoding), List.of(root));

            final List<BlockMetaData> groups =
                    ParquetJavaReader.footer(file.path()).getBlocks();
            assertThat(groups).hasSize(3);
            int row = 0;
            for (final BlockMetaData group : groups) {
                final int end = row + Math.toIntExact(group.getRowCount());
                assertGeometry(geometries.subList(row, end), statistics(group));
                row = end;
            }
        }
    }

    @Test
    void aDictionaryThatGivesWayLeavesNoGeometryOut(final BufferAllocator allocator) {
        final List<Geometry> geometries = geometries(ROWS);
        final Schema schema = schema(PLANE);
        final WriterOptions options = options(ColumnEncoding.AUTO).toBuilder()
                .defaults(ColumnOptions.builder()
                        .encoding(ColumnEncoding.DICTIONARY)
                        .build())
                .dictionaryPageBytes(6000)
                .build();
        try (VectorSchemaRoot root = root(schema, allocator, geometries)) {
            final WrittenFile file = WrittenFile.write(folder, schema, options, List.of(root));

            final BlockMetaData group =
                    ParquetJavaReader.footer(file.path()).getBlocks().get(0);
            assertThat(ThriftFile.of(file.bytes()).chunk(0, 0).getEncoding_stats())
                    .as("the dictionary page, pages of ids and pages of values")
                    .hasSizeGreaterThanOrEqualTo(3);
            assertGeometry(geometries.subList(0, GROUP_ROWS), statistics(group));
        }
    }

    @Test
    void geometriesOnASphereHaveTypesOnly(final BufferAllocator allocator) {
        final List<Geometry> geometries = geometries(40);
        final Schema schema = schema(SPHERE);
        try (VectorSchemaRoot root = root(schema, allocator, geometries)) {
            final WrittenFile file = WrittenFile.write(folder, schema, options(ColumnEncoding.AUTO), List.of(root));

            for (int group = 0; group < 3; group++) {
                final var written = ThriftFile.of(file.bytes()).chunk(group, 0).getGeospatial_statistics();
                assertThat(written.isSetBbox()).isFalse();
                assertThat(written.getGeospatial_types()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColumnEncoding.class,
            names = {"AUTO", "PLAIN", "DICTIONARY"})
    void oneValueThatIsNoGeometryTakesTheStatisticsOfItsChunkAndOfNoOther(
            final ColumnEncoding encoding, final BufferAllocator allocator) {
        final Schema schema = schema(PLANE);
        try (VectorSchemaRoot root = root(schema, allocator, geometries(40))) {
            ((VarBinaryVector) root.getVector(0)).setSafe(GROUP_ROWS + 100, new byte[] {1, 2, 3});
            final WrittenFile file = WrittenFile.write(folder, schema, options(encoding), List.of(root));

            final ThriftFile thrift = ThriftFile.of(file.bytes());
            assertThat(thrift.chunk(0, 0).isSetGeospatial_statistics()).isTrue();
            assertThat(thrift.chunk(1, 0).isSetGeospatial_statistics()).isFalse();
            assertThat(thrift.chunk(2, 0).isSetGeospatial_statistics()).isTrue();
        }
    }

    @Test
    void chunksWithoutGeometriesAndColumnsWithoutStatisticsSayNothing(final BufferAllocator allocator) {
        final Schema schema = schema(PLANE);
        final List<Geometry> nulls = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            nulls.add(null);
        }
        final WriterOptions none = options(ColumnEncoding.AUTO).toBuilder()
                .defaults(
                        ColumnOptions.builder().statistics(StatisticsDepth.NONE).build())
                .build();
        try (VectorSchemaRoot empty = root(schema, allocator, nulls);
                VectorSchemaRoot full = root(schema, allocator, geometries(40))) {
            final WrittenFile first = WrittenFile.write(folder, schema, options(ColumnEncoding.AUTO), List.of(empty));
            final WrittenFile second = WrittenFile.write(folder, schema, none, List.of(full));

            assertThat(ThriftFile.of(first.bytes()).chunk(0, 0).isSetGeospatial_statistics())
                    .isFalse();
            assertThat(ThriftFile.of(second.bytes()).chunk(0, 0).isSetGeospatial_statistics())
                    .isFalse();
        }
    }

    @Test
    void otherBinaryColumnsHaveNoneWhateverTheyHold(final BufferAllocator allocator) {
        final Schema schema = new Schema(
                List.of(new Field("place", new FieldType(true, new ArrowType.Binary(), null, Map.of()), List.of())));
        try (VectorSchemaRoot root = root(schema, allocator, geometries(40))) {
            final WrittenFile file = WrittenFile.write(folder, schema, options(ColumnEncoding.AUTO), List.of(root));

            assertThat(ThriftFile.of(file.bytes()).chunk(0, 0).isSetGeospatial_statistics())
                    .isFalse();
        }
    }

    private static GeospatialStatistics statistics(final BlockMetaData group) {
        return group.getColumns().get(0).getGeospatialStatistics();
    }

    private static void assertGeometry(final List<Geometry> geometries, final GeospatialStatistics found) {
        final Envelope envelope = new Envelope();
        final Set<Integer> types = new TreeSet<>();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (final Geometry geometry : geometries) {
            if (geometry == null) {
                continue;
            }
            envelope.expandToInclude(geometry.getEnvelopeInternal());
            types.add(geometry.getNumPoints() == 1 ? 1001 : 1002);
            for (final Coordinate coordinate : geometry.getCoordinates()) {
                low = Math.min(low, coordinate.getZ());
                high = Math.max(high, coordinate.getZ());
            }
        }
        final BoundingBox box = found.getBoundingBox();
        assertThat(List.of(box.getXMin(), box.getXMax(), box.getYMin(), box.getYMax(), box.getZMin(), box.getZMax()))
                .containsExactly(
                        envelope.getMinX(), envelope.getMaxX(), envelope.getMinY(), envelope.getMaxY(), low, high);
        assertThat(found.getGeospatialTypes().getTypes()).isEqualTo(types);
    }

    private static WriterOptions options(final ColumnEncoding encoding) {
        return WriterOptions.builder()
                .rowGroupRows(GROUP_ROWS)
                .pageRows(60)
                .defaults(ColumnOptions.builder().encoding(encoding).build())
                .build();
    }

    private static Schema schema(final String metadata) {
        final Map<String, String> extension =
                Map.of("ARROW:extension:name", "geoarrow.wkb", "ARROW:extension:metadata", metadata);
        return new Schema(
                List.of(new Field("place", new FieldType(true, new ArrowType.Binary(), null, extension), List.of())));
    }

    /** Points and lines with Z, of so many different ones; every seventh is null. */
    private List<Geometry> geometries(final int distinct) {
        final List<Geometry> different = new ArrayList<>();
        for (int i = 0; i < distinct; i++) {
            // What comes late lies further out, so that a page that is left out is missed.
            different.add(
                    i % 3 == 0
                            ? factory.createPoint(coordinate(i))
                            : factory.createLineString(new Coordinate[] {coordinate(i), coordinate(i)}));
        }
        final List<Geometry> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(
                    i % 7 == 0 ? null : different.get(Math.min(distinct - 1, i * distinct / ROWS + random.nextInt(2))));
        }
        return rows;
    }

    private Coordinate coordinate(final int distance) {
        return new Coordinate(
                random.nextGaussian() * distance, random.nextGaussian() * distance, random.nextGaussian() * distance);
    }

    private static VectorSchemaRoot root(
            final Schema schema, final BufferAllocator allocator, final List<Geometry> geometries) {
        final VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        final VarBinaryVector vector = (VarBinaryVector) root.getVector(0);
        for (int i = 0; i < geometries.size(); i++) {
            if (geometries.get(i) != null) {
                vector.setSafe(i, new WKBWriter(3).write(geometries.get(i)));
            }
        }
        root.setRowCount(geometries.size());
        return root;
    }
}
