/**
 * A small house that breaks every rule, so that {@link dev.intarsia.ArchitectureTest} can see each rule fail.
 *
 * <p>Its packages carry the names of core's. Nothing here is called.
 */
package dev.intarsia.violations;
