package dev.intarsia.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.cli.parquet.CompactGuard;
import dev.intarsia.cli.parquet.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guards find the same ends that parquet-java's writers make, and no end where bytes are missing. */
class GuardTest {
    private static byte[] bytes(final BytesInput input) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        input.writeAllTo(out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 20000})
    void runsEndWhereTheirWriterEndedThem(final int count) throws IOException, MalformedException {
        final Random random = new Random(count);
        for (int bitWidth = 1; bitWidth <= 32; bitWidth += 3) {
            final RunLengthBitPackingHybridEncoder encoder =
                    new RunLengthBitPackingHybridEncoder(bitWidth, 1024, 1 << 20, new HeapByteBufferAllocator());
            int value = 0;
            for (int i = 0; i < count; i++) {
                value = random.nextInt(20) == 0 ? random.nextInt() >>> (32 - bitWidth) : value;
                encoder.writeInt(value);
            }
            final byte[] bytes = bytes(encoder.toBytes());
            assertThat(RunGuard.end(bytes, 0, bytes.length, bitWidth, count)).isEqualTo(bytes.length);
            final int width = bitWidth;
            assertThatThrownBy(() -> RunGuard.end(bytes, 0, 0, width, count)).isInstanceOf(MalformedException.class);
            encoder.close();
        }
    }

    @Test
    void aRunOfNothingIsRefused() {
        for (final byte header : new byte[] {0, 1}) {
            assertThatThrownBy(() -> RunGuard.end(new byte[] {header, 0, 0}, 0, 3, 1, 1))
                    .hasMessage("a run announces 0 values");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 31, 32, 33, 127, 128, 129, 130, 20000})
    void deltasEndWhereTheirWriterEndedThem(final int count) throws MalformedException, IOException {
        final Random random = new Random(count);
        final DeltaBinaryPackingValuesWriterForLong writer =
                new DeltaBinaryPackingValuesWriterForLong(1024, 1 << 20, new HeapByteBufferAllocator());
        for (int i = 0; i < count; i++) {
            writer.writeLong(random.nextLong() >> random.nextInt(64));
        }
        final byte[] bytes = bytes(writer.getBytes());
        final byte[] longer = Arrays.copyOf(bytes, bytes.length + 10);
        assertThat(DeltaGuard.end(longer, 0, longer.length, count)).isEqualTo(bytes.length);
        assertThatThrownBy(() -> DeltaGuard.end(bytes, 0, bytes.length - 1, count))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> DeltaGuard.end(bytes, 0, bytes.length, count + 1))
                .hasMessageContaining("announces " + count + " values");
        writer.close();
    }

    @Test
    void aStructEndsWhereItsWriterEndedIt() throws IOException, MalformedException {
        final FileMetaData footer = new FileMetaData(1, List.of(new SchemaElement("root")), 300_000_000L, List.of())
                .setCreated_by("someone");
        for (int i = 0; i < 20; i++) {
            footer.addToKey_value_metadata(new KeyValue("key " + i).setValue("x".repeat(200)));
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, out);
        final byte[] bytes = Arrays.copyOf(out.toByteArray(), out.size() + 5);
        assertThat(CompactGuard.structEnd(bytes, 0, bytes.length)).isEqualTo(out.size());
        for (int end = 0; end < out.size(); end++) {
            assertThat(CompactGuard.structEnd(bytes, 0, end)).isEqualTo(CompactGuard.NEEDS_MORE);
        }
    }

    @Test
    void thriftTypesThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> CompactGuard.structEnd(new byte[] {0x1F, 0, 0}, 0, 3))
                .hasMessage("there is no Thrift type 15");
    }
}
