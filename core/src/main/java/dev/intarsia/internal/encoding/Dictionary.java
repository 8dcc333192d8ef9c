package dev.intarsia.internal.encoding;

import dev.intarsia.internal.memory.NativeMemory;

/**
 * The dictionary of a column chunk: distinct values in the order of their first appearance, and ids for runs of values.
 * Confined to the thread that encodes the column.
 *
 * <p><b>Memory.</b> Two areas, both the caller's, lent until they are replaced or {@link #detach} is called: a hash
 * table, and the values in PLAIN form, append-only, so that {@link #valueBytes} bytes of it are the dictionary page. A
 * new dictionary has neither. An encode call that lacks room stops in front of the value that lacks it and returns how
 * many it has encoded; {@link #stop} tells why. The caller lends a larger area ({@link #useTable}, {@link #useValues}),
 * takes the old one back, and calls again with the rest: what comes out does not depend on when areas grew.
 *
 * <p><b>Floats</b> go by their bits, so zeros of either sign and every NaN stay what they were.
 *
 * <p>The table is open addressing with linear probing over a fixed hash, at most half full. It is rebuilt from the
 * values, so the old table may be gone by then.
 */
public abstract sealed class Dictionary permits IntDictionary, LongDictionary, FixedDictionary, BytesDictionary {
    /** Why the last encode call returned. Immutable. */
    public enum Stop {
        /** All values have ids. */
        NONE,
        /** The table is half full, or there is none: lend one of at least {@link Dictionary#neededTableBytes}. */
        TABLE_FULL,
        /** The next value does not fit: lend an area of at least {@link Dictionary#neededValueBytes}. */
        VALUES_FULL,
        /** The next value would take the dictionary over its limit. Ids given so far stay good; no more come. */
        LIMIT,
        /** The dictionary cannot win the comparison set by {@link Dictionary#probe}. */
        GIVE_UP
    }

    private static final long MIN_TABLE_BYTES = 1024;
    private static final long NEVER = Long.MAX_VALUE;

    private final long limitBytes;
    private final int slotBytesShift;
    private final int valueSlackBytes;

    private long table;
    private long tableBytes;
    private int maxEntries;
    private long values;
    private long valueCapacity;
    private long valueBytes;
    private int size;

    private Stop stop = Stop.NONE;
    private long refusedBytes;

    private long encoded;
    private int probeValues;
    private long giveUpBytes = NEVER;
    private long sampleValues;
    private long sampleEntries;

    /**
     * A dictionary without areas.
     *
     * @param limitBytes most PLAIN bytes of distinct values, the 4-byte lengths of byte arrays included
     * @param slotBytesShift binary logarithm of the bytes of a table slot
     * @param valueSlackBytes readable bytes that a kind wants behind the last value
     */
    Dictionary(final long limitBytes, final int slotBytesShift, final int valueSlackBytes) {
        if (limitBytes < 0 || limitBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a dictionary limit of " + limitBytes
                    + " bytes was asked; a dictionary page has 0 to " + Integer.MAX_VALUE + " bytes");
        }
        this.limitBytes = limitBytes;
        this.slotBytesShift = slotBytesShift;
        this.valueSlackBytes = valueSlackBytes;
    }

    /** Number of distinct values. */
    public final int size() {
        return size;
    }

    /** Bits of an id: 0 for one entry or none. */
    public final int bitWidth() {
        return bitWidthOf(size);
    }

    /** PLAIN bytes of the distinct values: the body of the dictionary page, from {@link #valuesAddress} on. */
    public final long valueBytes() {
        return valueBytes;
    }

    /** Address of the lent values area, or 0. */
    public final long valuesAddress() {
        return values;
    }

    /** Address of the lent table, or 0. */
    public final long tableAddress() {
        return table;
    }

    /** Why the last encode call returned. */
    public final Stop stop() {
        return stop;
    }

    /** Bytes of the smallest table, a power of two, that holds {@code entries} distinct values. */
    public final long tableBytesFor(final int entries) {
        final long slots = Math.max(1, Long.highestOneBit(Math.max(1, 2L * entries - 1)) << 1);
        return Math.max(MIN_TABLE_BYTES, slots << slotBytesShift);
    }

    /** Bytes of the table to lend after {@link Stop#TABLE_FULL}: twice the present one. */
    public final long neededTableBytes() {
        return tableBytesFor(size + 1);
    }

    /** Least bytes of the area to lend after {@link Stop#VALUES_FULL}; more saves moves. */
    public final long neededValueBytes() {
        return valueBytes + refusedBytes + valueSlackBytes;
    }

    /**
     * Borrows a hash table, clears it and enters all values; the table before it is the caller's again.
     *
     * @param bytes a power of two, at least {@link #tableBytesFor} the present size
     * @throws IllegalArgumentException when the table does not have such a size
     */
    public final void useTable(final long address, final long bytes) {
        if (Long.bitCount(bytes) != 1 || bytes < tableBytesFor(size)) {
            throw new IllegalArgumentException("a table of " + bytes + " bytes was lent; " + size
                    + " entries need a power of two of at least " + tableBytesFor(size));
        }
        table = address;
        tableBytes = bytes;
        maxEntries = (int) Math.min(1 << 30, bytes >>> (slotBytesShift + 1));
        clearTable();
        enterAll();
    }

    /**
     * Borrows an area for the values and copies the present ones into it; the area before it is the caller's again, but
     * must still be there during the call.
     *
     * @throws IllegalArgumentException when the values do not fit
     */
    public final void useValues(final long address, final long bytes) {
        if (bytes < valueBytes + valueSlackBytes) {
            throw new IllegalArgumentException(
                    "an area of " + bytes + " bytes was lent; the values need " + (valueBytes + valueSlackBytes));
        }
        NativeMemory.copy(values, address, valueBytes);
        values = address;
        valueCapacity = bytes - valueSlackBytes;
    }

    /**
     * Becomes what another one was: borrows its values, with no room for more, and has no table until one is lent. This
     * one is new or detached.
     *
     * @param address of the values; as many bytes are readable behind them as behind those of any area that is lent
     * @param entries how many values there are
     * @param entryBytes their PLAIN bytes
     */
    public final void resume(final long address, final int entries, final long entryBytes) {
        values = address;
        valueCapacity = entryBytes;
        size = entries;
        valueBytes = entryBytes;
    }

    /** Forgets all values and any probe, for the next row group; the areas stay lent. */
    public final void reset() {
        size = 0;
        valueBytes = 0;
        stop = Stop.NONE;
        encoded = 0;
        endProbe();
        if (table != 0) {
            clearTable();
        }
    }

    /** Forgets all values, any probe, and the areas: they are the caller's again. */
    public final void detach() {
        table = 0;
        tableBytes = 0;
        maxEntries = 0;
        values = 0;
        valueCapacity = 0;
        reset();
    }

    /**
     * Makes an empty dictionary give up as soon as it cannot win: when its values and the packed ids of a page of
     * {@code pageValues} values would take {@code plainBytes} or more. Equal runs of ids, which take less, are not
     * foreseen.
     *
     * <p>With a sample it also gives up as soon as more than 95 % of {@code sampleValues} values have been distinct
     * among the first {@code sampleValues}: a dictionary of which that is true seldom wins, and building it to the end
     * costs more than PLAIN does. It does lose values that repeat with a longer period than the sample. Either rule
     * depends on the values only.
     *
     * @param sampleValues see {@link #sampleOf}; 0 for no sample
     */
    public final void probe(final int pageValues, final long plainBytes, final int sampleValues) {
        probeValues = pageValues;
        giveUpBytes = plainBytes;
        this.sampleValues = sampleValues;
        sampleEntries = sampleValues == 0 ? NEVER : sampleValues * 95L / 100;
    }

    /** The sample that suits a page: an eighth of its values, at least 1024. */
    public static int sampleOf(final int pageValues) {
        return Math.max(1024, pageValues >>> 3);
    }

    /** From now on only the limit and the areas stop this dictionary. */
    public final void endProbe() {
        probeValues = 0;
        giveUpBytes = NEVER;
        sampleValues = 0;
        sampleEntries = NEVER;
    }

    /** Enters all present values into the cleared table. */
    abstract void enterAll();

    /** Starts an encode call. */
    final void begin() {
        stop = Stop.NONE;
    }

    /** Starts an encode call of {@code n} values of {@code bytes}; false when there is no table to look into. */
    final boolean begin(final int n, final int bytes) {
        begin();
        return n == 0 || table != 0 || admit(bytes, 0) >= 0; // without a table nothing is admitted
    }

    /** Ends an encode call that gave ids to {@code count} values. */
    final int end(final int count) {
        encoded += count;
        return count;
    }

    /**
     * Admits a new value of {@code bytes} PLAIN bytes, which the kernel must then store at the end of the values.
     * Called once a distinct value. What depends on the values comes first: it must not depend on when areas grow.
     *
     * @param index how many values this call has given ids to
     * @return its id, or -1 when the encode call must stop here
     */
    final int admit(final long bytes, final int index) {
        if (table == 0 && size > 0) {
            return refuse(Stop.TABLE_FULL, bytes); // resumed: only a table tells whether the value is new
        }
        final long after = valueBytes + bytes;
        if (after > limitBytes) {
            return refuse(Stop.LIMIT, bytes);
        }
        if (giveUpBytes != NEVER && cannotWin(after, encoded + index)) {
            return refuse(Stop.GIVE_UP, bytes);
        }
        if (size >= maxEntries) {
            return refuse(Stop.TABLE_FULL, bytes);
        }
        if (after > valueCapacity) {
            return refuse(Stop.VALUES_FULL, bytes);
        }
        valueBytes = after;
        return size++;
    }

    /** Whether a value of that many PLAIN bytes is too long for any dictionary of this limit. */
    final boolean neverFits(final long bytes) {
        return bytes > limitBytes;
    }

    /** The mask of a slot number. */
    final long slotMask() {
        return (tableBytes >>> slotBytesShift) - 1;
    }

    /** How far a 64-bit hash is shifted down to a slot number. */
    final int slotShift() {
        return Long.numberOfLeadingZeros(slotMask());
    }

    private boolean cannotWin(final long valueBytesAfter, final long position) {
        final long idBytes = ((long) probeValues * bitWidthOf(size + 1) + 7) >>> 3;
        return valueBytesAfter + idBytes >= giveUpBytes || (size >= sampleEntries && position < sampleValues);
    }

    private int refuse(final Stop reason, final long bytes) {
        stop = reason;
        refusedBytes = bytes;
        return -1;
    }

    private void clearTable() {
        NativeMemory.fill(table, tableBytes, (byte) 0);
    }

    private static int bitWidthOf(final int entries) {
        return entries <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(entries - 1);
    }
}
