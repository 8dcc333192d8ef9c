package dev.intarsia.cli.verify;

/** What is to be thought of a file. */
public enum Verdict {
    /** Everything was read, and everything that the file says of itself is true. */
    SOUND,
    /** What was read is true, but some of it could not be read by this program, for example for its codec. */
    UNVERIFIED,
    /** The file is damaged, or says something of itself that is not true. */
    BROKEN
}
