/**
 * A thousand open writers under one budget: what the allocator, the process and the heap say of it, and whether every file
 * is whole.
 *
 * <p>{@link dev.intarsia.manywriters.ManyWriters} starts two JVMs one after the other with the same heap and the same
 * input, an idle one that only looks at it and one that writes it; what the second takes from the system beyond the first
 * is what writing takes. Nothing of this is timed. Not thread-safe, and no part of what anybody embeds.
 */
package dev.intarsia.manywriters;
