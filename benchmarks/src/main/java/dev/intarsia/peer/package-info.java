/**
 * Other writers beside ours in the same run: each fed as well as it lets itself be fed, its file verified before its time
 * counts. Knows nothing of our encoders; from core it takes the schema model and the reading of raw memory.
 */
package dev.intarsia.peer;
