package dev.intarsia.cli.parquet;

import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/**
 * A field of the schema, with what leads to it. Immutable, but for the element, which nobody changes.
 *
 * @param element what the footer says of it; its annotations are unbelieved
 * @param path names from below the root down to it; empty for the root
 * @param maxDefinition greatest definition level
 * @param maxRepetition greatest repetition level
 * @param children fields of a group; none for a leaf
 * @param leaf number of the column, or {@link #GROUP}
 */
public record SchemaNode(
        SchemaElement element,
        List<String> path,
        int maxDefinition,
        int maxRepetition,
        List<SchemaNode> children,
        int leaf) {
    /** Stands for the number of a column where there is none. */
    public static final int GROUP = -1;

    public SchemaNode {
        path = List.copyOf(path);
        children = List.copyOf(children);
    }

    /** Whether it is a column. */
    public boolean isLeaf() {
        return leaf != GROUP;
    }

    /** The path joined by dots. */
    public String dottedPath() {
        return String.join(".", path);
    }

    /** Its repetition; the root has none that counts. */
    public FieldRepetitionType repetition() {
        return element.getRepetition_type();
    }
}
