package dev.intarsia.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The name under which files are signed: {@code intarsia version X.Y.Z (build HASH)}.
 *
 * <p>Readers parse it. parquet-java drops the bounds of all binary columns of a file whose writer it cannot parse, so a
 * version or a build that does not fit the form is replaced, not written. Version and build come from the resource
 * {@value #RESOURCE} of the build; without it the same constants stand in each time, so that equal input still gives
 * equal files. Immutable.
 */
public final class CreatedBy {
    /** Properties file with the keys {@code version} and {@code build}. */
    static final String RESOURCE = "/dev/intarsia/version.properties";

    private static final String APPLICATION = "intarsia version ";
    private static final String DEFAULT_VERSION = "0.1.0";
    private static final String DEFAULT_BUILD = "unknown";
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
    private static final Pattern BUILD = Pattern.compile("[0-9A-Za-z._-]+");

    private static final String TEXT = text(properties());

    private CreatedBy() {}

    /** The name of this build. */
    public static String text() {
        return TEXT;
    }

    /** The name of this build in UTF-8; transferred, a new array. */
    public static byte[] bytes() {
        return TEXT.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a file with this signature was written by Intarsia, in whatever version. */
    static boolean isOurs(final String createdBy) {
        return createdBy.startsWith(APPLICATION);
    }

    static String text(final Properties properties) {
        final String version =
                properties.getProperty("version", DEFAULT_VERSION).trim();
        final String build = properties.getProperty("build", DEFAULT_BUILD).trim();
        return APPLICATION + (VERSION.matcher(version).matches() ? version : DEFAULT_VERSION) + " (build "
                + (BUILD.matcher(build).matches() ? build : DEFAULT_BUILD) + ")";
    }

    private static Properties properties() {
        final Properties properties = new Properties();
        try (InputStream in = CreatedBy.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the resource " + RESOURCE + " of this build cannot be read", e);
        }
        return properties;
    }
}
