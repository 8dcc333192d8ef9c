package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.PartialWords;

/**
 * Which slots of a space have a value at one node, and at all nodes between it and the list above. Confined.
 *
 * <p>As every bitmap includes those above it, the definition level of a slot is the number of nullable nodes whose
 * bitmap has its bit.
 */
final class Presence {
    private final Presence above;
    private final boolean nullable;
    private final Area area = new Area();
    private long bits;

    /**
     * @param above that of the struct around the node, null where there is none below the list or the row
     * @param nullable whether a slot of the node may be null
     */
    Presence(final Presence above, final boolean nullable) {
        this.above = above;
        this.nullable = nullable;
    }

    Presence above() {
        return above;
    }

    boolean nullable() {
        return nullable;
    }

    /** Address of the bitmap, bit by slot; 0 where every slot has a value. */
    long bits() {
        return bits;
    }

    /** Address of the bitmap of the node above; 0 where every slot has a value there. */
    long bitsAbove() {
        return above == null ? 0 : above.bits;
    }

    /** Whether any nullable node on the way here has a bitmap. */
    boolean mayBeNull() {
        return bits != 0;
    }

    /**
     * @param own address of the node's own bitmap, 0 if nothing is null; of no account where the node is not nullable,
     *     since a null in it is refused
     */
    void bind(final long own, final int slots, final Scratch scratch) {
        final long upper = bitsAbove();
        if (!nullable || own == 0) {
            bits = upper;
        } else if (upper == 0) {
            bits = own;
        } else {
            bits = scratch.take(area, Bitmaps.bytesFor(slots));
            intersect(upper, own, Bitmaps.bytesFor(slots), bits);
        }
    }

    void unbind(final Scratch scratch) {
        bits = 0;
        if (area.capacity() > 0) {
            scratch.giveBack(area);
        }
    }

    private static void intersect(final long one, final long other, final long bytes, final long out) {
        long at = 0;
        for (; at + Long.BYTES <= bytes; at += Long.BYTES) {
            NativeMemory.putLong(out + at, NativeMemory.getLong(one + at) & NativeMemory.getLong(other + at));
        }
        final int rest = (int) (bytes - at);
        PartialWords.write(out + at, rest, PartialWords.read(one + at, rest) & PartialWords.read(other + at, rest));
    }
}
