package dev.intarsia.testkit.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Fills the vectors of one batch, or of one dictionary, from their plans. Confined to one thread. */
final class VectorFiller {
    private static final int MAX_RUN = 9;

    private final BufferAllocator allocator;
    private final LeafFiller leaves;
    private final long seed;
    private final Map<Long, FieldVector> dictionaries;

    /**
     * @param seed of the batch, which with that of a field's plan decides its values
     * @param dictionaries by id, borrowed: indexes keep inside them
     * @param sliced whether Arrow will cut the vectors
     */
    VectorFiller(
            final BufferAllocator allocator,
            final long seed,
            final Map<Long, FieldVector> dictionaries,
            final boolean sliced) {
        this.allocator = allocator;
        this.leaves = new LeafFiller(allocator, sliced);
        this.seed = seed;
        this.dictionaries = dictionaries;
    }

    /** Fills a column of rows all of which count. */
    void fill(final FieldPlan plan, final FieldVector vector, final int rows) {
        fill(plan, vector, rows, Presence.all(rows));
    }

    /** Fills a dictionary, whose first entry is not null. */
    void fillEntries(final FieldPlan plan, final FieldVector vector, final int entries) {
        final SplittableRandom random = randomOf(plan);
        final Presence presence = Presence.of(plan.nullable(), entries, Presence.all(entries), random);
        presence.present().set(0, Math.min(entries, 1));
        fill(plan, vector, presence, random);
    }

    private SplittableRandom randomOf(final FieldPlan plan) {
        return new SplittableRandom(new SplittableRandom(plan.seed()).nextLong() ^ seed);
    }

    private void fill(final FieldPlan plan, final FieldVector vector, final int count, final BitSet reachable) {
        final SplittableRandom random = randomOf(plan);
        if (plan.form() == Form.RUN_ENDS) {
            runs(plan, (RunEndEncodedVector) vector, count, reachable, random);
        } else if (vector instanceof NullVector) {
            vector.setValueCount(count);
        } else {
            fill(plan, vector, Presence.of(plan.nullable(), count, reachable, random), random);
        }
    }

    private void fill(
            final FieldPlan plan, final FieldVector vector, final Presence presence, final SplittableRandom random) {
        switch (plan.form()) {
            case LEAF -> leaves.fill(vector, presence, LeafValues.of(plan, seed), random);
            case DICTIONARY -> indexes(plan, vector, presence, random);
            case STRUCT -> struct(plan.children(), vector, presence);
            case VARIANT -> variant(plan, vector, presence, random);
            case MAP -> map(plan, (MapVector) vector, presence, random);
            default -> list(plan, vector, presence, random);
        }
    }

    private void struct(final List<FieldPlan> children, final FieldVector vector, final Presence presence) {
        loadValidity(vector, presence);
        for (int i = 0; i < children.size(); i++) {
            fill(children.get(i), vector.getChildrenFromFields().get(i), presence.count(), presence.seen());
        }
    }

    private void loadValidity(final FieldVector vector, final Presence presence) {
        try (Buffers buffers = new Buffers(allocator)) {
            buffers.bits(presence.present(), presence.count());
            buffers.loadInto(vector, presence);
        }
    }

    private void variant(
            final FieldPlan plan, final FieldVector vector, final Presence presence, final SplittableRandom random) {
        loadValidity(vector, presence);
        for (int i = 0; i < 2; i++) {
            leaves.fill(
                    vector.getChildrenFromFields().get(i),
                    Presence.of(false, presence.count(), presence.seen(), random),
                    LeafValues.ofVariant(i == 0, plan.seed()),
                    random);
        }
    }

    private void list(
            final FieldPlan plan, final FieldVector vector, final Presence presence, final SplittableRandom random) {
        final boolean isLarge = plan.form() == Form.LARGE_LIST || plan.form() == Form.LARGE_LIST_VIEW;
        final boolean isView = plan.form() == Form.LIST_VIEW || plan.form() == Form.LARGE_LIST_VIEW;
        final int width = isLarge ? Long.BYTES : Integer.BYTES;
        final ListRanges ranges = isView
                ? ListRanges.scattered(presence, random)
                : plan.type() instanceof ArrowType.FixedSizeList fixed
                        ? ListRanges.fixed(presence.count(), fixed.getListSize())
                        : ListRanges.consecutive(presence, random);
        try (Buffers buffers = new Buffers(allocator)) {
            buffers.bits(presence.present(), presence.count());
            if (isView) {
                buffers.numbers(ranges.starts(), width);
                buffers.numbers(ranges.sizes(), width);
            } else if (plan.form() != Form.FIXED_SIZE_LIST) {
                buffers.numbers(ranges.offsets(), width);
            }
            buffers.loadInto(vector, presence);
        }
        fill(
                plan.children().get(0),
                vector.getChildrenFromFields().get(0),
                ranges.childCount(),
                ranges.reachable(presence.seen()));
    }

    private void map(
            final FieldPlan plan, final MapVector vector, final Presence presence, final SplittableRandom random) {
        final ListRanges ranges = ListRanges.consecutive(presence, random);
        try (Buffers buffers = new Buffers(allocator)) {
            buffers.bits(presence.present(), presence.count());
            buffers.numbers(ranges.offsets(), Integer.BYTES);
            buffers.loadInto(vector, presence);
        }
        final Presence entries = Presence.of(false, ranges.childCount(), ranges.reachable(presence.seen()), random);
        struct(plan.children(), vector.getDataVector(), entries);
    }

    /** Nulls hold any index, also one that the dictionary does not have. */
    private void indexes(
            final FieldPlan plan, final FieldVector vector, final Presence presence, final SplittableRandom random) {
        final FieldVector dictionary = dictionaries.get(plan.dictionaryId());
        final int[] entries = IntStream.range(0, dictionary.getValueCount())
                .filter(entry -> plan.nullable() || !dictionary.isNull(entry))
                .toArray();
        if (entries.length == 0) {
            presence.present().clear();
        }
        final int used = entries.length == 0 ? 0 : 1 + random.nextInt(entries.length);
        final BitSet present = presence.present();
        final int bytes = ((ArrowType.Int) plan.type()).getBitWidth() / Byte.SIZE;
        final long[] indexes = new long[presence.count()];
        for (int slot = 0; slot < indexes.length; slot++) {
            indexes[slot] = present.get(slot) ? entries[random.nextInt(used)] : 0;
        }
        // whoever cuts or checks a vector may follow every index that is not null, seen or not
        final Presence followed = new Presence(presence.count(), present, Presence.all(presence.count()));
        leaves.fill(vector, followed, slot -> littleEndian(indexes[slot], bytes), random);
    }

    /** The last run may end behind the last slot. */
    private void runs(
            final FieldPlan plan,
            final RunEndEncodedVector vector,
            final int count,
            final BitSet reachable,
            final SplittableRandom random) {
        final int longest = 1 + random.nextInt(MAX_RUN);
        final BitSet reachableRuns = new BitSet();
        long[] ends = new long[16];
        int runs = 0;
        for (int slot = 0; slot < count; runs++) {
            final int end = Math.min(slot + 1 + random.nextInt(longest), count + random.nextInt(2));
            final int next = reachable.nextSetBit(slot);
            reachableRuns.set(runs, next >= 0 && next < end);
            ends = runs == ends.length ? Arrays.copyOf(ends, 2 * runs) : ends;
            ends[runs] = end;
            slot = end;
        }
        final long[] allEnds = ends;
        final int bytes = ((ArrowType.Int) plan.type()).getBitWidth() / Byte.SIZE;
        leaves.fill(
                vector.getRunEndsVector(),
                new Presence(runs, Presence.all(runs), Presence.all(runs)),
                run -> littleEndian(allEnds[run], bytes),
                random);
        fill(plan.children().get(0), vector.getValuesVector(), runs, reachableRuns);
        vector.loadFieldBuffers(new ArrowFieldNode(count, 0), List.of());
    }

    private static byte[] littleEndian(final long value, final int bytes) {
        final byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return Arrays.copyOf(all, bytes);
    }
}
