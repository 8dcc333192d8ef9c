package dev.intarsia.internal.arrow;

import dev.intarsia.internal.schema.Node;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Levels and values as the Dremel paper makes them, value by value, through Arrow's own accessors. Of the tree it takes
 * only what is nullable and how columns are numbered: levels it counts itself.
 */
final class Shredder {
    /** An entry: {@code value} as hexadecimal digits, null where there is none. */
    record Entry(int row, int repetition, int definition, String value) {}

    private final DictionaryProvider dictionaries;
    private final List<List<Entry>> columns = new ArrayList<>();
    private int row;

    Shredder(final int columnCount, final DictionaryProvider dictionaries) {
        this.dictionaries = dictionaries;
        for (int i = 0; i < columnCount; i++) {
            columns.add(new ArrayList<>());
        }
    }

    List<Entry> column(final int column) {
        return columns.get(column);
    }

    void shred(final Node node, final FieldVector vector, final int rows) {
        for (row = 0; row < rows; row++) {
            shred(node, vector, row, 0, 0, 0);
        }
    }

    private void shred(
            final Node node,
            final FieldVector carrier,
            final int slot,
            final int repetition,
            final int definition,
            final int lists) {
        FieldVector vector = carrier;
        int at = slot;
        while (true) {
            if (vector instanceof ExtensionTypeVector<?> extension) {
                vector = (FieldVector) extension.getUnderlyingVector();
            } else if (vector instanceof RunEndEncodedVector runs) {
                int run = 0;
                while (((BaseIntVector) runs.getRunEndsVector()).getValueAsLong(run) <= at) {
                    run++;
                }
                vector = runs.getValuesVector();
                at = run;
            } else if (vector.getField().getDictionary() != null && !isNull(vector, at)) {
                final long id = vector.getField().getDictionary().getId();
                at = Math.toIntExact(((BaseIntVector) vector).getValueAsLong(at));
                vector = dictionaries.lookup(id).getVector();
            } else {
                break;
            }
        }
        if (isNull(vector, at)) {
            end(node, repetition, definition);
            return;
        }
        final int reached = definition + (node.nullable() ? 1 : 0);
        if (vector instanceof StructVector struct) {
            for (int i = 0; i < node.children().size(); i++) {
                shred(
                        node.children().get(i),
                        (FieldVector) struct.getChildByOrdinal(i),
                        at,
                        repetition,
                        reached,
                        lists);
            }
        } else if (node.children().isEmpty()) {
            columns.get(node.column()).add(new Entry(row, repetition, reached, value(vector, at)));
        } else {
            shredList(node, vector, at, repetition, reached, lists);
        }
    }

    private void shredList(
            final Node node,
            final FieldVector vector,
            final int at,
            final int repetition,
            final int definition,
            final int lists) {
        final FieldVector child;
        final long begin;
        final long end;
        if (vector instanceof ListVector list) {
            child = list.getDataVector();
            begin = list.getElementStartIndex(at);
            end = list.getElementEndIndex(at);
        } else if (vector instanceof LargeListVector list) {
            child = list.getDataVector();
            begin = list.getElementStartIndex(at);
            end = list.getElementEndIndex(at);
        } else if (vector instanceof ListViewVector list) {
            child = list.getDataVector();
            begin = list.getOffsetBuffer().getInt(at * 4L);
            end = begin + list.getSizeBuffer().getInt(at * 4L);
        } else if (vector instanceof LargeListViewVector list) {
            child = list.getDataVector();
            begin = list.getOffsetBuffer().getLong(at * 8L);
            end = begin + list.getSizeBuffer().getLong(at * 8L);
        } else {
            final FixedSizeListVector list = (FixedSizeListVector) vector;
            child = list.getDataVector();
            begin = (long) at * list.getListSize();
            end = begin + list.getListSize();
        }
        final Node element = node.children().get(0);
        if (begin == end) {
            end(element, repetition, definition);
        }
        for (long i = begin; i < end; i++) {
            shred(element, child, (int) i, i == begin ? repetition : lists + 1, definition + 1, lists + 1);
        }
    }

    private void end(final Node node, final int repetition, final int definition) {
        if (node.children().isEmpty()) {
            columns.get(node.column()).add(new Entry(row, repetition, definition, null));
        }
        for (final Node child : node.children()) {
            end(child, repetition, definition);
        }
    }

    private static boolean isNull(final FieldVector vector, final int at) {
        return VectorBuffers.hasValidity(vector) && vector.getValidityBuffer().capacity() == 0
                ? false
                : vector.isNull(at);
    }

    private static String value(final FieldVector vector, final int at) {
        final byte[] bytes;
        if (vector instanceof BitVector bits) {
            return Integer.toString(bits.get(at));
        } else if (vector instanceof VarCharVector text) {
            bytes = text.get(at);
        } else if (vector instanceof VarBinaryVector binary) {
            bytes = binary.get(at);
        } else if (vector instanceof LargeVarCharVector text) {
            bytes = text.get(at);
        } else if (vector instanceof LargeVarBinaryVector binary) {
            bytes = binary.get(at);
        } else if (vector instanceof ViewVarCharVector text) {
            bytes = text.get(at);
        } else if (vector instanceof ViewVarBinaryVector binary) {
            bytes = binary.get(at);
        } else {
            final int width = ((BaseFixedWidthVector) vector).getTypeWidth();
            bytes = new byte[width];
            vector.getDataBuffer().getBytes((long) at * width, bytes);
        }
        return HexFormat.of().formatHex(bytes);
    }
}
