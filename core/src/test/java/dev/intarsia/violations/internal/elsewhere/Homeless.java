package dev.intarsia.violations.internal.elsewhere;

/** Lives in a package that is not in the picture. */
public final class Homeless {
    private Homeless() {}
}
