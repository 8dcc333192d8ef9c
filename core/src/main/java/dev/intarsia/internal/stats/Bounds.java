package dev.intarsia.internal.stats;

import dev.intarsia.internal.memory.NativeMemory;
import java.util.Arrays;

/**
 * The smallest and the largest value, and the number of NaNs, of one page or one column chunk. Confined to one thread
 * at a time.
 *
 * <p>What the two bounds are depends on the order:
 * <ul>
 *   <li>numbers, booleans, and fixed-size bytes of at most 16: <em>keys</em>, held in this object;
 *   <li>byte arrays and wider fixed-size bytes: an address and a length. {@link #update} <em>borrows</em>: the bounds
 *       point into the run, and the run must stay where it is until the next {@link #merge}, {@link #copyFrom},
 *       {@link #useBlock} or {@link #clear}.
 * </ul>
 *
 * <p>To outlive the run, bounds of the second kind are copied into a <em>block</em>, one range of native memory that
 * the caller owns and lends: minimum at its start, maximum at its end, so that one can be replaced without moving the
 * other. Growing it is the caller's too, who asks before it merges:
 * <pre>{@code
 * long bytes = chunk.mergedBytes(page);
 * if (bytes > chunk.blockBytes()) {
 *     long size = Bounds.blockBytesFor(bytes);
 *     chunk.useBlock(newAddress, size); // copies what it holds; then the old block can be freed
 * }
 * chunk.merge(page);
 * }</pre>
 */
public final class Bounds {
    /** The widest fixed-size bytes that are held in this object. */
    static final int MAX_KEY_BYTES = 2 * Long.BYTES;

    private static final int MIN_BLOCK_BYTES = 64;

    private final ValueOrder order;
    private final int width;
    private final boolean byAddress;

    private boolean present;
    // A key: its high and its low 8 bytes. By address: the address and the length in bytes.
    private long min;
    private long minRest;
    private long max;
    private long maxRest;
    private long nanCount;
    private long nanMin; // keys, of meaning if there is a NaN
    private long nanMax;
    private long blockAddress;
    private long blockBytes;

    /**
     * @param order how values compare
     * @param width bytes of a value for the orders of fixed-size bytes, not looked at for others
     * @throws IllegalArgumentException if fixed-size values would be narrower than a byte
     */
    public Bounds(final ValueOrder order, final int width) {
        if (order.isFixedSizeBytes() && width < 1) {
            throw new IllegalArgumentException(
                    "bounds of fixed-size values of " + width + " bytes were asked for; the least is 1 byte");
        }
        this.order = order;
        this.width = order.isFixedSizeBytes() ? width : order.numberBytes();
        this.byAddress = order == ValueOrder.BYTE_ARRAY || this.width > MAX_KEY_BYTES;
    }

    /**
     * Takes in a run of values in PLAIN form. The run is borrowed: see the class comment.
     *
     * @param values address of the first value
     * @param count number of values, which may be 0
     * @throws IllegalStateException for booleans, whose runs are bitmaps
     */
    public void update(final long values, final int count) {
        if (count == 0) {
            return;
        }
        switch (order) {
            case INT32 -> NumberRuns.int32(this, values, count);
            case UINT32 -> NumberRuns.uint32(this, values, count);
            case INT64 -> NumberRuns.int64(this, values, count, 0);
            case UINT64 -> NumberRuns.int64(this, values, count, Long.MIN_VALUE);
            case FLOAT, FLOAT_TOTAL -> FloatRuns.float32(this, values, count);
            case DOUBLE, DOUBLE_TOTAL -> FloatRuns.float64(this, values, count);
            case FLOAT16, FLOAT16_TOTAL -> FloatRuns.float16(this, values, count);
            case BYTE_ARRAY -> BinaryRuns.byteArrays(this, values, count);
            case FIXED_BINARY, FIXED_DECIMAL -> {
                final long signFlip = order == ValueOrder.FIXED_BINARY ? Long.MIN_VALUE : 0;
                if (byAddress) {
                    BinaryRuns.wide(this, values, count, width, signFlip);
                } else {
                    BinaryRuns.keyed(this, values, count, width, signFlip);
                }
            }
            case NONE -> {
                // There is nothing to keep.
            }
            case BOOLEAN -> throw new IllegalStateException("a run of booleans is a bitmap: call updateBits");
        }
    }

    /**
     * Takes in a run of booleans, of which nothing is borrowed.
     *
     * @param bitmap address of the byte that bit 0 is in
     * @param bitOffset index of the first value in the bitmap, in bits
     * @param count number of values, which may be 0
     * @throws IllegalStateException if the column's values are not booleans
     */
    public void updateBits(final long bitmap, final long bitOffset, final int count) {
        if (order != ValueOrder.BOOLEAN) {
            throw new IllegalStateException("a run of " + order + " is no bitmap: call update");
        }
        if (count > 0) {
            NumberRuns.booleans(this, bitmap, bitOffset, count);
        }
    }

    /** Block bytes that {@link #merge} of {@code other} needs; 0 if it needs no block. */
    public long mergedBytes(final Bounds other) {
        if (!byAddress || !other.present) {
            return heldBytes();
        }
        return (takesMinOf(other) ? other.minRest : minRest) + (takesMaxOf(other) ? other.maxRest : maxRest);
    }

    /**
     * Widens these bounds to those of {@code other} as well and adds its NaNs. Bytes are copied into the block of this
     * one.
     *
     * @return whether that changed anything
     * @throws IllegalStateException if the block has less than {@link #mergedBytes} bytes
     */
    public boolean merge(final Bounds other) {
        requireLike(other);
        final boolean changes = other.nanCount > 0 || other.present && (takesMinOf(other) || takesMaxOf(other));
        if (byAddress) {
            requireBlock(mergedBytes(other), blockBytes);
        }
        if (other.nanCount > 0) {
            includeNans(other.nanCount, other.nanMin, other.nanMax);
        }
        if (other.present) {
            include(other.min, other.minRest, other.max, other.maxRest);
        }
        if (byAddress) {
            settle();
        }
        return changes;
    }

    /** Block bytes that {@link #copyFrom} these bounds needs; 0 if it needs no block. */
    public long heldBytes() {
        return byAddress && present ? minRest + maxRest : 0;
    }

    /**
     * Becomes equal to {@code other}, with bytes of its own in its own block.
     *
     * @throws IllegalStateException if the block has less than {@code other.heldBytes()} bytes
     */
    public void copyFrom(final Bounds other) {
        requireLike(other);
        requireBlock(other.heldBytes(), blockBytes);
        clear();
        merge(other);
    }

    /** Forgets the values and the NaNs, and keeps the block. */
    public void clear() {
        present = false;
        min = minRest = max = maxRest = 0;
        nanCount = 0;
    }

    /**
     * Moves the bytes that are held into a block and uses it from now on. The block before it is not referenced any
     * more.
     *
     * @param address start of the block; lent until the next call or as long as these bounds are used
     * @param bytes its size
     * @throws IllegalStateException if that is less than {@link #heldBytes}
     */
    public void useBlock(final long address, final long bytes) {
        requireBlock(heldBytes(), bytes);
        blockAddress = address;
        blockBytes = bytes;
        if (heldBytes() > 0) {
            settle();
        }
    }

    /** What these bounds are, as long as their block is not overwritten. */
    public BoundsState capture() {
        return new BoundsState(
                present,
                byAddress ? 0 : min,
                minRest,
                byAddress ? 0 : max,
                maxRest,
                nanCount,
                nanMin,
                nanMax,
                heldBytes());
    }

    /** Whether this could be captured of such bounds: what it says of bytes in a block is followed blindly. */
    public boolean accepts(final BoundsState captured) {
        if (!byAddress || !captured.present()) {
            return captured.heldBytes() == 0;
        }
        final boolean fits =
                order == ValueOrder.BYTE_ARRAY || captured.minRest() == width && captured.maxRest() == width;
        return fits
                && captured.minRest() >= 0
                && captured.maxRest() >= 0
                && captured.heldBytes() == captured.minRest() + captured.maxRest();
    }

    /**
     * Becomes what was captured.
     *
     * @param address start of a block with the bytes that were in the block then; lent as with {@link #useBlock}
     * @param bytes its size, which is that of the block then
     * @throws IllegalStateException if that is less than is held
     */
    public void resume(final BoundsState captured, final long address, final long bytes) {
        requireBlock(captured.heldBytes(), bytes);
        present = captured.present();
        minRest = captured.minRest();
        maxRest = captured.maxRest();
        min = byAddress ? address : captured.min();
        max = byAddress ? address + bytes - maxRest : captured.max();
        nanCount = captured.nanCount();
        nanMin = captured.nanMin();
        nanMax = captured.nanMax();
        blockAddress = address;
        blockBytes = bytes;
    }

    /** Address of the block in use, 0 before there is one. */
    public long blockAddress() {
        return blockAddress;
    }

    /** Bytes of the block in use, 0 before there is one. */
    public long blockBytes() {
        return blockBytes;
    }

    /** A size for a block of at least {@code bytes} bytes: a power of two, so that growing bounds rarely ask again. */
    public static long blockBytesFor(final long bytes) {
        return bytes <= MIN_BLOCK_BYTES ? MIN_BLOCK_BYTES : Long.highestOneBit(bytes - 1) << 1;
    }

    /** Whether there is a smallest and a largest value: at least one value that is not a NaN. */
    public boolean isPresent() {
        return present;
    }

    /** NaNs among the values; 0 for orders that have none. */
    public long nanCount() {
        return nanCount;
    }

    public ValueOrder order() {
        return order;
    }

    /**
     * The bounds whole, NaNs left aside, for table formats that take them so; {@link WrittenBounds#NONE} if there is no
     * value but NaNs.
     */
    public WrittenBounds full() {
        return present ? new WrittenBounds(minCopy(minBytes()), true, maxCopy(maxBytes()), true) : WrittenBounds.NONE;
    }

    /**
     * The bounds for the file: {@link WrittenBounds#NONE} if there is no value, and if there is a NaN, since readers
     * that do not know the NaN count take a finite maximum for the end of the column. In total order, which such
     * readers do not know either, they are those of the numbers, and if there is none, of the NaNs.
     *
     * @param truncation how longer bounds may be cut; of no effect for an order of numbers or decimals
     * @param boundBytes the most bytes of a bound that can be cut; at least 1
     */
    public WrittenBounds written(final Truncation truncation, final int boundBytes) {
        if (boundBytes < 1) {
            throw new IllegalArgumentException(
                    "bounds of " + boundBytes + " bytes were asked for; the least is 1 byte");
        }
        if (order.isTotal() && !present && nanCount > 0) {
            return new WrittenBounds(
                    KeyBytes.min(order, width, nanMin, 0), true, KeyBytes.max(order, width, nanMax, 0), true);
        }
        if (!present || nanCount > 0 && !order.isTotal()) {
            return WrittenBounds.NONE;
        }
        final boolean whole = truncation == Truncation.NONE || !order.canBeCut();
        final boolean minExact = whole || minBytes() <= boundBytes;
        final byte[] lower = minExact ? minCopy(minBytes()) : truncation.lower(minCopy(boundBytes));
        final byte[] upper = whole || maxBytes() <= boundBytes ? new byte[0] : truncation.upper(maxCopy(boundBytes));
        final boolean maxExact = upper.length == 0;
        return new WrittenBounds(lower, minExact, maxExact ? maxCopy(maxBytes()) : upper, maxExact);
    }

    /** Widens to a run's bounds, in the form that the order has; see the fields. */
    void include(final long runMin, final long runMinRest, final long runMax, final long runMaxRest) {
        if (!present || compare(runMin, runMinRest, min, minRest) < 0) {
            min = runMin;
            minRest = runMinRest;
        }
        if (!present || compare(runMax, runMaxRest, max, maxRest) > 0) {
            max = runMax;
            maxRest = runMaxRest;
        }
        present = true;
    }

    /** Adds so many NaNs, which may be none, with the keys of the smallest and the largest in total order. */
    void includeNans(final long count, final long runMin, final long runMax) {
        if (count == 0) {
            return;
        }
        nanMin = nanCount == 0 ? runMin : Math.min(nanMin, runMin);
        nanMax = nanCount == 0 ? runMax : Math.max(nanMax, runMax);
        nanCount = Math.addExact(nanCount, count);
    }

    private boolean takesMinOf(final Bounds other) {
        return !present || compare(other.min, other.minRest, min, minRest) < 0;
    }

    private boolean takesMaxOf(final Bounds other) {
        return !present || compare(other.max, other.maxRest, max, maxRest) > 0;
    }

    private int compare(final long left, final long leftRest, final long right, final long rightRest) {
        if (!byAddress) {
            return left != right ? Long.compare(left, right) : Long.compareUnsigned(leftRest, rightRest);
        }
        if (order == ValueOrder.FIXED_DECIMAL) {
            return BinaryOrder.compareSigned(left, right, width);
        }
        return BinaryOrder.compare(left, (int) leftRest, right, (int) rightRest);
    }

    /**
     * Brings the bytes that are held into the block. None overlaps its target unless it is already there: what lies in
     * the block lies at the end it belongs to, and both together fit.
     */
    private void settle() {
        final long maxTarget = blockAddress + blockBytes - maxRest;
        if (min != blockAddress) {
            NativeMemory.copy(min, blockAddress, minRest);
            min = blockAddress;
        }
        if (max != maxTarget) {
            NativeMemory.copy(max, maxTarget, maxRest);
            max = maxTarget;
        }
    }

    private void requireLike(final Bounds other) {
        if (order != other.order || width != other.width) {
            throw new IllegalArgumentException("bounds of " + other.order + " (" + other.width
                    + " bytes) do not fit bounds of " + order + " (" + width + " bytes)");
        }
    }

    private static void requireBlock(final long needed, final long bytes) {
        if (needed > bytes) {
            throw new IllegalStateException("the bounds need a block of " + needed + " bytes, and " + bytes
                    + " bytes were lent: lend a larger one first");
        }
    }

    private int minBytes() {
        return byAddress ? (int) minRest : width;
    }

    private int maxBytes() {
        return byAddress ? (int) maxRest : width;
    }

    private byte[] minCopy(final int length) {
        return byAddress ? heapCopy(min, length) : Arrays.copyOf(KeyBytes.min(order, width, min, minRest), length);
    }

    private byte[] maxCopy(final int length) {
        return byAddress ? heapCopy(max, length) : Arrays.copyOf(KeyBytes.max(order, width, max, maxRest), length);
    }

    private static byte[] heapCopy(final long address, final int length) {
        final byte[] bytes = new byte[length];
        NativeMemory.copy(address, bytes, 0, length);
        return bytes;
    }
}
