package dev.intarsia.testkit;

/**
 * What a reader answers in place of a value that it has but cannot hand over: {@link Tables} takes it for any value but
 * null, so that the reader still says where the nulls are. Which types that concerns, and why, stands where the reader
 * makes it. Immutable.
 *
 * @param reason why the value was not asked for
 */
public record NotAsked(String reason) {}
