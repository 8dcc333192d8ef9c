package dev.intarsia.testkit.random;

import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.SlotValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Values of leaves as the bytes of a slot; those of extension types mean something. */
final class LeafValues {
    private static final int BROKEN = 3;
    private static final int WKB_POINT = 1;

    private LeafValues() {}

    static IntFunction<byte[]> of(final FieldPlan plan, final long batchSeed) {
        final LeafType leaf = LeafType.ALL.get(plan.leaf());
        // a dictionary pays only where batches repeat each other
        final boolean repeats = plan.pattern() == Pattern.CONSTANT || plan.pattern() == Pattern.FEW;
        final long seed = repeats ? plan.seed() : plan.seed() ^ batchSeed;
        final ArrowType type =
                leaf.type() instanceof ArrowType.ExtensionType extension ? extension.storageType() : leaf.type();
        final SlotValues plain = new SlotValues(type, plan.pattern(), seed);
        return switch (leaf.extension()) {
            case LeafType.JSON ->
                slot -> ("{\"n\": " + new SplittableRandom(seed + slot).nextInt(50) + "}")
                        .getBytes(StandardCharsets.UTF_8);
            case LeafType.WKB -> slot -> point(new SplittableRandom(seed + slot));
            default -> slot -> plan.brokenText() && slot % BROKEN == 1 ? broken(plain.at(slot)) : plain.at(slot);
        };
    }

    /** Of a child of a Variant: an empty dictionary of names, or a number of 8 bits. */
    static IntFunction<byte[]> ofVariant(final boolean isMetadata, final long seed) {
        return isMetadata
                ? slot -> new byte[] {1, 0, 0}
                : slot -> new byte[] {12, (byte) new SplittableRandom(seed + slot).nextInt()};
    }

    /** A well-known binary of a point. */
    private static byte[] point(final SplittableRandom random) {
        return ByteBuffer.allocate(21)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(WKB_POINT)
                .putDouble(random.nextInt(360) - 180.0)
                .putDouble(random.nextInt(180) - 90.0)
                .array();
    }

    /** A lead byte without what it leads, in front. */
    private static byte[] broken(final byte[] text) {
        return ByteBuffer.allocate(text.length + 1).put((byte) 0xC3).put(text).array();
    }
}
