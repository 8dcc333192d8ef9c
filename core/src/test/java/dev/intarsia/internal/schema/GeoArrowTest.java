package dev.intarsia.internal.schema;

import static dev.intarsia.internal.schema.Schemas.BINARY;
import static dev.intarsia.internal.schema.Schemas.assertRefused;
import static dev.intarsia.internal.schema.Schemas.extension;
import static dev.intarsia.internal.schema.Schemas.optional;
import static org.apache.parquet.schema.LogicalTypeAnnotation.geographyType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.geometryType;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeoArrowTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "{\"crs\":null}",
                "{\"crs\":\"\"}",
                "{\"crs\":\"OGC:CRS84\"}",
                "{ \"crs\" : \"EPSG:4326\" , \"edges\" : \"planar\" }",
                "{\"crs\":\"OGC:CRS84\",\"crs_type\":\"authority_code\",\"edges\":null}",
                "{\"crs\":{\"type\":\"GeographicCRS\",\"axes\":[{},{\"id\":1}],"
                        + "\"id\":{\"authority\":\"OGC\",\"code\":\"CRS84\"}}}",
                "{\"crs\":{\"id\":{\"authority\":\"EPSG\",\"code\":4326}}}"
            })
    void longitudeAndLatitudeOnAPlaneIsWhatParquetTakesWhereNothingIsSaid(final String metadata) {
        assertThat(GeoArrow.annotationOf("x", metadata)).isEqualTo(geometryType(null));
    }

    @Test
    void anotherSystemIsNamed() {
        assertThat(GeoArrow.annotationOf("x", "{\"crs\":\"EPSG:3857\"}")).isEqualTo(geometryType("EPSG:3857"));
        assertThat(GeoArrow.annotationOf("x", "{\"crs_type\":\"srid\",\"crs\":\"3857\"}"))
                .isEqualTo(geometryType("srid:3857"));
    }

    @Test
    void aSystemThatIsAnObjectStaysItsText() {
        final String crs = "{\"type\": \"ProjectedCRS\", \"id\": {\"authority\": \"EPSG\", \"code\": 3857}}";

        assertThat(GeoArrow.annotationOf("x", "{\"edges\":\"planar\",\"crs\":" + crs + "}"))
                .isEqualTo(geometryType(crs));
        assertThat(GeoArrow.annotationOf("x", "{\"crs\":{\"id\":{\"authority\":\"IAU\",\"code\":4326}}}"))
                .isEqualTo(geometryType("{\"id\":{\"authority\":\"IAU\",\"code\":4326}}"));
        assertThat(GeoArrow.annotationOf("x", "{\"crs\":{\"name\":\"local\"}}"))
                .isEqualTo(geometryType("{\"name\":\"local\"}"));
    }

    @ParameterizedTest
    @EnumSource(EdgeInterpolationAlgorithm.class)
    void edgesThatAreNotStraightMakeAGeography(final EdgeInterpolationAlgorithm algorithm) {
        final String edges = algorithm.name().toLowerCase(Locale.ROOT);

        assertThat(GeoArrow.annotationOf("x", "{\"edges\":\"" + edges + "\"}"))
                .isEqualTo(geographyType(null, algorithm));
        assertThat(GeoArrow.annotationOf("x", "{\"edges\":\"" + edges + "\",\"crs\":\"EPSG:4267\"}"))
                .isEqualTo(geographyType("EPSG:4267", algorithm));
    }

    @Test
    void otherEdgesAreRefused() {
        assertRefused(
                "field 'x': the metadata of its extension geoarrow.wkb says that edges are 'bent', they must be planar,"
                        + " spherical, vincenty, thomas, andoyer or karney; correct it",
                extension("geoarrow.wkb", "{\"edges\":\"bent\"}", optional("x", BINARY)));
    }

    @Test
    void metadataThatIsNoObjectIsRefused() {
        assertRefused(
                "field 'x': the metadata of its extension geoarrow.wkb must be a JSON object, but EPSG:4326 is no JSON"
                        + " object, as its character 0 shows; correct it",
                extension("geoarrow.wkb", "EPSG:4326", optional("x", BINARY)));
        assertRefused(
                "field 'x': the metadata of its extension geoarrow.wkb must be a JSON object, but 7 is no JSON string;"
                        + " correct it",
                extension("geoarrow.wkb", "{\"edges\":7}", optional("x", BINARY)));
    }
}
