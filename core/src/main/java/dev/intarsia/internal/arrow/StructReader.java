package dev.intarsia.internal.arrow;

import dev.intarsia.internal.schema.Node;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** A struct, whose fields have its slots. Confined. */
final class StructReader extends NodeReader {
    private final List<NodeReader> children = new ArrayList<>();
    private final boolean named;

    /**
     * @param named whether the fields are found by their names, which those of a map's entries are not
     */
    StructReader(
            final Node node,
            final SlotSpace space,
            final NodeReader around,
            final boolean named,
            final DictionaryProvider dictionaries) {
        super(node, "field '" + node.path() + "'", space, around, dictionaries);
        this.named = named;
    }

    /** The fields, in their order. */
    List<NodeReader> children() {
        return children;
    }

    /** Adds the next field. */
    void add(final NodeReader child) {
        children.add(child);
    }

    @Override
    void match(final FieldVector values) {
        VectorMatch.requireStruct(subject(), node(), named, values);
    }

    @Override
    void bindValues(final FieldVector values, final Scratch scratch) {
        requireNoNulls();
        final StructVector struct = (StructVector) values;
        for (int i = 0; i < children.size(); i++) {
            children.get(i).bind((FieldVector) struct.getChildByOrdinal(i), scratch);
        }
    }

    @Override
    void unbind(final Scratch scratch) {
        super.unbind(scratch);
        for (int i = 0; i < children.size(); i++) {
            children.get(i).unbind(scratch);
        }
    }
}
