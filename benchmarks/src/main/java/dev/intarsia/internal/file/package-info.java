/** Benchmarks of a file's row groups and footer. */
package dev.intarsia.internal.file;
