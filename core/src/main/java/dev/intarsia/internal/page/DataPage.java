package dev.intarsia.internal.page;

import dev.intarsia.internal.format.ChunkStatistics;

/**
 * A data page that is to be written. Immutable; what it refers to is borrowed.
 *
 * @param levels repetition and definition levels
 * @param values values, nulls left out
 * @param rows rows that begin in the page, which are all that it holds
 * @param nulls levels without a value
 * @param statistics for its header, or null to leave them out
 */
public record DataPage(Levels levels, Values values, int rows, int nulls, ChunkStatistics statistics) {}
