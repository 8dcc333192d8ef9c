package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/** A dictionary of 8-byte values: INT64 and DOUBLE. Confined to the thread that encodes the column. */
public final class LongDictionary extends Dictionary {
    private static final int VALUE_BYTES = 8;

    /** As {@link Dictionary#Dictionary}. */
    public LongDictionary(final long limitBytes) {
        super(limitBytes, 2, 0);
    }

    /**
     * Writes the int32 ids of {@code n} dense values to {@code ids}; returns how many, see {@link Dictionary.Stop}.
     *
     * @param source address of values in PLAIN form
     */
    public int encode(final long source, final int n, final long ids) {
        if (!begin(n, VALUE_BYTES)) {
            return 0;
        }
        final long table = tableAddress();
        final long mask = slotMask();
        final int shift = slotShift();
        final long values = valuesAddress();
        for (int i = 0; i < n; i++) {
            final long value = NativeMemory.getLong(source + ((long) i << 3));
            long slot = hash(value) >>> shift;
            int id = NativeMemory.getInt(table + (slot << 2)) - 1;
            while (id >= 0 && NativeMemory.getLong(values + ((long) id << 3)) != value) {
                slot = (slot + 1) & mask;
                id = NativeMemory.getInt(table + (slot << 2)) - 1;
            }
            if (id < 0) {
                id = admit(VALUE_BYTES, i);
                if (id < 0) {
                    return end(i);
                }
                NativeMemory.putLong(values + ((long) id << 3), value);
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
        final int size = size();
        for (int id = 0; id < size; id++) {
            long slot = hash(NativeMemory.getLong(values + ((long) id << 3))) >>> shift;
            while (NativeMemory.getInt(table + (slot << 2)) != 0) {
                slot = (slot + 1) & mask;
            }
            NativeMemory.putInt(table + (slot << 2), id + 1);
        }
    }

    private static long hash(final long value) {
        return value * Words.FIBONACCI;
    }
}
