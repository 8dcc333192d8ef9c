package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.SchemaNode;
import dev.intarsia.cli.progress.Numbers;
import java.util.HashSet;
import java.util.Set;

/** The schema as a tree. Confined. */
final class SchemaText {
    private static final int LEAST_NAME = 16;
    private static final int LEAST_TYPE = 10;
    private static final String STEP = "  ";
    /** Deeper fields stand no further to the right: names would have no room. */
    private static final int MAX_STEPS = 20;

    private final OpenFile file;
    private final Selection selection;
    private final TextLines lines;
    private final Set<SchemaNode> shown = new HashSet<>();
    private final Table table = new Table()
            .texts("field", 9, LEAST_NAME)
            .words("repetition", 6)
            .texts("type", 8, LEAST_TYPE)
            .texts("annotation", 7, LEAST_NAME)
            .numbers("def", 4)
            .numbers("rep", 3)
            .numbers("id", 5);

    SchemaText(final OpenFile file, final Selection selection, final TextLines lines) {
        this.file = file;
        this.selection = selection;
        this.lines = lines;
    }

    void print() {
        lines.heading("Schema " + Escapes.text(file.root().element().getName(), lines.room() / 2));
        final int count = file.selected().size();
        final int limit = selection.shown(count, Selection.MAX_COLUMNS);
        shown.addAll(file.selected().subList(0, limit));
        for (final SchemaNode child : file.root().children()) {
            add(child, 0);
        }
        if (count == 0) {
            lines.line("no columns");
            return;
        }
        lines.table(table);
        if (count > limit) {
            lines.line(
                    "and " + Numbers.counted(count - limit, "more column") + ": --columns PATTERN or --all shows them");
        }
    }

    /** Adds a node and what is below it, if any column of that is to be shown. */
    private void add(final SchemaNode node, final int depth) {
        if (!hasShown(node)) {
            return;
        }
        table.row(
                STEP.repeat(Math.min(depth, MAX_STEPS))
                        + Escapes.text(node.element().getName(), Escapes.WHOLE),
                TypeText.repetition(node.element()),
                TypeText.physical(node.element()),
                TypeText.annotation(node.element()),
                Integer.toString(node.maxDefinition()),
                Integer.toString(node.maxRepetition()),
                node.element().isSetField_id() ? Integer.toString(node.element().getField_id()) : "");
        for (final SchemaNode child : node.children()) {
            add(child, depth + 1);
        }
    }

    private boolean hasShown(final SchemaNode node) {
        return node.isLeaf() ? shown.contains(node) : node.children().stream().anyMatch(this::hasShown);
    }
}
