package dev.intarsia.violations.buffer;

/** Is only there to be asked. */
public final class Somewhere {
    private Somewhere() {}

    public static int size() {
        return 1;
    }
}
