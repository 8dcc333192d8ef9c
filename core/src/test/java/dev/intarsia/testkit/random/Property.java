package dev.intarsia.testkit.random;

/** What must hold for every generated case. */
@FunctionalInterface
public interface Property {
    /**
     * Checks a case, which is borrowed.
     *
     * @throws Throwable if it does not hold; an {@code AssertionError} or whatever the code under test throws
     */
    void check(Case generated) throws Throwable;
}
