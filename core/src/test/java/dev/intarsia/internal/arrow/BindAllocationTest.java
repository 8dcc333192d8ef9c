package dev.intarsia.internal.arrow;

import static dev.intarsia.internal.arrow.Raw.INT8;
import static dev.intarsia.internal.arrow.Raw.indexes;
import static dev.intarsia.internal.arrow.Raw.loadChild;
import static dev.intarsia.internal.arrow.Raw.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BindAllocationTest {
    private static final int BATCHES = 2000;

    /**
     * For a block that has been in use another object stands the next time, and a pool that is not compiled yet
     * iterates over its slabs to find one.
     */
    private static final int BLOCK_BYTES = 64 + 32;

    private final Raw raw = new Raw();

    @AfterEach
    void nothingLeaks() {
        raw.close();
    }

    @Test
    void bindingTakesNoHeapButForTheBlocksOfItsScratch() {
        raw.define(1, raw.vector(nullable("d", INT8), 2, raw.bits("10"), raw.bytes(7, 8)));
        final Field flat = nullable("f", INT8);
        final Field list = nullable(
                "l",
                new ArrowType.List(),
                nullable("item", new ArrowType.Struct(), nullable("v", INT8), indexes("i", 1, 8, true)));
        final FieldVector lists = raw.vector(list, 2, raw.bits("10"), raw.ints(0, 2, 4));
        final FieldVector structs = loadChild(lists, 0, 4, raw.bits("1011"));
        loadChild(structs, 0, 4, raw.bits("1101"), raw.bytes(1, 2, 3, 4));
        loadChild(structs, 1, 4, raw.bits("1111"), raw.bytes(0, 1, 0, 1));
        final BatchReader reader = raw.reader(flat, list);
        final int blocks = 6 + 1 + 3; // spans, levels and the list's space; v's bits; i's bits, nulls and indexes
        try (VectorSchemaRoot root = raw.root(raw.vector(flat, 2, raw.bits("11"), raw.bytes(1, 2)), lists)) {
            bind(reader, root);
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            final long before = threads.getCurrentThreadAllocatedBytes();
            bind(reader, root);
            final long bytes = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(bytes / BATCHES).isLessThanOrEqualTo(blocks * BLOCK_BYTES);
        }
    }

    private void bind(final BatchReader reader, final VectorSchemaRoot root) {
        for (int i = 0; i < BATCHES; i++) {
            reader.bind(root);
            reader.validate(100);
            reader.unbind();
            raw.reserve.giveBack();
        }
    }
}
