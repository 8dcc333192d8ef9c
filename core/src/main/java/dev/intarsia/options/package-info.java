/**
 * The vocabulary of the library: how a file is written, and what can be said against it. Immutable records and
 * exceptions that every other package may use and that use none of them.
 */
package dev.intarsia.options;
