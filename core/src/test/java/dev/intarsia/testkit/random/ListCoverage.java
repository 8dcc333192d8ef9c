package dev.intarsia.testkit.random;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * What the ranges of a vector of lists have that Arrow's own writers do not make.
 *
 * @param plan of the vector
 * @param vector lists of any kind, or maps
 * @param seen slots that count
 */
record ListCoverage(FieldPlan plan, FieldVector vector, BitSet seen) {
    private static final String NOT_FROM_0 = "list offsets do not begin at 0";
    private static final String UNDER_NULL = "range under a null list";
    private static final String UNUSED = "elements of no list";
    private static final String OUT_OF_ORDER = "list views out of order";
    private static final String OVERLAPPING = "list views over each other";
    private static final String LARGE = "a list of many elements";
    static final List<String> WANTED = List.of(NOT_FROM_0, UNDER_NULL, UNUSED, OUT_OF_ORDER, OVERLAPPING, LARGE);
    private static final int MANY = 15;

    void addTo(final Set<String> found) {
        if (plan.form() == Form.FIXED_SIZE_LIST) {
            return;
        }
        final boolean isView = plan.form() == Form.LIST_VIEW || plan.form() == Form.LARGE_LIST_VIEW;
        final BitSet taken = new BitSet();
        long previous = 0;
        for (int slot = 0; slot < vector.getValueCount(); slot++) {
            final long start = start(plan, vector, slot);
            final long size = size(plan, vector, slot);
            if (!isView && slot == 0 && start > 0) {
                found.add(NOT_FROM_0);
            }
            if (size > 0 && !seen.get(slot)) {
                found.add(UNDER_NULL);
            }
            if (isView && size > 0 && seen.get(slot)) {
                if (start < previous) {
                    found.add(OUT_OF_ORDER);
                }
                if (!taken.get((int) start, (int) (start + size)).isEmpty()) {
                    found.add(OVERLAPPING);
                }
                previous = start;
            }
            if (size >= MANY) {
                found.add(LARGE);
            }
            taken.set((int) start, (int) (start + size));
        }
        if (taken.cardinality() < vector.getChildrenFromFields().get(0).getValueCount()) {
            found.add(UNUSED);
        }
    }

    /** Slots of the child to which those lists lead that count. */
    static BitSet reachable(final FieldPlan plan, final FieldVector vector, final BitSet seen) {
        final BitSet reachable = new BitSet();
        seen.stream().forEach(slot -> {
            final int start = (int) start(plan, vector, slot);
            reachable.set(start, start + (int) size(plan, vector, slot));
        });
        return reachable;
    }

    private static long start(final FieldPlan plan, final FieldVector vector, final int slot) {
        return switch (plan.form()) {
            case FIXED_SIZE_LIST -> (long) slot * ((ArrowType.FixedSizeList) plan.type()).getListSize();
            case LARGE_LIST, LARGE_LIST_VIEW -> vector.getOffsetBuffer().getLong((long) slot * Long.BYTES);
            default -> vector.getOffsetBuffer().getInt((long) slot * Integer.BYTES);
        };
    }

    private static long size(final FieldPlan plan, final FieldVector vector, final int slot) {
        return switch (plan.form()) {
            case FIXED_SIZE_LIST -> ((ArrowType.FixedSizeList) plan.type()).getListSize();
            case LIST_VIEW -> sizes(vector).getInt((long) slot * Integer.BYTES);
            case LARGE_LIST_VIEW -> sizes(vector).getLong((long) slot * Long.BYTES);
            default -> start(plan, vector, slot + 1) - start(plan, vector, slot);
        };
    }

    private static ArrowBuf sizes(final FieldVector vector) {
        return vector instanceof ListViewVector view
                ? view.getSizeBuffer()
                : ((LargeListViewVector) vector).getSizeBuffer();
    }
}
