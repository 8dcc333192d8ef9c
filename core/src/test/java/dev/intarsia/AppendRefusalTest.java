package dev.intarsia;

import static dev.intarsia.AppendSources.ID;
import static dev.intarsia.AppendSources.NAME;
import static dev.intarsia.AppendSources.OPTIONS;
import static dev.intarsia.AppendSources.PRICE;
import static dev.intarsia.AppendSources.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.structure.Strictness;
import dev.intarsia.testkit.structure.StructureCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not appended, though its file is sound, and that the writer and its memory are as they were before. */
class AppendRefusalTest {
    @TempDir
    Path folder;

    private byte[] source;

    @BeforeEach
    void writeTheSource(final BufferAllocator allocator) {
        source = AppendSources.written(folder, allocator, SCHEMA, OPTIONS, 100);
    }

    /** Refuses to append to a writer of this schema, which then ends a sound file. */
    private static void assertRefused(
            final WriterContext context,
            final byte[] source,
            final Schema schema,
            final WriterOptions options,
            final String sentence)
            throws IOException {
        try (ParquetWriter writer = AppendSources.open(context, schema, options);
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
        final byte[] bytes = AppendSources.written(folder, allocator, seconds, WriterOptions.DEFAULT, 10);
        final WriterOptions silent = WriterOptions.builder().arrowSchema(false).build();

        assertRefused(context, bytes, duration(TimeUnit.NANOSECOND), WriterOptions.DEFAULT, "entry ARROW:schema");
        assertRefused(
                context,
                AppendSources.written(folder, allocator, new Schema(List.of(ID)), silent, 10),
                new Schema(List.of(ID)),
                WriterOptions.DEFAULT,
                "entry ARROW:schema");
        // Whoever states nothing accepts everything.
        try (ParquetWriter writer = AppendSources.open(context, new Schema(List.of(ID)), silent);
                EncodedFile encoded = EncodedFile.open(new ByteChannel(AppendSources.written(
                        folder, allocator, new Schema(List.of(ID)), WriterOptions.DEFAULT, 10)))) {
            writer.appendRowGroup(encoded, 0);
            assertThat(writer.rows()).isEqualTo(10);
        }
    }

    private static Schema duration(final TimeUnit unit) {
        return new Schema(List.of(new Field("d", FieldType.nullable(new ArrowType.Duration(unit)), null)));
    }

    @Test
    void behindRowsThatAreOpenItIsRefused(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        try (VectorSchemaRoot root = Vectors.generate(allocator, SCHEMA, 10, Pattern.SORTED, Nulls.SOME, 5);
                ParquetWriter writer = AppendSources.open(context, SCHEMA, OPTIONS);
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
        final byte[] large = AppendSources.written(folder, allocator, new Schema(List.of(ID)), plain, 200_000);
        final byte[] small =
                AppendSources.written(folder, allocator, new Schema(List.of(ID)), WriterOptions.DEFAULT, 100);
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
    void theOwnMetadataOfTheFilesMayDiffer(final BufferAllocator allocator, final WriterContext context)
            throws IOException {
        final byte[] other = AppendSources.written(
                folder,
                allocator,
                SCHEMA,
                OPTIONS.toBuilder().metadata("run", "7").build(),
                60);
        try (ParquetWriter writer = AppendSources.open(
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
