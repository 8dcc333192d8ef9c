package dev.intarsia.internal.arrow;

import dev.intarsia.internal.arrow.ListSpans.ListBuffers;
import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.schema.Node;
import dev.intarsia.options.InvalidBatchException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** A list of any kind, or a map, whose elements make a space of their own. Confined. */
final class ListReader extends NodeReader {
    /** Entries are counted in 32 bits, and a heap array of as many must be possible for those who look at them. */
    private static final int MAX_ENTRIES = Integer.MAX_VALUE - 8;

    private final SlotSpace elements;
    private final ListSpans spans = new ListSpans();
    private final ListBuffers buffers;
    private final Area spanArea = new Area();
    private final Area levelArea = new Area();
    private NodeReader element;

    ListReader(final Node node, final SlotSpace space, final NodeReader around, final DictionaryProvider dictionaries) {
        super(node, "field '" + node.path() + "'", space, around, dictionaries);
        elements = SlotSpace.ofElements(node.definitionLevel() + 1);
        buffers = new ListBuffers(node.shape(), node.listSize());
    }

    /** The slots of the elements. */
    SlotSpace elements() {
        return elements;
    }

    /** Sets the element, once. */
    void add(final NodeReader child) {
        element = child;
    }

    @Override
    void match(final FieldVector values) {
        VectorMatch.requireList(subject(), node(), values);
    }

    @Override
    void bindValues(final FieldVector values, final Scratch scratch) {
        requireNoNulls();
        final int slots = path().valueSlots();
        final FieldVector child = child(values);
        bindBuffers(values, child, slots);
        readSpans(scratch);
        elements.bindElements(space().rows(), spans, scratch);
        ListLevels.fill(space(), spanArea.address(), node().repetitionLevel() + 1, elements);
        scratch.giveBack(spanArea);
        element.bind(child, scratch);
    }

    private static FieldVector child(final FieldVector values) {
        if (values instanceof ListVector list) {
            return list.getDataVector();
        }
        if (values instanceof LargeListVector list) {
            return list.getDataVector();
        }
        if (values instanceof FixedSizeListVector list) {
            return list.getDataVector();
        }
        if (values instanceof ListViewVector list) {
            return list.getDataVector();
        }
        if (values instanceof LargeListViewVector list) {
            return list.getDataVector();
        }
        throw new AssertionError(values.getClass() + " is no list");
    }

    private void bindBuffers(final FieldVector values, final FieldVector child, final int slots) {
        final long entries = slots == 0 ? 0 : slots + 1L;
        long offsets = 0;
        long sizes = 0;
        switch (node().shape()) {
            case LIST, MAP -> offsets = address("offset", values.getOffsetBuffer(), slots, entries * Integer.BYTES);
            case LARGE_LIST -> offsets = address("offset", values.getOffsetBuffer(), slots, entries * Long.BYTES);
            case LIST_VIEW -> {
                final ArrowBuf sizeBuffer = ((ListViewVector) values).getSizeBuffer();
                offsets = address("offset", values.getOffsetBuffer(), slots, (long) slots * Integer.BYTES);
                sizes = address("size", sizeBuffer, slots, (long) slots * Integer.BYTES);
            }
            case LARGE_LIST_VIEW -> {
                final ArrowBuf sizeBuffer = ((LargeListViewVector) values).getSizeBuffer();
                offsets = address("offset", values.getOffsetBuffer(), slots, (long) slots * Long.BYTES);
                sizes = address("size", sizeBuffer, slots, (long) slots * Long.BYTES);
            }
            case FIXED_SIZE_LIST -> {
                // elements are where the slot says
            }
            case LEAF, STRUCT -> throw new AssertionError(node().shape() + " is no list");
        }
        buffers.bind(offsets, sizes, child.getValueCount());
    }

    private long address(final String name, final ArrowBuf buffer, final int slots, final long bytes) {
        return VectorBuffers.address(subject(), name, buffer, slots, bytes);
    }

    private void readSpans(final Scratch scratch) {
        final SlotSpace space = space();
        final int entries = space.entries();
        long levels = 0;
        if (presence().bits() != 0 || space.ordinals() < entries) {
            levels = scratch.take(levelArea, DefinitionLevels.maxBytes(entries));
            DefinitionLevels.fill(space, presence(), 0, 0, entries, levels);
        }
        final long out = scratch.take(spanArea, (long) ListSpans.PAIR_BYTES * entries);
        final int astray = spans.read(space, levels, node().definitionLevel(), path().table(), buffers, out);
        scratch.giveBack(levelArea);
        if (astray >= 0) {
            throw new InvalidBatchException(subject() + ": " + space.place(astray) + " is a list of "
                    + spans.badLength() + " elements from element " + spans.badBegin()
                    + " on, and its child vector has "
                    + buffers.childSlots() + "; the vector is damaged");
        }
        if (spans.entries() > MAX_ENTRIES) {
            throw new InvalidBatchException(subject() + ": the lists of the batch have " + spans.entries()
                    + " entries, a batch may have " + MAX_ENTRIES + "; write smaller batches");
        }
    }

    @Override
    void unbind(final Scratch scratch) {
        super.unbind(scratch);
        scratch.giveBack(spanArea);
        scratch.giveBack(levelArea);
        elements.unbind(scratch);
        element.unbind(scratch);
    }
}
