/**
 * Numbers as people read them, and the line that tells how far a run has come.
 *
 * <p>Counts and times come in, text goes out. On a terminal one line is written over and over; elsewhere a line is added
 * every second. There is no thread: whoever works calls in between. No escape sequence is used for progress, only a
 * carriage return and blanks, so it looks the same on every terminal.
 */
package dev.intarsia.cli.progress;
