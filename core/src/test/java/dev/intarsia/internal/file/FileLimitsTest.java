package dev.intarsia.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.buffer.Part;
import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.format.FileMetaDataWriter;
import dev.intarsia.internal.format.RowGroupFacts;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.FileFullException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ByteChannel;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What could bring a file over a limit is refused, changes nothing, and the file can be finished. */
class FileLimitsTest {
    private static final DictionaryProvider NO_DICTIONARIES = new DictionaryProvider.MapDictionaryProvider();
    private static final int ANY = Integer.MAX_VALUE;
    private static final Schema SCHEMA = new Schema(List.of(FlatTypes.field("int64", true)));

    private SlabPool memory;
    private CompressorPool compressors;
    private VectorSchemaRoot rows;

    @BeforeEach
    void open(final BufferAllocator allocator) {
        memory = new SlabPool(64 << 20, 0);
        compressors = new CompressorPool();
        rows = Vectors.generate(allocator, SCHEMA, 100, Pattern.DISTINCT, Nulls.SOME, 7);
    }

    @AfterEach
    void close() {
        rows.close();
        compressors.close();
        memory.close();
    }

    private FileWriter file(final WriterOptions options, final FileLimits.Most most) {
        return new FileWriter(
                ParquetSchema.of(SCHEMA, NO_DICTIONARIES), NO_DICTIONARIES, options, memory, compressors, most);
    }

    private FileWriter file(final FileLimits.Most most) {
        return file(WriterOptions.DEFAULT, most);
    }

    private void write(final FileWriter file, final int count) {
        try (VectorSchemaRoot batch = rows.slice(0, count)) {
            file.admit(batch);
            file.write(count);
        }
    }

    private static void flush(final FileWriter file) {
        file.admitFlush();
        file.flush();
    }

    private void writeRowGroup(final FileWriter file) {
        write(file, 1);
        flush(file);
    }

    private static byte[] finished(final FileWriter file) {
        file.admitFinish();
        file.finish();
        final byte[] bytes;
        try (Part part = file.file().splitTo(file.file().length())) {
            bytes = Gathered.bytes(part.nioBuffers());
        }
        file.close();
        return bytes;
    }

    private static int footerBytes(final byte[] file) {
        return ByteBuffer.wrap(file)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getInt(file.length - FileMetaDataWriter.TRAILER_BYTES);
    }

    @Test
    void aRowGroupBeyondTheLastIsRefusedAndTheFileIsWhatItWas() {
        final FileWriter file = file(new FileLimits.Most(3, ANY, ANY));
        final FileWriter twin = file(FileLimits.Most.OF_FORMAT);
        for (int group = 0; group < 3; group++) {
            writeRowGroup(file);
            writeRowGroup(twin);
        }

        assertThatThrownBy(() -> write(file, 1))
                .isInstanceOf(FileFullException.class)
                .hasMessage(
                        "a batch of 1 rows could bring this file to 4 row groups (it has 3), and more than 3 cannot be"
                                + " numbered: finish this file and open another, or write smaller batches");
        assertThat(file.rows()).isEqualTo(3);
        flush(file);
        assertThat(finished(file)).isEqualTo(finished(twin));
    }

    /** Rows that were taken have their row group, so that neither its end nor more rows of it are refused. */
    @Test
    void theLastRowGroupTakesRowsUntilItCloses() {
        final FileWriter file = file(new FileLimits.Most(2, ANY, ANY));
        writeRowGroup(file);
        for (int batch = 0; batch < 50; batch++) {
            write(file, 10);
        }
        flush(file);
        assertThatThrownBy(() -> write(file, 1)).isInstanceOf(FileFullException.class);
        assertThat(ThriftFile.of(finished(file)).footer().getRow_groups()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"6, true", "5, true", "7, false", "100, false"})
    void everyRowGroupThatABatchClosesIsCounted(final int count, final boolean taken) {
        final WriterOptions options = WriterOptions.builder().rowGroupRows(2).build();
        final FileWriter file = file(options, new FileLimits.Most(3, ANY, ANY));
        if (taken) {
            write(file, count);
            assertThat(file.rows()).isEqualTo(count);
        } else {
            assertThatThrownBy(() -> write(file, count)).isInstanceOf(FileFullException.class);
            assertThat(file.rows()).isZero();
            write(file, 6);
        }
        assertThat(ThriftFile.of(finished(file)).footer().getRow_groups()).hasSize(3);
    }

    /** A batch closes row groups by their bytes, too: the bound for it must hold. */
    @Test
    void rowGroupsThatCloseByTheirBytesNeverComeOverTheLimit() {
        final WriterOptions options =
                WriterOptions.builder().rowGroupBytes(64).pageRows(3).build();
        final FileWriter file = file(options, new FileLimits.Most(40, ANY, ANY));
        int refused = 0;
        for (int batch = 0; batch < 100; batch++) {
            try {
                write(file, 10);
            } catch (final FileFullException e) {
                refused++;
            }
        }
        final int groups = ThriftFile.of(finished(file)).footer().getRow_groupsSize();
        assertThat(refused).isPositive();
        assertThat(groups).isBetween(20, 40);
    }

    @Test
    void aFooterThatReadersWouldRefuseIsRefusedBefore() {
        final int limit = 20_000;
        final FileWriter file = file(new FileLimits.Most(ANY, limit, ANY));
        assertThatThrownBy(() -> {
                    while (true) {
                        writeRowGroup(file);
                    }
                })
                .isInstanceOf(FileFullException.class)
                .hasMessageMatching(
                        "a batch of 1 rows could bring the footer of this file to 2\\d{4} bytes \\(it has up to"
                                + " 1\\d{4}\\), and more than 20000 are refused by common readers: finish this file and open another,"
                                + " or write smaller batches");
        assertThat(file.isFull()).isTrue();
        final long promised = file.footerBytes();
        assertThat(footerBytes(finished(file)))
                .isLessThanOrEqualTo((int) promised)
                .isBetween(limit * 3 / 4, limit);
    }

    /** Another file would be as empty as this one, and refuse the same. */
    @Test
    void whatReadersAcceptDoesNotKeepAFileFromItsFirstRowGroup() {
        final FileWriter file = file(new FileLimits.Most(ANY, 10, ANY));
        write(file, 50);
        write(file, 50);
        flush(file);
        assertThatThrownBy(() -> write(file, 1)).hasMessageContaining("more than 10 are refused by common readers");
        assertThat(ThriftFile.of(finished(file)).footer().getNum_rows()).isEqualTo(100);
    }

    @Test
    void aFooterWhoseLengthCannotBeStatedIsRefusedFromTheFirstRowOn() {
        final FileWriter file = file(new FileLimits.Most(ANY, 10, 700));
        assertThatThrownBy(() -> write(file, 1))
                .isInstanceOf(FileFullException.class)
                .hasMessageContaining("more than 700 the format cannot state");
        assertThat(ThriftFile.of(finished(file)).footer().getNum_rows()).isZero();
    }

    @Test
    void metadataThatWouldMakeTheFooterTooLongIsNotAdded() {
        final FileWriter file = file(new FileLimits.Most(ANY, 10_000, ANY));
        writeRowGroup(file);
        file.putMetadata("kept", "before");
        assertThatThrownBy(() -> file.putMetadata("kept", "x".repeat(10_000)))
                .isInstanceOf(FileFullException.class)
                .hasMessageContaining("metadata of 9994 bytes could bring the footer");
        file.putMetadata("kept", "short"); // makes nothing longer
        write(file, 1);
        // The open row group has its place in the footer.
        final long left = 10_000 - file.footerBytes();
        assertThatThrownBy(() -> file.putMetadata("more", "x".repeat((int) left - 100)))
                .isInstanceOf(FileFullException.class);
        assertThat(ThriftFile.of(finished(file)).footer().getKey_value_metadata())
                .anyMatch(entry ->
                        entry.getKey().equals("kept") && entry.getValue().equals("short"))
                .noneMatch(entry -> entry.getKey().equals("more"));
    }

    @Test
    void anAppendedRowGroupIsCountedAsAnyOther() throws IOException {
        final FileWriter written = file(FileLimits.Most.OF_FORMAT);
        writeRowGroup(written);
        final EncodedSource source = EncodedSource.open(new ByteChannel(finished(written)));

        final FileWriter few = file(new FileLimits.Most(2, ANY, ANY));
        for (int group = 0; group < 2; group++) {
            few.admitAppend(source, 0);
            few.append();
        }
        assertThatThrownBy(() -> few.admitAppend(source, 0))
                .isInstanceOf(FileFullException.class)
                .hasMessageContaining("a row group of 1 rows could bring this file to 3 row groups");
        assertThat(ThriftFile.of(finished(few)).footer().getNum_rows()).isEqualTo(2);

        final FileWriter readable = file(new FileLimits.Most(ANY, 2_000, ANY));
        assertThatThrownBy(() -> {
                    while (true) {
                        readable.admitAppend(source, 0);
                        readable.append();
                    }
                })
                .isInstanceOf(FileFullException.class)
                .hasMessageContaining("more than 2000 are refused by common readers");
        assertThat(footerBytes(finished(readable))).isBetween(1_000, 2_000);
    }

    @Test
    void rowsBeyondWhatSixtyFourBitsCountAreRefused() {
        final Reserve reserve = new Reserve(memory);
        final FooterCache footer = new FooterCache(new byte[0], List.of(), new BitSet(), 0, 0, 0, 1 << 20);
        final FileLimits limits = new FileLimits(footer, 0, 0, 0, FileLimits.Most.OF_FORMAT);
        final Demand demand = new Demand();
        footer.plan(1, demand);
        reserve.fill(demand, "a test");
        footer.beginRowGroup(reserve);
        footer.endRowGroup(new RowGroupFacts(1, Long.MAX_VALUE - 5, 4, 1, 0), reserve);
        reserve.giveBack();

        limits.admitRowGroup(List.of(), 0, 5);
        assertThatThrownBy(() -> limits.admitRowGroup(List.of(), 0, 6)).isInstanceOf(FileFullException.class);
        footer.free();
    }

    @Test
    void aFileIsCalledFullBeforeItIs() {
        final FileWriter file = file(new FileLimits.Most(32, ANY, ANY));
        for (int group = 0; group < 29; group++) {
            writeRowGroup(file);
            assertThat(file.isFull()).isFalse();
        }
        write(file, 1); // the thirtieth, in progress
        assertThat(file.isFull()).isTrue();
        write(file, 1);
        file.close();
    }

    @Test
    void aFileThatIsNotFullRefusesNoRowGroup() {
        final FileWriter file = file(new FileLimits.Most(ANY, 4_000, ANY));
        int groups = 0;
        while (!file.isFull()) {
            write(file, 1);
            write(file, 1);
            flush(file);
            groups++;
        }
        final long footerBytes = file.footerBytes();
        assertThat(ThriftFile.of(finished(file)).footer().getRow_groups()).hasSize(groups);
        assertThat(footerBytes).isBetween(2_000L, 4_000L);
    }

    /** Records of pages fill a block long before their worst case does, which has more bytes than an int can tell. */
    @Test
    void manyPagesWithBoundsOfAnyLengthAreNoReasonToRefuse(final BufferAllocator allocator) {
        final Schema strings = new Schema(List.of(FlatTypes.field("utf8", true)));
        final WriterOptions options =
                WriterOptions.builder().pageRows(1).boundBytes(1 << 20).build();
        try (VectorSchemaRoot batch = Vectors.generate(allocator, strings, 3_000, Pattern.DISTINCT, Nulls.SOME, 1)) {
            final FileWriter file = new FileWriter(
                    ParquetSchema.of(strings, NO_DICTIONARIES), NO_DICTIONARIES, options, memory, compressors);
            file.admit(batch);
            file.write(3_000);
            assertThat(ThriftFile.of(finished(file)).footer().getNum_rows()).isEqualTo(3_000);
        }
    }
}
