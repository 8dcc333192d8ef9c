package dev.intarsia.testkit.structure;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One way to break a sound file.
 *
 * @param rule that it breaks
 * @param name what is done
 * @param base the file that it is done to
 * @param change makes a broken copy of the file
 * @param text a part of the sentence that must be found
 * @param also rules that cannot but be broken with it
 */
record Mutation(Rule rule, String name, Base base, UnaryOperator<byte[]> change, String text, Set<Rule> also) {
    /** A sound file. */
    enum Base {
        /** Intarsia's, flat: id, text (dictionary), real, price, byte, flag. */
        OURS,
        /** parquet-java's, nested, with dictionaries, data pages V1. */
        JAVA_V1,
        /** The same in PLAIN and BYTE_STREAM_SPLIT, with bloom filters. */
        JAVA_V1_PLAIN,
        /** The same with data pages V2. */
        JAVA_V2
    }

    static Mutation of(
            final Rule rule,
            final String name,
            final Base base,
            final Consumer<Mutant> change,
            final String text,
            final Rule... also) {
        return ofBytes(
                rule,
                name,
                base,
                file -> {
                    final Mutant mutant = new Mutant(file);
                    change.accept(mutant);
                    return mutant.bytes();
                },
                text,
                also);
    }

    /** A change to the footer, once all else has its place. */
    static Mutation late(
            final Rule rule,
            final String name,
            final Base base,
            final Consumer<Mutant> change,
            final String text,
            final Rule... also) {
        return of(rule, name, base, mutant -> mutant.beforeFooter = change, text, also);
    }

    static Mutation ofBytes(
            final Rule rule,
            final String name,
            final Base base,
            final UnaryOperator<byte[]> change,
            final String text,
            final Rule... also) {
        final Set<Rule> others = EnumSet.noneOf(Rule.class);
        others.addAll(List.of(also));
        return new Mutation(rule, name, base, change, text, others);
    }

    /** Adds to a number of a struct, whose Thrift type it keeps. */
    static void add(final Struct struct, final int id, final int difference) {
        final Object value = struct.fields().get(id);
        if (value instanceof Short number) {
            struct.set(id, (short) (number + difference));
        } else if (value instanceof Integer number) {
            struct.set(id, number + difference);
        } else {
            struct.set(id, (Long) value + difference);
        }
    }

    @Override
    public String toString() {
        return rule + " by " + name + " in " + base;
    }
}
