/** Benchmarks of the shared buffer: handing finished bytes over. */
package dev.intarsia.buffer;
