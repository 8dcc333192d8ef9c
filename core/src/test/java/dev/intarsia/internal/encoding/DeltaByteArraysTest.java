package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesReader;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayReader;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link DeltaLengthByteArray} and {@link DeltaByteArray}. */
class DeltaByteArraysTest {
    private final Random random = new Random(32);

    @TempDir
    private Path directory;

    @Test
    void byteArraysOfEveryCountAndPatternAreReadByParquetJava() throws IOException {
        for (final int count : ByteArrays.COUNTS) {
            for (int pattern = 0; pattern < ByteArrays.PATTERNS; pattern++) {
                final byte[][] values = ByteArrays.of(pattern, count, random);
                assertReads(new DeltaLengthByteArrayValuesReader(), encodeLengths(values), values);
                assertReads(new DeltaByteArrayReader(), encodePrefixes(values), values);
            }
        }
    }

    @Test
    void twentyThousandByteArraysAreReadByParquetJava() throws IOException {
        final byte[][] values = ByteArrays.of(6, 20_000, random);
        assertReads(new DeltaLengthByteArrayValuesReader(), encodeLengths(values), values);
        assertReads(new DeltaByteArrayReader(), encodePrefixes(values), values);
    }

    @Test
    void valuesOfEveryFixedWidthAreReadByParquetJava() throws IOException {
        for (final int width : new int[] {1, 2, 3, 4, 7, 8, 9, 12, 15, 16, 17, 40}) {
            for (final int count : ByteArrays.COUNTS) {
                final byte[][] values = ByteArrays.ofWidth(width, count, random);
                assertReads(new DeltaByteArrayReader(), encodeFixed(values, width), values);
            }
        }
    }

    @Test
    void pagesOfOneBlockAreByteForByteThoseOfParquetJava() throws IOException {
        final HeapByteBufferAllocator heap = new HeapByteBufferAllocator();
        for (final int count : new int[] {0, 1, 2, 33, 128, 129}) {
            for (int pattern = 0; pattern < ByteArrays.PATTERNS; pattern++) {
                final byte[][] values = ByteArrays.of(pattern, count, random);
                try (ValuesWriter lengths = new DeltaLengthByteArrayValuesWriter(1 << 10, 1 << 20, heap);
                        ValuesWriter prefixes = new DeltaByteArrayWriter(1 << 10, 1 << 20, heap)) {
                    for (final byte[] value : values) {
                        lengths.writeBytes(Binary.fromConstantByteArray(value));
                        prefixes.writeBytes(Binary.fromConstantByteArray(value));
                    }
                    assertThat(encodeLengths(values)).isEqualTo(ParquetJavaBytes.of(lengths));
                    assertThat(encodePrefixes(values)).isEqualTo(ParquetJavaBytes.of(prefixes));
                }
            }
        }
    }

    @Test
    void nothingBehindTheLastValueIsRead() throws IOException {
        final GuardedMemory memory = GuardedMemory.in(directory);
        memory.assertThatItFaults();
        for (int pattern = 0; pattern < ByteArrays.PATTERNS; pattern++) {
            for (int count = 1; count < 40; count++) {
                final byte[][] values = ByteArrays.of(pattern, count, random);
                final byte[] plain = ByteArrays.plain(values);
                final long address = memory.place(plain);
                final NativeArea out = NativeArea.of(DeltaByteArray.maxBytes(count, plain.length));
                DeltaLengthByteArray.encode(address, count, plain.length, out.address());
                DeltaLengthByteArray.measure(address, count, plain.length);
                DeltaByteArray.encode(address, count, plain.length, out.address());
                DeltaByteArray.measure(address, count, plain.length);
            }
        }
        memory.settle();
    }

    private static byte[] encodeLengths(final byte[][] values) {
        final NativeArea in = NativeArea.of(ByteArrays.plain(values));
        final NativeArea out = NativeArea.of(DeltaLengthByteArray.maxBytes(values.length, in.bytes()));
        final long end = DeltaLengthByteArray.encode(in.address(), values.length, in.bytes(), out.address());
        out.assertRedZones();
        assertThat(DeltaLengthByteArray.measure(in.address(), values.length, in.bytes()))
                .isEqualTo(end - out.address());
        return out.readTo(end);
    }

    private static byte[] encodePrefixes(final byte[][] values) {
        final NativeArea in = NativeArea.of(ByteArrays.plain(values));
        final NativeArea out = NativeArea.of(DeltaByteArray.maxBytes(values.length, in.bytes()));
        final long end = DeltaByteArray.encode(in.address(), values.length, in.bytes(), out.address());
        out.assertRedZones();
        assertThat(DeltaByteArray.measure(in.address(), values.length, in.bytes()))
                .isEqualTo(end - out.address());
        return out.readTo(end);
    }

    private static byte[] encodeFixed(final byte[][] values, final int width) {
        final NativeArea in = NativeArea.of(ByteArrays.joined(values));
        final NativeArea out = NativeArea.of(DeltaByteArray.maxBytes(values.length, in.bytes()));
        final long end = DeltaByteArray.encodeFixed(in.address(), values.length, width, out.address());
        out.assertRedZones();
        assertThat(DeltaByteArray.measureFixed(in.address(), values.length, width))
                .isEqualTo(end - out.address());
        return out.readTo(end);
    }

    private static void assertReads(final ValuesReader reader, final byte[] encoded, final byte[][] values)
            throws IOException {
        reader.initFromPage(values.length, ByteBufferInputStream.wrap(ByteBuffer.wrap(encoded)));
        for (int i = 0; i < values.length; i++) {
            assertThat(reader.readBytes().getBytes()).as("value %d", i).isEqualTo(values[i]);
        }
    }
}
