package dev.intarsia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.ByteChannel;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Gathered;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.structure.Strictness;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
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

/** What is not appended, and that the writer and its memory are as they were before. */
class AppendRefusalTest {
    private static final Field ID = FlatTypes.field("id", FlatTypes.ALL.get("int64"), false);
    private static final Field NAME = FlatTypes.field("name", FlatTypes.ALL.get("utf8"), true);
    private static final Field PRICE = FlatTypes.field("price", FlatTypes.ALL.get("float64"), true);
    private static final Schema SCHEMA = new Schema(List.of(ID, NAME, PRICE));
    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .rowGroupRows(60)
            .pageRows(25)
            .column(
                    "id",
                    ColumnOptions.builder().bloomFilter(BloomFilter.DEFAULT).build())
            .build();

    private static final WriterOptions SILENT =
            OPTIONS.toBuilder().arrowSchema(false).build();

    @TempDir
    Path folder;

    private byte[] source;

    @BeforeEach
    void writeTheSource(final BufferAllocator allocator) {
        source = written(allocator, SCHEMA, OPTIONS, 100);
    }

    private byte[] written(
            final BufferAllocator allocator, final Schema schema, final WriterOptions options, final int rows) {
        try (VectorSchemaRoot root = Vectors.generate(allocator, schema, rows, Pattern.SORTED, Nulls.SOME, 5)) {
            return WrittenFile.write(folder, schema, options, List.of(root)).bytes();
        }
    }

    private static ParquetWriter open(final WriterContext context, final Schema schema, final WriterOptions options) {
        return ParquetWriter.open(context, schema, new DictionaryProvider.MapDictionaryProvider(), options);
    }

    /** Refuses to append to a writer of this schema, which then ends a sound file. */
    private static void assertRefused(
            final WriterContext context,
            final byte[] source,
            final Schema schema,
            final WriterOptions options,
            final String sentence)
            throws IOException {
        try (ParquetWriter writer = open(context, schema, options);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(source))) {
            final long usedBefore = context.usedBytes();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.appendRowGroup(encoded, 0))
                    .withMessageContaining(sentence);

            assertThat(context.usedBytes()).isEqualTo(usedBefore);
            assertThat(writer.rowGroups()).isZero();
            writer.finish();
            StructureCheck.assertSound(Gathered.rest(writer), Strictness.WHOLE);
        }
    }

    @Test
    void anotherNameIsNamed(final WriterContext context) throws IOException {
        final Schema other = new Schema(List.of(ID, FlatTypes.field("nom", NAME.getType(), true), PRICE));

        assertRefused(context, source, other, OPTIONS, "differs is 'nom', in whose place the file has 'name'");
    }

    @Test
    void anotherTypeIsNamed(final WriterContext context) throws IOException {
        final Schema other = new Schema(List.of(ID, NAME, FlatTypes.field("price", ID.getType(), true)));

        assertRefused(context, source, other, OPTIONS, "differs is 'price', whose type, repetition, annotation");
    }

    @Test
    void aColumnTooManyOrTooFewIsADifference(final WriterContext context) throws IOException {
        final WriterOptions options = WriterOptions.DEFAULT;

        // The root of the schema says how many children it has.
        assertRefused(context, source, new Schema(List.of(ID, NAME)), options, "number of children is another");
        assertRefused(
                context,
                source,
                new Schema(List.of(ID, NAME, PRICE, FlatTypes.field("x", ID.getType(), true))),
                options,
                "number of children");
    }

    @Test
    void aDifferenceInsideAStructIsNamedByItsPath(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final Schema schema = new Schema(List.of(PRICE, struct("point", "x", "y"), NAME));
        final byte[] bytes;
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            root.allocateNew();
            root.setRowCount(3);
            bytes = WrittenFile.write(folder, schema, WriterOptions.DEFAULT, List.of(root))
                    .bytes();
        }
        final Schema other = new Schema(List.of(PRICE, struct("point", "x", "z"), NAME));

        assertRefused(context, bytes, other, WriterOptions.DEFAULT, "'point.z', in whose place the file has 'y'");
    }

    private static Field struct(final String name, final String... children) {
        return new Field(
                name,
                FieldType.nullable(new ArrowType.Struct()),
                Arrays.stream(children)
                        .map(child -> FlatTypes.field(child, FlatTypes.ALL.get("int32"), true))
                        .toList());
    }

    @Test
    void anotherOrderOfFloatsIsNamed(final WriterContext context) throws IOException {
        final WriterOptions options =
                OPTIONS.toBuilder().floatOrder(otherThan(OPTIONS.floatOrder())).build();

        assertRefused(context, source, SCHEMA, options, "first column that differs is 'price'");
    }

    private static FloatOrder otherThan(final FloatOrder order) {
        return FloatOrder.values()[1 - order.ordinal()];
    }

    @Test
    void aUnitThatOnlyTheArrowSchemaStatesIsADifference(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final Schema seconds = duration(TimeUnit.MILLISECOND);
        final byte[] bytes = written(allocator, seconds, WriterOptions.DEFAULT, 10);
        final WriterOptions silent = WriterOptions.builder().arrowSchema(false).build();

        assertRefused(context, bytes, duration(TimeUnit.NANOSECOND), WriterOptions.DEFAULT, "entry ARROW:schema");
        assertRefused(
                context,
                written(allocator, new Schema(List.of(ID)), silent, 10),
                new Schema(List.of(ID)),
                WriterOptions.DEFAULT,
                "entry ARROW:schema");
        // Whoever states nothing accepts everything.
        try (ParquetWriter writer = open(context, new Schema(List.of(ID)), silent);
                EncodedFile encoded = EncodedFile.open(
                        new ByteChannel(written(allocator, new Schema(List.of(ID)), WriterOptions.DEFAULT, 10)))) {
            writer.appendRowGroup(encoded, 0);
            assertThat(writer.rows()).isEqualTo(10);
        }
    }

    private static Schema duration(final TimeUnit unit) {
        return new Schema(List.of(new Field("d", FieldType.nullable(new ArrowType.Duration(unit)), null)));
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
        source = written(allocator, SCHEMA, SILENT, 100);
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
        try (ParquetWriter writer = open(context, SCHEMA, OPTIONS);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(damaged))) {
            assertThatIOException()
                    .isThrownBy(() -> writer.appendRowGroup(encoded, 0))
                    .withMessageContaining("an offset index is damaged")
                    .withMessageContaining("page 0 has ");
        }
    }

    private static void appendAll(final WriterContext context, final byte[] file) throws IOException {
        try (ParquetWriter writer = open(context, SCHEMA, SILENT);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(file))) {
            for (int i = 0; i < encoded.rowGroups(); i++) {
                writer.appendRowGroup(encoded, i);
            }
            writer.finish();
            Gathered.rest(writer);
        }
    }

    @Test
    void behindRowsThatAreOpenItIsRefused(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        try (VectorSchemaRoot root = Vectors.generate(allocator, SCHEMA, 10, Pattern.SORTED, Nulls.SOME, 5);
                ParquetWriter writer = open(context, SCHEMA, OPTIONS);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(source))) {
            writer.write(root);

            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.appendRowGroup(encoded, 0))
                    .withMessage("a row group cannot be appended behind the 10 rows of the row group in progress: end"
                            + " that with flushRowGroup first");

            writer.flushRowGroup();
            writer.appendRowGroup(encoded, 0);
            assertThat(writer.finish().rows()).isEqualTo(70);
            StructureCheck.assertSound(Gathered.rest(writer), Strictness.WHOLE);
        }
    }

    @Test
    void aRowGroupThatDoesNotFitTheBudgetIsRefused(
            final BufferAllocator allocator, @Budget(1 << 20) final WriterContext context) throws IOException {
        final WriterOptions plain = WriterOptions.builder()
                .compression(Compression.UNCOMPRESSED)
                .defaults(ColumnOptions.of(ColumnEncoding.PLAIN))
                .build();
        final byte[] large = written(allocator, new Schema(List.of(ID)), plain, 200_000);
        final byte[] small = written(allocator, new Schema(List.of(ID)), WriterOptions.DEFAULT, 100);
        try (ParquetWriter writer = ParquetWriter.open(context, new Schema(List.of(ID)));
                EncodedFile tooLarge = EncodedFile.open(new ByteChannel(large));
                EncodedFile encoded = EncodedFile.open(new ByteChannel(small))) {
            final long usedBefore = context.usedBytes();
            assertThat(tooLarge.bytes(0)).isGreaterThan(1 << 20);

            assertThatExceptionOfType(MemoryBudgetException.class)
                    .isThrownBy(() -> writer.appendRowGroup(tooLarge, 0))
                    .withMessageStartingWith("appending a row group of " + tooLarge.bytes(0) + " bytes needs ");

            assertThat(context.usedBytes()).isEqualTo(usedBefore);
            writer.appendRowGroup(encoded, 0);
            writer.finish();
            StructureCheck.assertSound(Gathered.rest(writer), Strictness.WHOLE);
        }
    }

    @Test
    void aReadThatFailsAnywhereLeavesTheWriterAsItWas(final WriterContext context) throws IOException {
        final ByteChannel channel = new ByteChannel(source);
        try (ParquetWriter writer = open(context, SCHEMA, OPTIONS);
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
        try (ParquetWriter writer = open(context, SCHEMA, OPTIONS);
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
        try (ParquetWriter writer = open(context, SCHEMA, OPTIONS);
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

    @Test
    void theOwnMetadataOfTheFilesMayDiffer(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final byte[] other = written(
                allocator, SCHEMA, OPTIONS.toBuilder().metadata("run", "7").build(), 60);
        try (ParquetWriter writer = open(
                        context,
                        SCHEMA,
                        OPTIONS.toBuilder().metadata("run", "8").build());
                EncodedFile encoded = EncodedFile.open(new ByteChannel(other))) {
            writer.appendRowGroup(encoded, 0);
            assertThat(writer.finish().rows()).isEqualTo(60);
        }
        final Schema marked = new Schema(SCHEMA.getFields(), Map.of("run", "8"));
        assertRefused(context, source, marked, OPTIONS, "field by field and with its metadata");
    }
}
