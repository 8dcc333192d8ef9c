package dev.intarsia.cli.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/** Rebuilds the schema tree from the footer's flat list. Confined. */
public final class SchemaTree {
    private static final int MAX_DEPTH = 200;

    private final List<SchemaElement> elements;
    private final List<String> path = new ArrayList<>();
    private int next = 1;
    private int leaves;
    private int definition;
    private int repetition;

    private SchemaTree(final List<SchemaElement> elements) {
        this.elements = elements;
    }

    /**
     * The root of the tree.
     *
     * @param elements the schema of a footer
     * @throws MalformedException if the list is no tree, so that nothing further can be read
     */
    public static SchemaNode read(final List<SchemaElement> elements) throws MalformedException {
        if (elements.isEmpty()) {
            throw new MalformedException("the schema has no root");
        }
        final SchemaTree tree = new SchemaTree(elements);
        final SchemaElement root = elements.get(0);
        final SchemaNode node = new SchemaNode(root, List.of(), 0, 0, tree.children(root, 0), SchemaNode.GROUP);
        if (tree.next != elements.size()) {
            throw new MalformedException(
                    "the schema has " + elements.size() + " elements, but its tree ends after " + tree.next);
        }
        return node;
    }

    /** The columns below a node, in the order in which row groups hold their chunks. */
    public static List<SchemaNode> leaves(final SchemaNode node) {
        final List<SchemaNode> found = new ArrayList<>();
        collect(node, found);
        return found;
    }

    private static void collect(final SchemaNode node, final List<SchemaNode> into) {
        if (node.isLeaf()) {
            into.add(node);
        }
        for (final SchemaNode child : node.children()) {
            collect(child, into);
        }
    }

    private List<SchemaNode> children(final SchemaElement parent, final int depth) throws MalformedException {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("the schema is nested more than " + MAX_DEPTH + " deep");
        }
        final int count = parent.getNum_children();
        if (count < 0 || count > elements.size() - next) {
            throw new MalformedException("the schema element '" + parent.getName() + "' claims " + count
                    + " children where " + (elements.size() - next) + " elements follow");
        }
        final List<SchemaNode> children = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (next >= elements.size()) {
                throw new MalformedException("the schema ends inside the group '" + parent.getName() + "'");
            }
            children.add(node(elements.get(next++), depth));
        }
        return children;
    }

    private SchemaNode node(final SchemaElement element, final int depth) throws MalformedException {
        if (!element.isSetRepetition_type()) {
            throw new MalformedException("the schema element '" + element.getName() + "' has no repetition type");
        }
        final int defines = element.getRepetition_type() == FieldRepetitionType.REQUIRED ? 0 : 1;
        final int repeats = element.getRepetition_type() == FieldRepetitionType.REPEATED ? 1 : 0;
        path.add(element.getName());
        definition += defines;
        repetition += repeats;
        final SchemaNode node;
        // Old writers leave num_children at 0 in a leaf, others leave it out.
        if (element.isSetType() && element.getNum_children() == 0) {
            node = new SchemaNode(element, path, definition, repetition, List.of(), leaves++);
        } else if (element.isSetNum_children()) {
            final int definitionHere = definition;
            final int repetitionHere = repetition;
            final List<SchemaNode> children = children(element, depth + 1);
            node = new SchemaNode(element, path, definitionHere, repetitionHere, children, SchemaNode.GROUP);
        } else {
            throw new MalformedException(
                    "the schema element '" + element.getName() + "' has neither a type nor children");
        }
        repetition -= repeats;
        definition -= defines;
        path.remove(path.size() - 1);
        return node;
    }
}
