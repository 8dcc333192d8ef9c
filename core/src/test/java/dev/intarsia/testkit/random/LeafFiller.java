package dev.intarsia.testkit.random;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/** Fills vectors without children, with garbage where there is no value that counts. */
final class LeafFiller {
    private static final int INLINE_BYTES = 12;
    private static final int VIEW_BYTES = 16;
    private static final int MAX_GARBAGE = 6;

    private final BufferAllocator allocator;
    private final boolean sliced;

    /**
     * @param sliced whether Arrow will cut the vectors, which it does by following every view, those of nulls included
     */
    LeafFiller(final BufferAllocator allocator, final boolean sliced) {
        this.allocator = allocator;
        this.sliced = sliced;
    }

    /**
     * @param values of slots, all of one length where the vector's width is fixed
     */
    void fill(
            final FieldVector vector,
            final Presence presence,
            final IntFunction<byte[]> values,
            final SplittableRandom random) {
        try (Buffers buffers = new Buffers(allocator)) {
            buffers.bits(presence.present(), presence.count());
            if (vector instanceof BaseVariableWidthViewVector) {
                views(buffers, presence, values, random);
            } else if (vector instanceof BaseVariableWidthVector) {
                variable(buffers, Integer.BYTES, presence, values, random);
            } else if (vector instanceof BaseLargeVariableWidthVector) {
                variable(buffers, Long.BYTES, presence, values, random);
            } else if (vector instanceof BitVector) {
                final BitSet bits = new BitSet();
                for (int slot = 0; slot < presence.count(); slot++) {
                    bits.set(slot, values.apply(slot)[0] != 0);
                }
                buffers.bits(bits, presence.count());
            } else {
                fixed(buffers, presence, values, random);
            }
            buffers.loadInto(vector, presence);
        }
    }

    private static void fixed(
            final Buffers buffers,
            final Presence presence,
            final IntFunction<byte[]> values,
            final SplittableRandom random) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final BitSet seen = presence.seen();
        final boolean garbage = random.nextBoolean();
        for (int slot = 0; slot < presence.count(); slot++) {
            final byte[] value = values.apply(slot);
            bytes.writeBytes(seen.get(slot) ? value : garbage ? garbage(value.length, random) : new byte[value.length]);
        }
        buffers.bytes(bytes.toByteArray());
    }

    /** Offsets need not begin at 0, nor need a null be empty. */
    private static void variable(
            final Buffers buffers,
            final int offsetBytes,
            final Presence presence,
            final IntFunction<byte[]> values,
            final SplittableRandom random) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final BitSet seen = presence.seen();
        final boolean garbage = random.nextBoolean();
        final long[] offsets = new long[presence.count() + 1];
        bytes.writeBytes(garbage(random.nextInt(MAX_GARBAGE), random));
        offsets[0] = bytes.size();
        for (int slot = 0; slot < presence.count(); slot++) {
            bytes.writeBytes(
                    seen.get(slot) ? values.apply(slot) : garbage(garbage ? random.nextInt(MAX_GARBAGE) : 0, random));
            offsets[slot + 1] = bytes.size();
        }
        buffers.numbers(offsets, offsetBytes);
        buffers.bytes(bytes.toByteArray());
    }

    /** Long values are spread over several buffers; nulls that nobody follows point anywhere. */
    private void views(
            final Buffers buffers,
            final Presence presence,
            final IntFunction<byte[]> values,
            final SplittableRandom random) {
        final List<ByteArrayOutputStream> data = new ArrayList<>();
        final ByteBuffer views =
                ByteBuffer.allocate(presence.count() * VIEW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        final BitSet seen = presence.seen();
        for (int slot = 0; slot < presence.count(); slot++) {
            views.position(slot * VIEW_BYTES);
            if (!seen.get(slot)) {
                if (!sliced && !presence.present().get(slot)) {
                    views.put(garbage(VIEW_BYTES, random));
                }
                continue;
            }
            final byte[] value = values.apply(slot);
            views.putInt(value.length);
            if (value.length <= INLINE_BYTES) {
                views.put(value);
                continue;
            }
            if (data.isEmpty() || random.nextInt(20) == 0) {
                data.add(new ByteArrayOutputStream());
                data.get(data.size() - 1).writeBytes(garbage(random.nextInt(MAX_GARBAGE), random));
            }
            final ByteArrayOutputStream target = data.get(random.nextInt(data.size()));
            views.put(value, 0, Integer.BYTES).putInt(data.indexOf(target)).putInt(target.size());
            target.writeBytes(value);
        }
        buffers.bytes(views.array());
        data.forEach(buffer -> buffers.bytes(buffer.toByteArray()));
    }

    private static byte[] garbage(final int length, final SplittableRandom random) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }
}
