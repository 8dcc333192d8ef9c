package dev.intarsia.testkit.structure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks at every byte of a Parquet file and says what is not as it should be. Nothing of a Parquet library and nothing
 * of Intarsia is behind it. Thread-safe; it takes time and memory for every value of the file.
 */
public final class StructureCheck {
    private static final int SHOWN = 20;

    private StructureCheck() {}

    /**
     * Asserts that a file of ours is sound.
     *
     * @throws AssertionError if it breaks a rule of {@link Strictness#HOUSE}; the message has a sentence for each
     */
    public static void assertSound(final byte[] file) {
        assertSound(file, Strictness.HOUSE);
    }

    /**
     * Asserts that a file is sound.
     *
     * @throws AssertionError if it breaks a rule of that strictness; the message has a sentence for each
     */
    public static void assertSound(final byte[] file, final Strictness strictness) {
        final List<Finding> findings = look(file, strictness);
        if (!findings.isEmpty()) {
            throw new AssertionError(findings.stream()
                    .limit(SHOWN)
                    .map(Finding::sentence)
                    .collect(Collectors.joining(
                            "\n", findings.size() + " findings in the file, the first of them:\n", "")));
        }
    }

    /** Sentences of all that breaks a rule of {@link Strictness#HOUSE}: place, what stands there, and the rule. */
    public static List<String> findings(final byte[] file) {
        return look(file, Strictness.HOUSE).stream().map(Finding::sentence).toList();
    }

    /** All that breaks a rule of that strictness. */
    public static List<Finding> look(final byte[] file, final Strictness strictness) {
        final Report report = new Report();
        report.within(Rule.FOOTER_LENGTH, "the file", () -> look(file, report));
        return report.findings().stream()
                .filter(finding -> strictness.asks(finding.rule()))
                .toList();
    }

    private static void look(final byte[] file, final Report report) {
        final Extents extents = new Extents();
        final Struct footer = FooterRules.read(file, extents, report);
        FooterRules.look(footer, report);
        report.within(Rule.SCHEMA_TREE, "the footer", () -> {
            final List<Leaf> leaves = SchemaRules.leaves(footer.structs(2), report);
            final List<Leaf> ordered = FooterRules.orders(footer, leaves, report);
            final RowGroupRules rules = new RowGroupRules(file, ordered, extents, report);
            final List<Struct> groups = footer.structs(4);
            for (int i = 0; i < groups.size(); i++) {
                final int ordinal = i;
                report.within(Rule.GROUP_COLUMNS, "row group " + i, () -> rules.look(groups.get(ordinal), ordinal));
            }
            extents.look(file.length, report);
        });
    }
}
