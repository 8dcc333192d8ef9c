package dev.intarsia.internal.arrow;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.PartialWords;

/**
 * Kernels that write definition levels, one byte an entry, from the base levels of a space and the bitmaps of the nodes
 * below it.
 */
final class DefinitionLevels {
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long BIT_OF_BYTE = 0x8040201008040201L;
    private static final long ALL_BUT_HIGHEST = 0x7F7F7F7F7F7F7F7FL;

    private DefinitionLevels() {}

    /** Bytes that {@code fill} writes for {@code count} entries. */
    static long maxBytes(final int count) {
        return count;
    }

    /**
     * Levels of {@code count} entries.
     *
     * @param space the entries
     * @param presence of the node whose levels are wanted
     * @param fromEntry the first entry
     * @param fromOrdinal the ordinal of the first entry that has a slot, of those from {@code fromEntry} on
     * @param out address of the levels, with room for {@link #maxBytes}
     * @return the ordinal behind the last entry
     */
    static int fill(
            final SlotSpace space,
            final Presence presence,
            final int fromEntry,
            final int fromOrdinal,
            final int count,
            final long out) {
        if (!space.repeated()) {
            fillSlots(presence, space.elementLevel(), fromEntry, count, out);
            return fromEntry + count;
        }
        final long bases = space.baseLevels() + fromEntry;
        final int elementLevel = space.elementLevel();
        if (!presence.mayBeNull()) {
            return fromOrdinal + raise(bases, elementLevel, nullableWithoutBits(presence), count, out);
        }
        int ordinal = fromOrdinal;
        int run = count == 0 || ordinal == space.ordinals() ? 0 : space.runOf(ordinal);
        for (int done = 0; done < count; ) {
            final int elements = leading(bases + done, count - done, elementLevel);
            final int stop = ordinal + elements;
            long at = out + done;
            while (ordinal < stop) {
                while (space.runOrdinal(run + 1) <= ordinal) {
                    run++;
                }
                final int part = Math.min(stop, space.runOrdinal(run + 1)) - ordinal;
                final int slot = space.runSlot(run) + ordinal - space.runOrdinal(run);
                fillSlots(presence, elementLevel, slot, part, at);
                ordinal += part;
                at += part;
            }
            done += elements;
            for (; done < count && (NativeMemory.getByte(bases + done) & 0xFF) != elementLevel; done++) {
                NativeMemory.putByte(out + done, NativeMemory.getByte(bases + done));
            }
        }
        return ordinal;
    }

    /**
     * Copies levels, those that are {@code value} raised by {@code more}, and returns how many were. In the
     * difference to the value these are zero bytes: the only ones whose highest bit is neither set nor gets set by
     * adding 0x7F to the bits below it.
     */
    private static int raise(final long levels, final int value, final int more, final int count, final long out) {
        final long pattern = value * EACH_BYTE;
        int raised = 0;
        for (int done = 0; done < count; done += Long.BYTES) {
            final int part = Math.min(Long.BYTES, count - done);
            final long word = PartialWords.read(levels + done, part);
            final long other = word ^ pattern;
            final long same = ~(((other & ALL_BUT_HIGHEST) + ALL_BUT_HIGHEST) | other) >>> 7
                    & (part == Long.BYTES ? EACH_BYTE : EACH_BYTE & PartialWords.mask(part * Byte.SIZE));
            PartialWords.write(out + done, part, word + same * more);
            raised += Long.bitCount(same);
        }
        return raised;
    }

    /** How many of {@code count} bytes the run of bytes equal to {@code value} at the beginning has. */
    static int leading(final long bytes, final int count, final int value) {
        final long pattern = value * EACH_BYTE;
        int done = 0;
        while (done < count) {
            final int part = Math.min(Long.BYTES, count - done);
            final long other = (PartialWords.read(bytes + done, part) ^ pattern)
                    & (part == Long.BYTES ? -1L : PartialWords.mask(part * Byte.SIZE));
            if (other != 0) {
                return done + Long.numberOfTrailingZeros(other) / Byte.SIZE;
            }
            done += part;
        }
        return count;
    }

    /** Levels of slots that follow each other. */
    private static void fillSlots(
            final Presence presence, final int elementLevel, final int slot, final int count, final long out) {
        final int level = elementLevel + nullableWithoutBits(presence);
        if (count <= Long.BYTES) {
            PartialWords.write(out, count, level * EACH_BYTE);
        } else {
            NativeMemory.fill(out, count, (byte) level);
        }
        long bits = 0;
        int nodes = 0;
        for (Presence node = presence; node != null; node = node.above()) {
            if (node.bits() != bits) {
                addBits(bits, slot, count, nodes, out);
                bits = node.bits();
                nodes = 0;
            }
            nodes += node.nullable() ? 1 : 0;
        }
        addBits(bits, slot, count, nodes, out);
    }

    /** Nodes that every slot is counted up for. */
    private static int nullableWithoutBits(final Presence presence) {
        int nodes = 0;
        for (Presence node = presence; node != null; node = node.above()) {
            nodes += node.nullable() && node.bits() == 0 ? 1 : 0;
        }
        return nodes;
    }

    /** Adds {@code weight} to the byte of every slot that has its bit. */
    private static void addBits(final long bits, final int slot, final int count, final int weight, final long out) {
        if (bits == 0) {
            return;
        }
        for (int done = 0; done < count; done += Long.SIZE) {
            final int part = Math.min(Long.SIZE, count - done);
            long word = Bitmaps.word(bits, (long) slot + done, part);
            final long end = out + done + part;
            for (long at = out + done; at < end; at += Long.BYTES, word >>>= Byte.SIZE) {
                final int bytes = (int) Math.min(Long.BYTES, end - at);
                final long sum = PartialWords.read(at, bytes) + expand(word & 0xFF) * weight;
                PartialWords.write(at, bytes, sum);
            }
        }
    }

    /**
     * Eight bits as eight bytes of 0 or 1: each byte keeps its own bit, and carries it to its top to be shifted down.
     */
    private static long expand(final long eightBits) {
        final long ownBit = (eightBits * EACH_BYTE) & BIT_OF_BYTE;
        return ((ownBit + ALL_BUT_HIGHEST) >>> 7) & EACH_BYTE;
    }
}
