package dev.intarsia.internal.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.BaseRepeatedValueViewVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Random fields and vectors of them, put together from buffers of exactly the bytes that they need, with arbitrary
 * bytes wherever nothing is to be read.
 */
final class RandomBatches implements AutoCloseable {
    private static final ArrowType[] LEAVES = {
        new ArrowType.Int(8, true),
        new ArrowType.Int(32, true),
        new ArrowType.Int(64, true),
        new ArrowType.Bool(),
        new ArrowType.Utf8(),
        new ArrowType.LargeBinary(),
        new ArrowType.Utf8View(),
        new ArrowType.BinaryView(),
        new ArrowType.FixedSizeBinary(3),
        new ArrowType.Null()
    };

    private final Random random;
    private final BufferAllocator allocator;
    private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
    private final List<Field> dictionaryFields = new ArrayList<>();
    /** Whether bytes that must not be read may lead astray: slicing with Arrow's own means reads some of them. */
    private final boolean wild;

    RandomBatches(final Random random, final BufferAllocator allocator, final boolean wild) {
        this.random = random;
        this.allocator = allocator;
        this.wild = wild;
    }

    MapDictionaryProvider dictionaries() {
        return dictionaries;
    }

    /** A field; its dictionaries are known from then on, and are empty. */
    Field field(final String name, final int depth, final boolean mayBeNull) {
        final boolean nullable = mayBeNull && random.nextInt(4) > 0;
        final int kind = depth == 0 ? 0 : random.nextInt(12);
        return switch (kind) {
            case 1, 2 -> {
                final List<Field> children = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    children.add(field("f" + i, depth - 1, true));
                }
                yield of(name, nullable, new ArrowType.Struct(), children);
            }
            case 3 -> of(name, nullable, new ArrowType.List(), List.of(field("item", depth - 1, true)));
            case 4 -> of(name, nullable, new ArrowType.LargeList(), List.of(field("item", depth - 1, true)));
            case 5 ->
                of(
                        name,
                        nullable,
                        new ArrowType.FixedSizeList(random.nextInt(4)),
                        List.of(field("item", depth - 1, true)));
            case 6 -> of(name, nullable, new ArrowType.ListView(), List.of(field("item", depth - 1, true)));
            case 7 -> of(name, nullable, new ArrowType.LargeListView(), List.of(field("item", depth - 1, true)));
            case 8 ->
                of(
                        name,
                        nullable,
                        new ArrowType.Map(false),
                        List.of(of(
                                "entries",
                                false,
                                new ArrowType.Struct(),
                                List.of(leaf("key", false), field("value", depth - 1, true)))));
            case 9 ->
                of(
                        name,
                        nullable,
                        new ArrowType.RunEndEncoded(),
                        List.of(
                                of("run_ends", false, new ArrowType.Int(16 << random.nextInt(3), true), List.of()),
                                withoutNullLeaf("values", depth - 1, nullable)));
            case 10 -> indexes(name, nullable, withoutNullLeaf("entry", depth - 1, nullable));
            default -> leaf(name, nullable);
        };
    }

    /** Nulls alone where none may be are no batch, and behind an index they are tried elsewhere. */
    private Field withoutNullLeaf(final String name, final int depth, final boolean nullable) {
        Field field;
        do {
            field = field(name, depth, nullable);
        } while (field.getType() instanceof ArrowType.Null || (field.getDictionary() != null));
        return nullable == field.isNullable() ? field : of(name, nullable, field.getType(), field.getChildren());
    }

    private Field leaf(final String name, final boolean nullable) {
        return of(name, nullable, LEAVES[random.nextInt(LEAVES.length - (nullable ? 0 : 1))], List.of());
    }

    private static Field of(
            final String name, final boolean nullable, final ArrowType type, final List<Field> children) {
        return new Field(name, new FieldType(nullable, type, null), children);
    }

    private Field indexes(final String name, final boolean nullable, final Field entries) {
        final long id = dictionaryFields.size();
        dictionaryFields.add(entries);
        final ArrowType.Int type = new ArrowType.Int(8 << random.nextInt(4), random.nextBoolean());
        final DictionaryEncoding encoding = new DictionaryEncoding(id, false, type);
        dictionaries.put(new Dictionary(entries.createVector(allocator), encoding));
        return new Field(name, new FieldType(nullable, type, encoding), List.of());
    }

    /** Gives every dictionary other entries. */
    void renewDictionaries() {
        for (int id = dictionaryFields.size() - 1; id >= 0; id--) {
            final Dictionary old = dictionaries.lookup(id);
            old.getVector().close();
            final FieldVector entries = dictionaryFields.get(id).createVector(allocator);
            dictionaries.put(new Dictionary(entries, old.getEncoding()));
        }
        // An index is only drawn once the dictionary that it is for is there: inner ones have smaller numbers.
        for (int id = 0; id < dictionaryFields.size(); id++) {
            load(dictionaries.lookup(id).getVector(), dictionaryFields.get(id), 1 + random.nextInt(9));
        }
    }

    FieldVector vector(final Field field, final int count) {
        final FieldVector vector = field.createVector(allocator);
        load(vector, field, count);
        return vector;
    }

    @Override
    public void close() {
        dictionaries.close();
    }

    private void load(final FieldVector vector, final Field field, final int count) {
        if (vector instanceof NullVector nulls) {
            nulls.setValueCount(count);
        } else if (vector instanceof RunEndEncodedVector runs) {
            loadRuns(runs, field, count);
        } else if (vector instanceof StructVector struct) {
            load(vector, count, validity(field, count));
            for (int i = 0; i < struct.size(); i++) {
                load(
                        (FieldVector) struct.getChildByOrdinal(i),
                        field.getChildren().get(i),
                        count);
            }
        } else if (!field.getChildren().isEmpty()) {
            loadList(vector, field, count);
        } else {
            loadLeaf(vector, field, count);
        }
    }

    private void loadLeaf(final FieldVector vector, final Field field, final int count) {
        final ArrowBuf validity = validity(field, count);
        if (field.getDictionary() != null) {
            final int entries = dictionaries
                    .lookup(field.getDictionary().getId())
                    .getVector()
                    .getValueCount();
            final int width = ((BaseFixedWidthVector) vector).getTypeWidth();
            final ArrowBuf indexes = garbage((long) count * width);
            for (int i = 0; i < count; i++) {
                if (isSet(validity, i) || !wild) {
                    number(indexes, i, width, random.nextInt(entries));
                }
            }
            load(vector, count, validity, indexes);
        } else if (vector instanceof BaseVariableWidthVector || vector instanceof BaseLargeVariableWidthVector) {
            final int width = vector instanceof BaseVariableWidthVector ? 4 : 8;
            final ArrowBuf offsets = garbage((count + 1L) * width);
            int end = 0;
            for (int i = 0; i <= count; i++) {
                number(offsets, i, width, end);
                end += i == count ? 0 : random.nextInt(5);
            }
            load(vector, count, validity, offsets, garbage(end));
        } else if (vector instanceof BaseVariableWidthViewVector) {
            loadViews(vector, count, validity);
        } else {
            final long bytes = vector instanceof BitVector
                    ? (count + 7) / 8
                    : (long) count * ((BaseFixedWidthVector) vector).getTypeWidth();
            load(vector, count, validity, garbage(bytes));
        }
    }

    private void loadViews(final FieldVector vector, final int count, final ArrowBuf validity) {
        final int[] bytes = {40, 100, 13};
        final ArrowBuf views = garbage(count * 16L);
        for (int i = 0; i < count; i++) {
            if (isSet(validity, i) || !wild) {
                final int buffer = random.nextInt(bytes.length);
                final int length = random.nextInt(Math.min(bytes[buffer], 20) + 1);
                views.setInt(i * 16L, length);
                if (length > 12) {
                    views.setInt(i * 16L + 8, buffer);
                    views.setInt(i * 16L + 12, random.nextInt(bytes[buffer] - length + 1));
                }
            }
        }
        load(vector, count, validity, views, garbage(bytes[0]), garbage(bytes[1]), garbage(bytes[2]));
    }

    private void loadRuns(final RunEndEncodedVector vector, final Field field, final int count) {
        final List<Integer> ends = new ArrayList<>();
        for (int end = 0; end < count; ) {
            end += 1 + random.nextInt(4);
            ends.add(wild ? end : Math.min(count, end));
        }
        final int width = ((BaseFixedWidthVector) vector.getRunEndsVector()).getTypeWidth();
        final ArrowBuf buffer = garbage((long) ends.size() * width);
        for (int i = 0; i < ends.size(); i++) {
            number(buffer, i, width, ends.get(i));
        }
        load(vector.getRunEndsVector(), ends.size(), ones(ends.size()), buffer);
        load(vector.getValuesVector(), field.getChildren().get(1), ends.size());
        vector.loadFieldBuffers(new ArrowFieldNode(count, 0), List.of());
    }

    private void loadList(final FieldVector vector, final Field field, final int count) {
        final Field element = field.getChildren().get(0);
        final ArrowBuf validity = validity(field, count);
        if (vector instanceof FixedSizeListVector list) {
            load(vector, count, validity);
            load(list.getDataVector(), element, count * list.getListSize());
        } else if (vector instanceof ListVector || vector instanceof LargeListVector) {
            final int width = vector instanceof ListVector ? 4 : 8;
            final ArrowBuf offsets = garbage((count + 1L) * width);
            int end = wild ? random.nextInt(3) : 0;
            for (int i = 0; i <= count; i++) {
                number(offsets, i, width, end);
                end += i == count ? 0 : length();
            }
            load(vector, count, validity, offsets);
            load(vector.getChildrenFromFields().get(0), element, end);
        } else {
            final int width = vector instanceof LargeListViewVector ? 8 : 4;
            final int elements = 3 + 2 * count;
            final ArrowBuf offsets = garbage((long) count * width);
            final ArrowBuf sizes = garbage((long) count * width);
            for (int i = 0; i < count; i++) {
                if (isSet(validity, i) || !wild) {
                    final int size = Math.min(length(), elements);
                    number(offsets, i, width, random.nextInt(elements - size + 1));
                    number(sizes, i, width, size);
                }
            }
            load(vector, count, validity, offsets, sizes);
            final FieldVector child = vector instanceof BaseRepeatedValueViewVector narrow
                    ? narrow.getDataVector()
                    : ((LargeListViewVector) vector).getDataVector();
            load(child, element, elements);
        }
    }

    private int length() {
        return random.nextInt(20) == 0 ? 9 + random.nextInt(9) : random.nextInt(4);
    }

    private static boolean isSet(final ArrowBuf validity, final int bit) {
        return (validity.getByte(bit / 8) >> bit % 8 & 1) != 0;
    }

    private static void number(final ArrowBuf buffer, final int index, final int width, final long number) {
        for (int i = 0; i < width; i++) {
            buffer.setByte((long) index * width + i, (int) (number >> 8 * i));
        }
    }

    private ArrowBuf validity(final Field field, final int count) {
        if (!field.isNullable() || random.nextInt(5) == 0) {
            return ones(count);
        }
        final ArrowBuf bits = garbage((count + 7) / 8);
        for (int i = 0; i < bits.capacity() && random.nextBoolean(); i++) {
            bits.setByte(i, random.nextInt(3) == 0 ? 0 : -1);
        }
        return bits;
    }

    private ArrowBuf ones(final int count) {
        final ArrowBuf bits = garbage((count + 7) / 8);
        for (int i = 0; i < count; i++) {
            bits.setByte(i / 8, bits.getByte(i / 8) | 1 << i % 8);
        }
        return bits;
    }

    private ArrowBuf garbage(final long bytes) {
        final byte[] content = new byte[(int) bytes];
        random.nextBytes(content);
        final ArrowBuf buffer = allocator.buffer(bytes).slice(0, bytes); // allocators give more
        buffer.setBytes(0, content);
        return buffer;
    }

    private static void load(final FieldVector vector, final int count, final ArrowBuf... buffers) {
        // A number of nulls that is neither none nor all keeps Arrow from making a bitmap of its own.
        vector.loadFieldBuffers(new ArrowFieldNode(count, count == 1 ? 2 : 1), List.of(buffers));
        for (final ArrowBuf buffer : buffers) {
            buffer.close();
        }
    }
}
