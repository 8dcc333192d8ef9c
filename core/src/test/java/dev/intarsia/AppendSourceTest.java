package dev.intarsia;

import static dev.intarsia.AppendSources.OPTIONS;
import static dev.intarsia.AppendSources.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.ByteChannel;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.ThriftFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that nothing can be appended from: damaged ones, those of others, and those that cannot be read any more. */
class AppendSourceTest {
    private static final WriterOptions SILENT =
            OPTIONS.toBuilder().arrowSchema(false).build();

    @TempDir
    Path folder;

    private byte[] source;

    @BeforeEach
    void writeTheSource(final BufferAllocator allocator) {
        source = AppendSources.written(folder, allocator, SCHEMA, OPTIONS, 100);
    }

    @Test
    void aFileOfAnotherWriterIsRefusedByItsName() throws IOException {
        final MessageType schema = MessageTypeParser.parseMessageType("message m { required int64 id; }");
        final Path file = folder.resolve("foreign.parquet");
        try (org.apache.parquet.hadoop.ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .build()) {
            writer.write(new SimpleGroup(schema).append("id", 1L));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncodedFile.open(new ByteChannel(Files.readAllBytes(file))))
                .withMessageContaining("only from files that Intarsia wrote")
                .withMessageContaining("'parquet-mr version ");
    }

    @Test
    void aFileThatIsCutOffIsNoFileWhereverThatHappened() {
        for (int length = 0; length < source.length; length++) {
            final byte[] start = Arrays.copyOf(source, length);
            assertThatIOException()
                    .isThrownBy(() -> EncodedFile.open(new ByteChannel(start)))
                    .withMessageContaining("a file of " + length + " bytes");
        }
    }

    @Test
    void aFooterLengthBeyondTheFileIsRefusedBeforeItIsAllocated() {
        for (final int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0, source.length - 11}) {
            final byte[] lying = source.clone();
            ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(lying.length - 8, length);

            assertThatIOException()
                    .isThrownBy(() -> EncodedFile.open(new ByteChannel(lying)))
                    .withMessageContaining("states that its footer has " + Integer.toUnsignedString(length));
        }
    }

    /** Either it is refused, or what comes of it is a file that can be finished: no crash, no hang, no lost memory. */
    @Test
    @SuppressWarnings("IllegalCatch") // anything but the two refusals is a failure
    void aByteThatChangedInTheFooterOrTheIndexesIsRefusedOrHarmless(
            final BufferAllocator allocator, @Budget(8 << 20) final WriterContext context) {
        source = AppendSources.written(folder, allocator, SCHEMA, SILENT, 100);
        int refused = 0;
        int harmless = 0;
        for (int at = startOfIndexes(); at < source.length; at++) {
            for (final int change : new int[] {1 << at % 8, 0xFF}) {
                final byte[] damaged = source.clone();
                damaged[at] ^= (byte) change;
                try {
                    appendAll(context, damaged);
                    harmless++;
                } catch (final IOException | IllegalArgumentException | MemoryBudgetException e) {
                    assertThat(e.getMessage()).as("byte %d", at).isNotBlank();
                    refused++;
                } catch (final Throwable e) {
                    throw new AssertionError("byte " + at + " changed by " + change, e);
                }
                assertThat(context.usedBytes()).as("byte %d", at).isZero();
            }
        }
        assertThat(refused).isGreaterThan(1_000);
        assertThat(harmless).isPositive(); // such as a bound
    }

    private int startOfIndexes() {
        return (int) ThriftFile.of(source)
                .footer()
                .getRow_groups()
                .get(0)
                .getColumns()
                .get(0)
                .getColumn_index_offset();
    }

    private static void appendAll(final WriterContext context, final byte[] file) throws IOException {
        try (ParquetWriter writer = AppendSources.open(context, SCHEMA, SILENT);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(file))) {
            for (int i = 0; i < encoded.rowGroups(); i++) {
                writer.appendRowGroup(encoded, i);
            }
            writer.finish();
            Gathered.rest(writer);
        }
    }

    @Test
    void aPageThatIsNotWhereItsChunkHasItIsRefused(final WriterContext context) throws IOException {
        final ColumnChunk chunk = ThriftFile.of(source)
                .footer()
                .getRow_groups()
                .get(0)
                .getColumns()
                .get(0);
        final byte[] damaged = source.clone();
        damaged[(int) chunk.getOffset_index_offset() + 3] +=
                2; // the offset of the first page, by one: zigzag doubles it
        try (ParquetWriter writer = AppendSources.open(context, SCHEMA, OPTIONS);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(damaged))) {
            assertThatIOException()
                    .isThrownBy(() -> writer.appendRowGroup(encoded, 0))
                    .withMessageContaining("an offset index is damaged")
                    .withMessageContaining("page 0 has ");
        }
    }

    @Test
    void aReadThatFailsAnywhereLeavesTheWriterAsItWas(final WriterContext context) throws IOException {
        final ByteChannel channel = new ByteChannel(source);
        try (ParquetWriter writer = AppendSources.open(context, SCHEMA, OPTIONS);
                EncodedFile encoded = EncodedFile.open(channel)) {
            final long usedBefore = context.usedBytes();
            final long bufferedBefore = writer.bufferedBytes();
            final int[] reads = {0};
            final Consumer<Integer> failAt = failing -> {
                reads[0] = 0;
                channel.before((position, wanted) -> {
                    if (reads[0]++ == failing) {
                        throw new IOException("the disk is gone");
                    }
                });
            };
            failAt.accept(Integer.MAX_VALUE);
            writer.appendRowGroup(encoded, 0);
            final int all = reads[0];
            final long usedAfter = context.usedBytes();
            assertThat(all).isGreaterThan(6);
            for (int failing = 0; failing < all; failing++) {
                failAt.accept(failing);

                assertThatIOException()
                        .isThrownBy(() -> writer.appendRowGroup(encoded, 1))
                        .withMessageContaining("of the encoded file cannot be read")
                        .withMessageContaining("the disk is gone");

                assertThat(context.usedBytes()).isEqualTo(usedAfter);
                assertThat(writer.rowGroups()).isEqualTo(1);
            }
            assertThat(usedBefore).isPositive();
            assertThat(bufferedBefore).isEqualTo(4);
            failAt.accept(Integer.MAX_VALUE);
            writer.appendRowGroup(encoded, 1);
            assertThat(writer.finish().rows()).isEqualTo(100);
            assertThat(Gathered.rest(writer)).isEqualTo(source);
        }
        assertThat(context.usedBytes()).isZero();
    }

    @Test
    void aFileThatShrinksIsAFailedRead(final WriterContext context) throws IOException {
        final ByteChannel channel = new ByteChannel(source);
        try (ParquetWriter writer = AppendSources.open(context, SCHEMA, OPTIONS);
                EncodedFile encoded = EncodedFile.open(channel)) {
            channel.before((position, wanted) -> channel.position(source.length));

            assertThatIOException()
                    .isThrownBy(() -> writer.appendRowGroup(encoded, 0))
                    .withMessageContaining("the channel gave 0 of them");
        }
    }

    @Test
    @SuppressWarnings("try") // closing early and twice is the subject
    void whatIsClosedIsAskedForNothing(final WriterContext context) throws IOException {
        final ByteChannel channel = new ByteChannel(source);
        try (ParquetWriter writer = AppendSources.open(context, SCHEMA, OPTIONS);
                EncodedFile encoded = EncodedFile.open(channel)) {
            channel.close();
            assertThatIOException()
                    .isThrownBy(() -> writer.appendRowGroup(encoded, 0))
                    .withMessageContaining("of the encoded file cannot be read: java.nio.channels.ClosedChannel");
            encoded.close();
            encoded.close();

            for (final Runnable asked :
                    List.<Runnable>of(encoded::rowGroups, () -> encoded.rows(0), () -> encoded.bytes(0))) {
                assertThatIllegalStateException()
                        .isThrownBy(asked::run)
                        .withMessage("a closed file gives no row groups: open it again");
            }
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.appendRowGroup(encoded, 0))
                    .withMessage("a closed file gives no row groups: open it again");
            writer.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.appendRowGroup(encoded, 0))
                    .withMessage("a closed writer cannot append a row group: open another one");
        }
        assertThatIOException()
                .isThrownBy(() -> EncodedFile.open(channel))
                .withMessageContaining("the length of the encoded file cannot be read");
    }

    @Test
    void theChannelIsGivenBackOpen() throws IOException {
        final ByteChannel channel = new ByteChannel(source);
        EncodedFile.open(channel).close();

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aRowGroupThatIsNotThereIsAskedForInVain(final WriterContext context) throws IOException {
        try (EncodedFile encoded = EncodedFile.open(new ByteChannel(source))) {
            for (final int rowGroup : new int[] {-1, 2}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> encoded.rows(rowGroup))
                        .withMessage("row group " + rowGroup
                                + " was asked for, and the file has 2 row groups, counted from 0");
            }
        }
    }
}
