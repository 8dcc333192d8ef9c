/**
 * The vocabulary of the library: how a file is written, and what can be said against it.
 *
 * <p>{@link dev.intarsia.options.WriterOptions} holds every limit of a file, validated when it is made, and for single
 * columns {@link dev.intarsia.options.ColumnOptions}. Of the exceptions,
 * {@link dev.intarsia.options.UnsupportedSchemaException} refuses a schema when a file is opened,
 * {@link dev.intarsia.options.InvalidBatchException} a batch, and {@link dev.intarsia.options.MemoryBudgetException}
 * whatever does not fit the budget; each leaves everything as it was.
 *
 * <p>Everything here is immutable and lives on the heap, but for the builder, which is confined. Every other package
 * may use this one, and it uses none of them.
 */
package dev.intarsia.options;
