/** Benchmarks of the encoding kernels, beside parquet-java's writers of the same values. */
package dev.intarsia.internal.encoding;
