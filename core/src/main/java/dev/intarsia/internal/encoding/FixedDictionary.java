package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/** A dictionary of values of any fixed width: FIXED_LEN_BYTE_ARRAY. Confined to the thread that encodes the column. */
public final class FixedDictionary extends Dictionary {
    private final int width;

    /**
     * As {@link Dictionary#Dictionary}.
     *
     * @param width bytes of a value, at least 1
     */
    public FixedDictionary(final int width, final long limitBytes) {
        super(limitBytes, 2, Words.SLACK_BYTES);
        if (width < 1) {
            throw new IllegalArgumentException(
                    "a width of " + width + " bytes was asked; a fixed value has at least 1");
        }
        this.width = width;
    }

    /**
     * Writes the int32 ids of {@code n} dense values to {@code ids}; returns how many, see {@link Dictionary.Stop}.
     *
     * @param source address of values in PLAIN form
     */
    public int encode(final long source, final int n, final long ids) {
        if (!begin(n, width)) {
            return 0;
        }
        final long table = tableAddress();
        final long mask = slotMask();
        final int shift = slotShift();
        final long values = valuesAddress();
        final long sourceEnd = source + (long) n * width;
        long value = source;
        for (int i = 0; i < n; i++, value += width) {
            long slot = (Words.hash(value, width, sourceEnd) * Words.FIBONACCI) >>> shift;
            int id = NativeMemory.getInt(table + (slot << 2)) - 1;
            while (id >= 0 && !Words.equal(values + (long) id * width, value, width, sourceEnd)) {
                slot = (slot + 1) & mask;
                id = NativeMemory.getInt(table + (slot << 2)) - 1;
            }
            if (id < 0) {
                id = admit(width, i);
                if (id < 0) {
                    return end(i);
                }
                Words.copy(value, values + (long) id * width, width);
                NativeMemory.putInt(table + (slot << 2), id + 1);
            }
            NativeMemory.putInt(ids + ((long) i << 2), id);
        }
        return end(n);
    }

    @Override
    void enterAll() {
        final long table = tableAddress();
        final long mask = slotMask();
        final int shift = slotShift();
        final long values = valuesAddress();
        final long valuesEnd = values + valueBytes();
        final int size = size();
        for (int id = 0; id < size; id++) {
            long slot = (Words.hash(values + (long) id * width, width, valuesEnd) * Words.FIBONACCI) >>> shift;
            while (NativeMemory.getInt(table + (slot << 2)) != 0) {
                slot = (slot + 1) & mask;
            }
            NativeMemory.putInt(table + (slot << 2), id + 1);
        }
    }
}
