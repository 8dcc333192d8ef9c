package dev.intarsia.internal.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.memory.Bitmaps;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.options.InvalidBatchException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.util.TransferPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Slices that {@code splitAndTransfer} makes: it shares bitmaps that begin at a whole byte and copies others, and
 * shares or moves offsets. Whatever it does, row 0 of the slice is bit, slot and offset 0 of its own buffers.
 */
class LeafReaderSliceTest {
    private static final int ROWS = 200;

    private final RootAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingLeaks() {
        allocator.close();
    }

    @ParameterizedTest
    @CsvSource({"0,200", "0,3", "8,64", "1,7", "3,65", "13,129", "64,136", "199,1", "200,0", "5,0"})
    void fixedSlotsOfASliceAreItsOwn(final int start, final int length) {
        try (BigIntVector whole = new BigIntVector("x", allocator);
                SmallIntVector narrow = new SmallIntVector("x", allocator)) {
            whole.allocateNew(ROWS);
            narrow.allocateNew(ROWS);
            for (int row = 0; row < ROWS; row++) {
                if (row % 3 != 0) {
                    whole.set(row, row * 1_000_000_007L);
                    narrow.set(row, -row);
                }
            }
            whole.setValueCount(ROWS);
            narrow.setValueCount(ROWS);
            try (FieldVector slice = sliceOf(whole, start, length);
                    FieldVector narrowSlice = sliceOf(narrow, start, length)) {
                final LeafReader reader = read(new ArrowType.Int(64, true), slice, length);
                final int[] narrowValues =
                        convertedInts(read(new ArrowType.Int(16, true), narrowSlice, length), length);
                for (int row = 0; row < length; row++) {
                    assertThat(isPresent(reader, row)).isEqualTo((start + row) % 3 != 0);
                    if (isPresent(reader, row)) {
                        assertThat(NativeMemory.getLong(reader.slotAddress(row)))
                                .isEqualTo((start + row) * 1_000_000_007L);
                        assertThat(narrowValues[row]).isEqualTo(-(start + row));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,200", "8,64", "1,7", "3,65", "13,129", "199,1", "200,0"})
    void bitsOfASliceBeginAtBitZero(final int start, final int length) {
        try (BitVector whole = new BitVector("x", allocator)) {
            whole.allocateNew(ROWS);
            for (int row = 0; row < ROWS; row++) {
                if (row % 5 != 0) {
                    whole.set(row, row % 7 == 0 ? 1 : 0);
                }
            }
            whole.setValueCount(ROWS);
            try (FieldVector slice = sliceOf(whole, start, length)) {
                final LeafReader reader = read(new ArrowType.Bool(), slice, length);
                for (int row = 0; row < length; row++) {
                    final int original = start + row;
                    assertThat(isPresent(reader, row)).isEqualTo(original % 5 != 0);
                    assertThat(Bitmaps.isSet(reader.dataAddress(), row))
                            .isEqualTo(original % 5 != 0 && original % 7 == 0);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,200", "0,3", "8,64", "1,7", "3,65", "13,129", "199,1", "200,0"})
    void bytesOfASliceLieBetweenItsOwnOffsets(final int start, final int length) {
        try (VarCharVector whole = new VarCharVector("x", allocator);
                LargeVarCharVector large = new LargeVarCharVector("x", allocator)) {
            whole.allocateNew();
            large.allocateNew();
            for (int row = 0; row < ROWS; row++) {
                if (row % 4 != 0) {
                    whole.setSafe(row, text(row).getBytes(UTF_8));
                    large.setSafe(row, text(row).getBytes(UTF_8));
                }
            }
            whole.setValueCount(ROWS);
            large.setValueCount(ROWS);
            try (FieldVector slice = sliceOf(whole, start, length);
                    FieldVector largeSlice = sliceOf(large, start, length)) {
                requireTexts(read(new ArrowType.Utf8(), slice, length), start, length);
                requireTexts(read(new ArrowType.LargeUtf8(), largeSlice, length), start, length);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,10", "3,70", "64,100"})
    void rowsOfARefusalAreCountedFromTheStartOfTheSlice(final int start, final int badRow) {
        try (DecimalVector whole = new DecimalVector("x", allocator, 5, 0)) {
            whole.allocateNew(ROWS);
            for (int row = 0; row < ROWS; row++) {
                whole.set(row, BigDecimal.valueOf(row));
            }
            whole.setValueCount(ROWS);
            whole.getDataBuffer().setLong(16L * (start + badRow), 100_000L);
            try (FieldVector slice = sliceOf(whole, start, ROWS - start)) {
                assertThatThrownBy(() -> read(new ArrowType.Decimal(5, 0, 128), slice, ROWS - start))
                        .isInstanceOf(InvalidBatchException.class)
                        .hasMessageContaining("row " + badRow + " of the batch (counted from 0) is 100000,");
            }
        }
    }

    private static FieldVector sliceOf(final FieldVector whole, final int start, final int length) {
        final TransferPair pair = whole.getTransferPair(whole.getAllocator());
        pair.splitAndTransfer(start, length);
        return (FieldVector) pair.getTo();
    }

    private static LeafReader read(final ArrowType type, final FieldVector vector, final int rows) {
        final LoneColumn column = LoneColumn.nullable(type);
        final LeafReader reader = column.reader();
        column.bind(vector, rows);
        reader.validate(1000);
        return reader;
    }

    private static boolean isPresent(final LeafReader reader, final int row) {
        return reader.validity() == 0 || Bitmaps.isSet(reader.validity(), row);
    }

    private int[] convertedInts(final LeafReader reader, final int count) {
        final int[] values = new int[count];
        // In two runs, so that a run that does not begin at row 0 is tried as well.
        try (RedZone out = new RedZone(allocator, 4L * count)) {
            reader.convert(0, count / 3, out.address());
            reader.convert(count / 3, count - count / 3, out.address() + 4L * (count / 3));
            out.requireIntact();
            Arrays.setAll(values, row -> NativeMemory.getInt(out.address() + 4L * row));
        }
        return values;
    }

    private static void requireTexts(final LeafReader reader, final int start, final int length) {
        for (int row = 0; row < length; row++) {
            final boolean present = (start + row) % 4 != 0;
            final long begin = Offsets.at(reader.offsets(), reader.wideOffsets(), row);
            final byte[] value = new byte[(int) (Offsets.at(reader.offsets(), reader.wideOffsets(), row + 1L) - begin)];
            NativeMemory.copy(reader.dataAddress() + begin, value, 0, value.length);
            assertThat(isPresent(reader, row)).isEqualTo(present);
            assertThat(new String(value, UTF_8)).isEqualTo(present ? text(start + row) : "");
        }
    }

    private static String text(final int row) {
        return "é".repeat(row % 3) + row;
    }
}
