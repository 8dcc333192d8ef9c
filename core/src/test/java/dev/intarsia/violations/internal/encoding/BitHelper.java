package dev.intarsia.violations.internal.encoding;

/** Has a name that says nothing. */
public final class BitHelper {
    private BitHelper() {}

    public static int bits() {
        return 8;
    }
}
