package dev.intarsia.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Budget of the {@code WriterContext} that a test asks for as a parameter; the first such parameter of a test decides.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Budget {
    /** Bytes of a context of which nothing is said. */
    long DEFAULT_BYTES = 64L << 20;

    /** Bytes. */
    long value();
}
