package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.Node;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.MemoryBudgetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * All columns of a batch, bound by address. Confined.
 *
 * <p>The order of calls is {@link #bind}, {@link #validate}, any of the accessors, {@link #unbind}. A batch is borrowed
 * from bind to unbind, and so are the dictionaries that its columns use, which are looked up anew for every batch.
 *
 * <p>What a batch takes in scratch: nothing for a column at the top without dictionary, run ends or views. Two bytes
 * for every entry of a list, however many columns are in it, and 8 for every row and for every run of elements; 9 for
 * every entry around it, for as long as it is bound. 4 bytes for every slot with an index, unless its indexes have 32
 * bits. A bit for every slot where nulls of several nodes meet.
 */
public final class BatchReader {
    private final DictionaryProvider dictionaries;
    private final List<Leaf> leaves;
    private final List<NodeReader> roots = new ArrayList<>();
    private final LeafReader[] columns;
    private final SlotSpace rows = SlotSpace.ofRows();
    private final Scratch scratch;

    /**
     * @param schema of every batch
     * @param dictionaries that know every dictionary of the schema whenever a batch is bound
     * @param reserve of the operations that batches are bound in: scratch comes from it and goes back to it
     */
    public BatchReader(final ParquetSchema schema, final DictionaryProvider dictionaries, final Reserve reserve) {
        this.dictionaries = dictionaries;
        leaves = schema.leaves();
        columns = new LeafReader[leaves.size()];
        scratch = new Scratch(reserve);
        for (final Node node : schema.roots()) {
            roots.add(reader(node, rows, null));
        }
    }

    private NodeReader reader(final Node node, final SlotSpace space, final NodeReader around) {
        return switch (node.shape()) {
            case LEAF -> {
                final LeafReader column = new LeafReader(leaves.get(node.column()), node, space, around, dictionaries);
                columns[node.column()] = column;
                yield column;
            }
            case STRUCT -> struct(node, space, around, true);
            case LIST, LARGE_LIST, FIXED_SIZE_LIST, LIST_VIEW, LARGE_LIST_VIEW -> {
                final ListReader list = new ListReader(node, space, around, dictionaries);
                list.add(reader(node.children().get(0), list.elements(), null));
                yield list;
            }
            case MAP -> {
                final ListReader map = new ListReader(node, space, around, dictionaries);
                final StructReader entries = struct(node.children().get(0), map.elements(), null, false);
                entries.complainOfNulls(
                        " is a null entry, and entries of a map cannot be null; fill it or leave it out of its map");
                entries.children()
                        .get(0)
                        .complainOfNulls(
                                " has a null key, and keys of a map cannot be null; give every entry a key or leave it"
                                        + " out");
                map.add(entries);
                yield map;
            }
        };
    }

    private StructReader struct(final Node node, final SlotSpace space, final NodeReader around, final boolean named) {
        final StructReader struct = new StructReader(node, space, around, named, dictionaries);
        for (final Node child : node.children()) {
            struct.add(reader(child, space, struct));
        }
        return struct;
    }

    /**
     * Binds a batch, in the place of the one before. Levels are worked out here, so what they rest on is examined here:
     * types, lengths of buffers, offsets of lists, indexes, run ends, nulls above the columns.
     *
     * @throws InvalidBatchException if the batch is not of the schema or is damaged; nothing is bound then
     * @throws MemoryBudgetException if there is no room for the levels; nothing is bound then
     */
    public void bind(final VectorSchemaRoot batch) {
        unbind();
        try {
            requireColumns(batch);
            rows.bindRows(batch.getRowCount());
            for (int i = 0; i < roots.size(); i++) {
                roots.get(i).bind(batch.getVector(i), scratch);
            }
        } catch (final Throwable refusal) {
            unbind();
            throw refusal;
        }
    }

    private void requireColumns(final VectorSchemaRoot batch) {
        final int vectors = batch.getFieldVectors().size();
        if (vectors != roots.size()) {
            throw new InvalidBatchException("the batch has " + vectors + " columns, the schema of the file has "
                    + roots.size() + "; write batches of the schema that the file was opened with");
        }
        for (int i = 0; i < vectors; i++) {
            final String name = Objects.requireNonNullElse(batch.getVector(i).getName(), "");
            final String expected =
                    Objects.requireNonNullElse(roots.get(i).node().carrier().getName(), "");
            if (!expected.equals(name)) {
                throw new InvalidBatchException("column " + i + " of the batch is '" + name + "', in the schema of the"
                        + " file it is '" + expected + "'; keep names and order");
            }
        }
    }

    /**
     * Examines the values of every column; see {@link LeafReader#validate}.
     *
     * @param maxValueBytes bytes that a value of variable length may have at most, 0 or more
     * @throws InvalidBatchException naming the column, the row, the value and the limit
     */
    public void validate(final int maxValueBytes) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].validate(maxValueBytes);
        }
    }

    /** A column, by its index among the leaves of the schema; the same object for every batch. */
    public LeafReader leaf(final int column) {
        return columns[column];
    }

    /** Columns, bound or not: the leaves of the schema. */
    public int columns() {
        return columns.length;
    }

    /** Rows that are bound. */
    public int rows() {
        return rows.rows();
    }

    /** Forgets the batch and gives all scratch back to the reserve. Idempotent. */
    public void unbind() {
        rows.bindRows(0);
        for (int i = 0; i < roots.size(); i++) {
            roots.get(i).unbind(scratch);
        }
    }
}
