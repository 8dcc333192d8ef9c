package dev.intarsia.testkit.random;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What may be generated. Immutable.
 *
 * @param forms of fields; leaves are always among them
 * @param leaves names of {@link LeafType#ALL}
 * @param onlyWhatDuckDbReads whether to leave out texts that are not UTF-8 and the ends of the ranges of dates and
 *     timestamps, which one case in five has otherwise
 */
public record Kinds(Set<Form> forms, List<String> leaves, boolean onlyWhatDuckDbReads) {
    /** Everything. */
    public static final Kinds ALL = new Kinds(EnumSet.allOf(Form.class), List.copyOf(LeafType.ALL.keySet()), false);

    public Kinds {
        forms = Set.copyOf(forms);
        leaves = List.copyOf(leaves);
    }

    /** The same without some leaves. */
    public Kinds withoutLeaves(final String... names) {
        final List<String> without = List.of(names);
        return new Kinds(
                forms, leaves.stream().filter(leaf -> !without.contains(leaf)).toList(), onlyWhatDuckDbReads);
    }

    /** The same without some forms. */
    public Kinds withoutForms(final Form... without) {
        final Set<Form> left = EnumSet.copyOf(forms);
        left.removeAll(List.of(without));
        return new Kinds(left, leaves, onlyWhatDuckDbReads);
    }

    /** The same, but only what DuckDB reads. */
    public Kinds forDuckDb() {
        return new Kinds(forms, leaves, true);
    }

    boolean has(final Form form) {
        return forms.contains(form);
    }

    /** Structs, maps and lists, in an order that does not change. */
    List<Form> nested() {
        return Stream.of(Form.values())
                .filter(form -> form == Form.STRUCT || form == Form.MAP || form.isList())
                .filter(this::has)
                .toList();
    }
}
