/** Benchmarks of the writer as a whole; those of its parts stand in the package of their subject. */
package dev.intarsia;
