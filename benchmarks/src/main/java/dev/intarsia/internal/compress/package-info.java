/** Benchmarks of the codecs of pages. */
package dev.intarsia.internal.compress;
