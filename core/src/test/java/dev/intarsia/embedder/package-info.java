/**
 * A program of somebody who embeds core: it knows core, Arrow and the generators of the test kit, and no library of the
 * tests. It is run in a JVM of its own, whose class path has nothing else.
 */
package dev.intarsia.embedder;
