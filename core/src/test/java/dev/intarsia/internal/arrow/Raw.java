package dev.intarsia.internal.arrow;

import static dev.intarsia.internal.arrow.Shredder.Entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.options.InvalidBatchException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Vectors made of the buffers that a test states, and readers of them. */
final class Raw implements AutoCloseable {
    static final ArrowType INT8 = new ArrowType.Int(8, true);
    static final String NOT_NULLABLE = " is null, and the field is not nullable; fill it or declare the field nullable";

    final RootAllocator allocator = new RootAllocator();
    final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
    final SlabPool pool = new SlabPool(16 << 20, 0);
    final Reserve reserve = new Reserve(pool);
    private BatchReader reader;

    static Field nullable(final String name, final ArrowType type, final Field... children) {
        return new Field(name, FieldType.nullable(type), Arrays.asList(children));
    }

    static Field required(final String name, final ArrowType type, final Field... children) {
        return new Field(name, FieldType.notNullable(type), Arrays.asList(children));
    }

    static Field indexes(final String name, final long id, final int bits, final boolean signed) {
        final ArrowType.Int type = new ArrowType.Int(bits, signed);
        return new Field(name, new FieldType(true, type, new DictionaryEncoding(id, false, type)), List.of());
    }

    /** Makes a vector the entries of a dictionary, in the place of the ones before, which are closed. */
    void define(final long id, final FieldVector entries) {
        final Dictionary old = dictionaries.lookup(id);
        if (old != null) {
            old.getVector().close();
        }
        dictionaries.put(new Dictionary(entries, new DictionaryEncoding(id, false, null)));
    }

    FieldVector vector(final Field field, final int count, final ArrowBuf... buffers) {
        return load(field.createVector(allocator), count, buffers);
    }

    /** Loads buffers, which are the vector's then, without a word on how many values are null. */
    static FieldVector load(final FieldVector vector, final int count, final ArrowBuf... buffers) {
        vector.loadFieldBuffers(new ArrowFieldNode(count, count == 1 ? 2 : 1), List.of(buffers));
        for (final ArrowBuf buffer : buffers) {
            buffer.close();
        }
        return vector;
    }

    /** Loads the child of a vector. */
    static FieldVector loadChild(
            final FieldVector parent, final int child, final int count, final ArrowBuf... buffers) {
        return load(parent.getChildrenFromFields().get(child), count, buffers);
    }

    /** A bitmap of a string of zeros and ones. */
    ArrowBuf bits(final String bits) {
        final ArrowBuf buffer = room((bits.length() + 7) / 8);
        buffer.setZero(0, buffer.capacity());
        for (int i = 0; i < bits.length(); i++) {
            buffer.setByte(i / 8, buffer.getByte(i / 8) | (bits.charAt(i) - '0') << i % 8);
        }
        return buffer;
    }

    /** Allocators give more than is asked for, which would hide a byte that is read too many. */
    private ArrowBuf room(final long bytes) {
        return allocator.buffer(bytes).slice(0, bytes);
    }

    ArrowBuf none() {
        return allocator.getEmpty();
    }

    ArrowBuf bytes(final int... values) {
        return numbers(1, Arrays.stream(values).asLongStream().toArray());
    }

    ArrowBuf ints(final int... values) {
        return numbers(4, Arrays.stream(values).asLongStream().toArray());
    }

    ArrowBuf longs(final long... values) {
        return numbers(8, values);
    }

    /** Little-endian numbers in a buffer that has not a byte more. */
    ArrowBuf numbers(final int width, final long... values) {
        final ArrowBuf buffer = room((long) width * values.length);
        for (int i = 0; i < values.length * width; i++) {
            buffer.setByte(i, (int) (values[i / width] >> 8 * (i % width)));
        }
        return buffer;
    }

    /** A reader of batches of these columns; a batch that was bound before is not any more. */
    BatchReader reader(final Field... fields) {
        end();
        reader = new BatchReader(
                ParquetSchema.of(new Schema(Arrays.asList(fields)), dictionaries), dictionaries, reserve);
        return reader;
    }

    /**
     * Binds and validates a batch of one column and of as many rows as the vector has values, and closes the vector.
     */
    String entries(final Field field, final FieldVector vector) {
        try (VectorSchemaRoot root = root(vector)) {
            final BatchReader batch = reader(field);
            batch.bind(root);
            batch.validate(100);
            return columns(batch);
        }
    }

    VectorSchemaRoot root(final FieldVector... vectors) {
        return new VectorSchemaRoot(
                Arrays.stream(vectors).map(FieldVector::getField).toList(),
                Arrays.asList(vectors),
                vectors[0].getValueCount());
    }

    /** Repetition and definition level and hexadecimal value of every entry, the columns apart by a bar. */
    String columns(final BatchReader batch) {
        final StringBuilder text = new StringBuilder();
        for (int column = 0; column < batch.columns(); column++) {
            final List<Entry> entries = ReadBack.entries(batch.leaf(column), new Random(column), allocator);
            text.append(column == 0 ? "" : " | ")
                    .append(entries.stream()
                            .map(entry -> "" + entry.repetition() + entry.definition()
                                    + (entry.value() == null ? "" : "=" + entry.value()))
                            .collect(Collectors.joining(" ")));
        }
        return text.toString();
    }

    /** A batch of these vectors is refused with this sentence, and holds no memory then. */
    void assertRefused(final String sentence, final BatchReader reader, final FieldVector... vectors) {
        try (VectorSchemaRoot root = root(vectors)) {
            assertThatThrownBy(() -> {
                        reader.bind(root);
                        reader.validate(100);
                    })
                    .isInstanceOf(InvalidBatchException.class)
                    .hasMessage(sentence);
            reader.unbind();
            reserve.giveBack();
            assertThat(pool.usedBytes()).isZero();
        }
    }

    private void end() {
        if (reader != null) {
            reader.unbind();
            reader = null;
        }
        reserve.giveBack();
    }

    @Override
    public void close() {
        end();
        dictionaries.close();
        allocator.close();
        if (pool.usedBytes() != 0) {
            throw new AssertionError("scratch is not given back");
        }
        pool.close();
    }
}
