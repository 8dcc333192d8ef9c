package dev.intarsia.internal.schema;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A field of the Arrow schema as a file holds it, with the fields inside it. Immutable; a tree whose leaves are the
 * columns.
 *
 * <p>Levels are those of Parquet: an entry whose value is missing at some depth states how deep it got. A list whose
 * slot is there has {@code definitionLevel}, be it empty or not; an element of it has one more.
 *
 * @param path names from the top of the schema, joined by dots, for messages
 * @param carrier the field as the vector in a batch states it: of indexes where there is a dictionary
 * @param indirections what leads from the carrier's slots to those of {@code field}, outermost first; mostly none
 * @param field the field whose slots hold the value: under a dictionary or run ends that of their values
 * @param shape how the slots of {@code field} hold it
 * @param nullable whether a slot may be null
 * @param definitionLevel of an entry whose value here is not null
 * @param repetitionLevel how many repeated ancestors there are; elements of a list have one more
 * @param listSize elements of a list of fixed size, else 0
 * @param column index of the leaf among the columns of the file, -1 for all but leaves
 * @param children of a struct its fields, of a list its element, of a map its entries (a struct of key and value that
 *     is never null); none for a leaf
 */
public record Node(
        String path,
        Field carrier,
        List<Indirection> indirections,
        Field field,
        Shape shape,
        boolean nullable,
        int definitionLevel,
        int repetitionLevel,
        int listSize,
        int column,
        List<Node> children) {
    /** How slots hold a value. */
    public enum Shape {
        LEAF,
        STRUCT,
        /** Elements between 32-bit offsets. */
        LIST,
        /** Elements between 64-bit offsets. */
        LARGE_LIST,
        /** So many elements for every slot, nulls included. */
        FIXED_SIZE_LIST,
        /** 32-bit offsets and sizes, in any order, overlapping perhaps. */
        LIST_VIEW,
        /** 64-bit offsets and sizes. */
        LARGE_LIST_VIEW,
        /** A list of entries. */
        MAP;

        /** Whether a slot holds any number of elements. */
        public boolean repeated() {
            return this != LEAF && this != STRUCT;
        }
    }

    public Node {
        indirections = List.copyOf(indirections);
        children = List.copyOf(children);
    }
}
