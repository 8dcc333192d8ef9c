package dev.intarsia;

import static dev.intarsia.SmallSavedFile.NO_DICTIONARIES;
import static dev.intarsia.SmallSavedFile.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.UnsupportedSchemaException;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Table;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small file that is saved in either form: what is made of it, and of what is damaged or made to do harm. */
class SavedFileTest {
    private static final int HEADER_BYTES = 52;
    private static final int TRAILER_BYTES = 40;
    private static final int MUTATIONS = Integer.getInteger("intarsia.mutations", 2000);
    private static final int FIRST_MUTATION = Integer.getInteger("intarsia.mutationsFrom", 4);

    @TempDir
    Path folder;

    @Test
    void incrementsAreGoneOnWith(final BufferAllocator allocator, final WriterContext context) throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final SavedFile saved = SmallSavedFile.open(file.first, file.second);
        assertThat(saved.needs()).containsExactly(1L, 2L);
        assertThat(saved.id()).isEqualTo(2);
        assertThat(saved.rows()).isEqualTo(13);
        assertThat(saved.fileOffset()).isEqualTo(file.durable.length);
        assertThat(SmallSavedFile.goOn(allocator, context, saved, file.durable)).isEqualTo(file.whole);
    }

    @Test
    void aTailIsGoneOnWithInTheSameRowGroup(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final SavedFile saved = SmallSavedFile.open(file.tail);
        assertThat(saved.needs()).containsExactly(2L);
        assertThat(saved.rows()).isEqualTo(13);
        final byte[] bytes = SmallSavedFile.goOn(allocator, context, saved, file.durable);
        assertReads(bytes, file.rows);
        try (var channel = Files.newByteChannel(Files.write(folder.resolve("tail.parquet"), bytes));
                EncodedFile encoded = EncodedFile.open(channel)) {
            assertThat(encoded.rowGroups()).isEqualTo(3);
            assertThat(encoded.rows(1)).isEqualTo(10);
        }
    }

    @Test
    void aTailEndsTheFileWithoutBeingRestored(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final ByteArrayOutputStream ended = new ByteArrayOutputStream();
        ended.writeBytes(file.durable);
        final long written = SmallSavedFile.open(file.tail).complete(Channels.newChannel(ended));
        assertThat(written).isEqualTo(ended.size() - file.durable.length);
        assertReads(ended.toByteArray(), file.captured);
    }

    @Test
    void incrementsCannotEndTheFile(final BufferAllocator allocator, final WriterContext context) throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final SavedFile saved = SmallSavedFile.open(file.first, file.second);
        assertThatThrownBy(() -> saved.complete(Channels.newChannel(new ByteArrayOutputStream())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("checkpoint 2 was saved as increments, which have no footer: restore the file with"
                        + " ParquetWriter.restore, and finish it");
    }

    @Test
    void aCompactedChainIsOneIncrementSinceTheBeginning(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final byte[] compacted = compacted(file.first, file.second);
        final SavedFile saved = SmallSavedFile.open(compacted);
        assertThat(saved.needs()).containsExactly(2L);
        assertThat(saved.fileId()).isEqualTo(SmallSavedFile.FILE);
        assertThat(SmallSavedFile.goOn(allocator, context, saved, file.durable)).isEqualTo(file.whole);
        assertThat(compacted(compacted)).isEqualTo(compacted);
    }

    @Test
    void anIncrementBuildsUponACompactedOne(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final byte[] compacted = compacted(file.first);
        assertThat(SmallSavedFile.goOn(allocator, context, SmallSavedFile.open(compacted, file.second), file.durable))
                .isEqualTo(file.whole);
    }

    @Test
    void anIncrementBuildsUponATailThatWasRestored(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final ByteArrayOutputStream increment = new ByteArrayOutputStream();
        try (ParquetWriter writer =
                        ParquetWriter.restore(context, SCHEMA, NO_DICTIONARIES, SmallSavedFile.open(file.tail));
                Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                Increment since = capture.since(2)) {
            assertThat(since.needs()).containsExactly(2L, 3L);
            since.writeTo(Channels.newChannel(increment));
        }
        final SavedFile saved = SmallSavedFile.open(file.tail, increment.toByteArray());
        assertReads(SmallSavedFile.goOn(allocator, context, saved, file.durable), file.rows);
        assertThatThrownBy(
                        () -> saved.compact(SCHEMA, NO_DICTIONARIES, Channels.newChannel(new ByteArrayOutputStream())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("take an increment since 0");
        assertThatThrownBy(() -> saved.complete(Channels.newChannel(new ByteArrayOutputStream())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noIncrementBuildsUponACheckpointThatHasNone(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        try (ParquetWriter writer = ParquetWriter.open(context, SCHEMA, NO_DICTIONARIES, SmallSavedFile.OPTIONS)) {
            writer.capture(CaptureMode.KEEP_OPEN).close();
            try (Capture capture = writer.capture(CaptureMode.KEEP_OPEN)) {
                assertThatThrownBy(() -> capture.since(1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("checkpoint 1 was never asked for as an increment");
            }
        }
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        assertRefused("of the checkpoints [1, 2] in this order, and those of [2]", file.second);
        assertRefused("is complete by itself", file.first, file.tail);
        assertRefused("is complete by itself", file.tail, file.tail);
        assertRefused("in this order, and those of [2, 2]", file.tail, file.second);
        final Schema other = new Schema(SCHEMA.getFields().subList(0, 2));
        assertThatThrownBy(() -> ParquetWriter.restore(context, other, NO_DICTIONARIES, SmallSavedFile.open(file.tail)))
                .isInstanceOf(UnsupportedSchemaException.class);
        assertThatThrownBy(() -> SmallSavedFile.open(file.first)
                        .compact(other, NO_DICTIONARIES, Channels.newChannel(new ByteArrayOutputStream())))
                .isInstanceOf(UnsupportedSchemaException.class);
    }

    private static void assertRefused(final String message, final byte[]... saved) {
        assertThatThrownBy(() -> SmallSavedFile.open(saved))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aCompletedCheckpointIsNotWritten(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        try (ParquetWriter writer = ParquetWriter.open(context, SCHEMA, NO_DICTIONARIES, SmallSavedFile.OPTIONS);
                Capture capture = writer.capture(CaptureMode.KEEP_OPEN);
                Checkpoint checkpoint = capture.build()) {
            checkpoint.complete().close();
            assertThatThrownBy(() -> checkpoint.writeTo(Channels.newChannel(new ByteArrayOutputStream())))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void everyFlippedBitAndEveryTruncationIsRefused(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final long usedBefore = context.usedBytes();
        for (final byte[] saved : List.of(file.first, file.tail)) {
            for (int i = 0; i < saved.length; i++) {
                final byte[] flipped = saved.clone();
                flipped[i] ^= (byte) (1 << i % Byte.SIZE);
                assertNotRestored(context, flipped);
                assertNotRestored(context, Arrays.copyOf(saved, i));
            }
        }
        assertThat(context.usedBytes()).isEqualTo(usedBefore);
    }

    private static void assertNotRestored(final WriterContext context, final byte[] saved) {
        assertThatThrownBy(() -> ParquetWriter.restore(context, SCHEMA, NO_DICTIONARIES, SmallSavedFile.open(saved))
                        .close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void metadataThatIsMadeToDoHarmIsRefusedOrHarmless(
            final BufferAllocator allocator, @Budget(64L << 20) final WriterContext context) throws IOException {
        final SmallSavedFile file = new SmallSavedFile(allocator, context);
        final long usedBefore = context.usedBytes();
        final SplittableRandom random = new SplittableRandom(FIRST_MUTATION);
        int restored = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            final int kind = random.nextInt(3);
            final byte[] hostile =
                    mutated(List.of(file.tail, file.first, file.second).get(kind), random, kind > 0);
            try {
                SmallSavedFile.goOn(
                        allocator,
                        context,
                        kind == 2 ? SmallSavedFile.open(file.first, hostile) : SmallSavedFile.open(hostile),
                        file.durable);
                restored++;
            } catch (final IOException | MemoryBudgetException | UnsupportedSchemaException refused) {
                assertThat(refused).hasMessageContaining(" ");
            } catch (final RuntimeException | Error other) {
                throw new AssertionError("mutation " + i + ", of envelope " + kind, other);
            }
            assertThat(context.usedBytes()).isEqualTo(usedBefore);
        }
        assertThat(restored).isBetween(1, MUTATIONS - 1);
    }

    /** Some bytes of the metadata, and sometimes of the payload, are others, and all checksums are right. */
    private static byte[] mutated(final byte[] saved, final SplittableRandom random, final boolean withPayload) {
        final byte[] bytes = saved.clone();
        final ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final int trailer = bytes.length - TRAILER_BYTES;
        final int payloadBytes = (int) view.getLong(trailer);
        final int metadata = HEADER_BYTES + payloadBytes;
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            final int at = random.nextInt(5) == 0 && withPayload
                    ? random.nextInt(HEADER_BYTES, metadata)
                    : random.nextInt(metadata, trailer);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] + random.nextInt(-2, 3));
        }
        view.putInt(trailer + 16, crc(bytes, HEADER_BYTES, payloadBytes));
        view.putInt(trailer + 20, crc(bytes, metadata, trailer - metadata));
        view.putInt(trailer + 28, crc(bytes, trailer, 28));
        return bytes;
    }

    private static int crc(final byte[] bytes, final int from, final int length) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static byte[] compacted(final byte[]... saved) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SmallSavedFile.open(saved).compact(SCHEMA, NO_DICTIONARIES, Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    private void assertReads(final byte[] bytes, final Table rows) throws IOException {
        StructureCheck.assertSound(bytes, WrittenFile.strictness(SmallSavedFile.OPTIONS));
        Tables.assertEqual(
                "parquet-java", ParquetJavaReader.read(Files.write(folder.resolve("read.parquet"), bytes)), rows);
    }
}
