package dev.intarsia.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that runs, and the Java it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        final String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "intarsia " + (version == null ? "(not packaged)" : version),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
