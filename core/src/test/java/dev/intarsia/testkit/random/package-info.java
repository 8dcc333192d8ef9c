/**
 * Schemas and batches at random, from a seed, and the way back from a failing one to a small one.
 *
 * <p>Data flows in two steps. {@link dev.intarsia.testkit.random.RandomSchema} and
 * {@link dev.intarsia.testkit.random.RandomOptions} make a {@link dev.intarsia.testkit.random.CasePlan}: fields,
 * batches and options as immutable records without memory. {@link dev.intarsia.testkit.random.Case} makes vectors of
 * it, buffer by buffer as Arrow's format has them, so that they hold what Arrow's own setters never make: ranges under
 * null parents, garbage under nulls, offsets that do not begin at 0, views in any order, dictionaries with nulls and
 * repetitions. {@link dev.intarsia.testkit.random.Shrinker} checks a property of cases; when one fails it looks, among
 * the plans that are a step simpler, for one that fails too, and so on.
 *
 * <p>Every value depends on the seed of its own field and of its batch, not on its neighbours, so that most of
 * a failing case survives a step. A case owns its memory; {@link dev.intarsia.testkit.random.Case#close} lets
 * all of it go. Nothing here knows {@code dev.intarsia.internal}. Plans are immutable, everything else is
 * confined to the test's thread.
 */
package dev.intarsia.testkit.random;
