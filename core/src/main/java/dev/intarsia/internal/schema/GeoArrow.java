package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/**
 * What the metadata of a {@code geoarrow.wkb} field says of coordinates and edges, in the words of Parquet's
 * Geospatial.md. Edges that are straight lines on a plane make a GEOMETRY, all others a GEOGRAPHY.
 */
final class GeoArrow {
    private GeoArrow() {}

    /**
     * @param path of the field, joined by dots, for messages
     * @param metadata a JSON object, or nothing
     * @throws UnsupportedSchemaException if it is neither, or names edges that there are not
     */
    static LogicalTypeAnnotation annotationOf(final String path, final String metadata) {
        if (metadata.isBlank()) {
            return LogicalTypeAnnotation.geometryType(null);
        }
        final String crs;
        final String edges;
        try {
            final Map<String, String> members = JsonMembers.of(metadata);
            crs = crsOf(members);
            edges = stringOf(members, "edges", "planar");
        } catch (final IllegalArgumentException e) {
            throw new UnsupportedSchemaException(
                    path,
                    "the metadata of its extension geoarrow.wkb must be a JSON object, but " + e.getMessage()
                            + "; correct it");
        }
        return switch (edges.toLowerCase(Locale.ROOT)) {
            case "planar" -> LogicalTypeAnnotation.geometryType(crs);
            case "spherical" -> geography(crs, EdgeInterpolationAlgorithm.SPHERICAL);
            case "vincenty" -> geography(crs, EdgeInterpolationAlgorithm.VINCENTY);
            case "thomas" -> geography(crs, EdgeInterpolationAlgorithm.THOMAS);
            case "andoyer" -> geography(crs, EdgeInterpolationAlgorithm.ANDOYER);
            case "karney" -> geography(crs, EdgeInterpolationAlgorithm.KARNEY);
            default ->
                throw new UnsupportedSchemaException(
                        path,
                        "the metadata of its extension geoarrow.wkb says that edges are '" + edges
                                + "', they must be planar, spherical, vincenty, thomas, andoyer or karney; correct"
                                + " it");
        };
    }

    private static LogicalTypeAnnotation geography(final String crs, final EdgeInterpolationAlgorithm edges) {
        return LogicalTypeAnnotation.geographyType(crs, edges);
    }

    /**
     * Null for longitude and latitude, which is what Parquet takes where nothing is said. A system that is given as an
     * object stays the JSON text that it is, as Arrow C++ writes it.
     */
    private static String crsOf(final Map<String, String> members) {
        final String crs = members.getOrDefault("crs", "null");
        if (crs.equals("null")) {
            return null;
        }
        if (!JsonMembers.isString(crs)) {
            return isLongitudeAndLatitude(JsonMembers.of(crs)) ? null : crs;
        }
        final String name = JsonMembers.string(crs);
        if (stringOf(members, "crs_type", "").equals("srid")) {
            return "srid:" + name;
        }
        return name.isEmpty() || name.equals("OGC:CRS84") || name.equals("EPSG:4326") ? null : name;
    }

    /** Whether a PROJJSON object names itself so. WKB has the longitude first, whatever order the system has. */
    private static boolean isLongitudeAndLatitude(final Map<String, String> crs) {
        if (!crs.containsKey("id")) {
            return false;
        }
        final Map<String, String> id = JsonMembers.of(crs.get("id"));
        final String authority = id.getOrDefault("authority", "");
        final String code = id.getOrDefault("code", "").replace("\"", "");
        return authority.equals("\"OGC\"") && code.equals("CRS84")
                || authority.equals("\"EPSG\"") && code.equals("4326");
    }

    private static String stringOf(final Map<String, String> members, final String name, final String otherwise) {
        final String value = members.getOrDefault(name, "null");
        return value.equals("null") ? otherwise : JsonMembers.string(value);
    }
}
