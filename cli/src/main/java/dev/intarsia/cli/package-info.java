/**
 * The command {@code intarsia}: its arguments, what it prints, and how it ends.
 *
 * <p>One class a command reads its options and lets the packages below do the work: {@code input} reads Arrow,
 * {@code output} writes files, {@code demo} makes events up, {@code verify} reads files back, {@code inspect} shows what is
 * in them, {@code parquet} is what both read with, {@code progress} puts numbers into words. Results go to standard output, all else to standard error. Errors are sentences: what was asked, its value,
 * the limit, what to do. Exit status: 0 all well, 1 something failed, 2 the command line makes no sense, 130 and 143 ended
 * by SIGINT and SIGTERM.
 *
 * <p>Everything runs on the main thread, but for the hook by which a signal ends the program.
 */
package dev.intarsia.cli;
