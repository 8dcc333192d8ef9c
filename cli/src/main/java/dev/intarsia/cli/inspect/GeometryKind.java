package dev.intarsia.cli.inspect;

/** Names of the geometry types of WKB, by their codes of ISO. Stateless. */
final class GeometryKind {
    private static final String[] NAMES = {
        "Geometry",
        "Point",
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiLineString",
        "MultiPolygon",
        "GeometryCollection"
    };
    private static final String[] DIMENSIONS = {"", " Z", " M", " ZM"};
    private static final int STEP = 1000;

    private GeometryKind() {}

    /** The name, with its dimensions beyond two, or the code where it has none. */
    static String of(final int code) {
        return code >= 0 && code % STEP < NAMES.length && code / STEP < DIMENSIONS.length
                ? NAMES[code % STEP] + DIMENSIONS[code / STEP]
                : "type " + code;
    }
}
