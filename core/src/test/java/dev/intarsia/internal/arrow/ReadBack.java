package dev.intarsia.internal.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.arrow.Shredder.Entry;
import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.schema.Conversion;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;

/** What a column's reader says of a batch, entry by entry. */
final class ReadBack {
    private ReadBack() {}

    /** The entries, from the levels in pieces of any length, and from every table that the reader has. */
    static List<Entry> entries(final LeafReader reader, final Random random, final BufferAllocator allocator) {
        final byte[] definitions = definitions(reader, random, allocator);
        final int max = reader.leaf().maxDefinitionLevel();
        final List<Entry> entries = new ArrayList<>();
        int ordinal = 0;
        for (int row = 0; row < reader.rows(); row++) {
            require(reader.entryOfRow(row) == entries.size(), "entry of row", row);
            require(reader.ordinalOfRow(row) == ordinal, "ordinal of row", row);
            for (int entry = reader.entryOfRow(row); entry < reader.entryOfRow(row + 1); entry++) {
                final int repetition = reader.repetitionLevels() == 0
                        ? 0
                        : NativeMemory.getByte(reader.repetitionLevels() + entry) & 0xFF;
                final int definition = definitions[entry] & 0xFF;
                String value = null;
                if (hasSlot(reader, entry)) {
                    final int slot = slot(reader, ordinal++);
                    require(slot >= 0 && slot < reader.slots(), "slot", slot);
                    final boolean present = reader.validity() == 0 || Bitmaps.isSet(reader.validity(), slot);
                    require(present == (definition == max), "validity of slot", slot);
                    value = present ? value(reader, slot) : null;
                } else {
                    require(definition < max, "level of entry", entry);
                }
                entries.add(new Entry(row, repetition, definition, value));
            }
        }
        assertThat(reader.entryOfRow(reader.rows())).isEqualTo(reader.entries()).isEqualTo(entries.size());
        assertThat(reader.ordinalOfRow(reader.rows())).isEqualTo(ordinal);
        assertThat(reader.runOrdinal(reader.runs())).isEqualTo(ordinal);
        return entries;
    }

    private static boolean hasSlot(final LeafReader reader, final int entry) {
        final SlotSpace space = reader.space();
        return !space.repeated() || (NativeMemory.getByte(space.baseLevels() + entry) & 0xFF) == space.elementLevel();
    }

    private static int slot(final LeafReader reader, final int ordinal) {
        final int run = reader.runOf(ordinal);
        require(ordinal >= reader.runOrdinal(run) && ordinal < reader.runOrdinal(run + 1), "run of ordinal", ordinal);
        return reader.runSlot(run) + ordinal - reader.runOrdinal(run);
    }

    private static byte[] definitions(final LeafReader reader, final Random random, final BufferAllocator allocator) {
        final byte[] all = new byte[reader.entries()];
        for (int from = 0; from < all.length; ) {
            final int count = 1 + random.nextInt(Math.min(all.length - from, 1 + random.nextInt(200)));
            if (random.nextInt(4) == 0) { // not where the piece before ended
                requireLevels(reader, random.nextInt(all.length), 1, allocator);
            }
            final byte[] piece = requireLevels(reader, from, count, allocator);
            System.arraycopy(piece, 0, all, from, count);
            from += count;
        }
        return all;
    }

    private static byte[] requireLevels(
            final LeafReader reader, final int from, final int count, final BufferAllocator allocator) {
        final byte[] levels = new byte[count];
        try (RedZone out = new RedZone(allocator, count)) {
            reader.definitionLevels(from, count, out.address());
            out.requireIntact();
            NativeMemory.copy(out.address(), levels, 0, count);
        }
        return levels;
    }

    private static String value(final LeafReader reader, final int slot) {
        int at = slot;
        if (reader.indexed()) {
            at = NativeMemory.getInt(reader.indexes() + 4L * slot);
            require(at >= 0 && at < reader.valueSlots(), "index at slot", slot);
        }
        final long begin;
        final long length;
        if (reader.leaf().conversion() == Conversion.BITS) {
            return Bitmaps.isSet(reader.dataAddress(), at) ? "1" : "0";
        } else if (reader.offsets() != 0) {
            begin = Offsets.at(reader.offsets(), reader.wideOffsets(), at);
            length = Offsets.at(reader.offsets(), reader.wideOffsets(), at + 1L) - begin;
            return hex(reader.dataAddress() + begin, (int) length);
        } else if (reader.views()) {
            length = NativeMemory.getInt(reader.slotAddress(at));
            if (length <= 12) {
                return hex(reader.slotAddress(at) + 4, (int) length);
            }
            final int buffer = NativeMemory.getInt(reader.slotAddress(at) + 8);
            begin = NativeMemory.getInt(reader.slotAddress(at) + 12);
            return hex(NativeMemory.getLong(reader.viewBuffers() + 8L * buffer) + begin, (int) length);
        }
        return hex(reader.slotAddress(at), reader.slotBytes());
    }

    private static String hex(final long address, final int length) {
        final byte[] bytes = new byte[length];
        NativeMemory.copy(address, bytes, 0, length);
        return HexFormat.of().formatHex(bytes);
    }

    /** Plain, because it is asked of every entry, and describing an assertion takes longer than it. */
    private static void require(final boolean holds, final String what, final int where) {
        if (!holds) {
            throw new AssertionError(what + " " + where + " is wrong");
        }
    }
}
