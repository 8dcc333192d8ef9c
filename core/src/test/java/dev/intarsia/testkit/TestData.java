package dev.intarsia.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** Files of public projects that tests read where they are there. */
public final class TestData {
    /** System property that names their folder. */
    public static final String PROPERTY = "intarsia.testdata";

    private TestData() {}

    /** A folder of the test data; where there is none, the test is skipped with a message. */
    public static Path folder(final String name) {
        final String root = System.getProperty(PROPERTY, "");
        assumeTrue(
                !root.isBlank(), "skipped: the system property " + PROPERTY + " does not name a folder of test data");
        final Path folder = Path.of(root, name);
        assumeTrue(folder.toFile().isDirectory(), "skipped: there is no folder " + folder);
        return folder;
    }
}
