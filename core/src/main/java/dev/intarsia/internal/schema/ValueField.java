package dev.intarsia.internal.schema;

import dev.intarsia.options.UnsupportedSchemaException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The field whose slots hold what a field of a batch stands for. Immutable.
 *
 * <p>Mostly that is the field itself. An index leads to the dictionary's vector, run ends lead to the values of the
 * runs, and each may lead on to the other. The file knows neither: it has the values.
 *
 * @param way the field as a batch states it, then whatever its slots lead to; the last one holds the values
 * @param indirections what leads from each field of the way to the next
 * @param dictionaryIds of the dictionaries on the way
 * @param nullable whether a null may be met. Under a dictionary the index's field decides alone, because entries that
 *     are null may stand in any dictionary and mostly are not used; run ends have no validity of their own, so that
 *     their values have a say
 */
record ValueField(List<Field> way, List<Indirection> indirections, Set<Long> dictionaryIds, boolean nullable) {
    ValueField {
        way = List.copyOf(way);
        indirections = List.copyOf(indirections);
        dictionaryIds = Set.copyOf(dictionaryIds);
    }

    /**
     * @param path of the field, joined by dots, for messages
     * @param carrier the field as a batch states it
     * @param dictionaries must know every dictionary
     * @param openDictionaries ids of the dictionaries in which the field is
     * @throws UnsupportedSchemaException if the way cannot be gone to its end
     */
    static ValueField of(
            final String path,
            final Field carrier,
            final DictionaryProvider dictionaries,
            final Set<Long> openDictionaries) {
        final List<Field> way = new ArrayList<>(List.of(carrier));
        final List<Indirection> indirections = new ArrayList<>();
        final Set<Long> ids = new LinkedHashSet<>();
        boolean nullable = carrier.isNullable();
        Field field = carrier;
        while (true) {
            final DictionaryEncoding encoding = field.getDictionary();
            final ArrowType storage = storageOf(field.getType());
            if (encoding != null) {
                indirections.add(index(path, encoding, storage));
                if (openDictionaries.contains(encoding.getId()) || !ids.add(encoding.getId())) {
                    throw ColumnType.unsupported(
                            path,
                            field.getType(),
                            "it is an index into dictionary " + encoding.getId()
                                    + ", inside whose values it stands itself; give the inner field a dictionary of its"
                                    + " own");
                }
                field = entries(path, encoding, field, dictionaries);
            } else if (storage.getTypeID() == ArrowTypeID.RunEndEncoded) {
                indirections.add(runEnds(path, storage, field.getChildren()));
                field = field.getChildren().get(1);
                nullable |= ids.isEmpty() && field.isNullable();
            } else {
                return new ValueField(way, indirections, ids, nullable);
            }
            way.add(field);
        }
    }

    /** The type of a type's slots: that of the storage where the type is an extension. */
    static ArrowType storageOf(final ArrowType type) {
        ArrowType storage = type;
        while (storage instanceof ArrowType.ExtensionType extension) {
            storage = extension.storageType();
        }
        return storage;
    }

    /** The field as a batch states it. */
    Field carrier() {
        return way.get(0);
    }

    /** The field whose slots hold the values. */
    Field field() {
        return way.get(way.size() - 1);
    }

    /** The type of the slots that hold the values, which is never an extension. */
    ArrowType storage() {
        return storageOf(field().getType());
    }

    private static Indirection index(final String path, final DictionaryEncoding encoding, final ArrowType type) {
        if (type instanceof ArrowType.Int index) {
            return new Indirection.Dictionary(encoding.getId(), index.getBitWidth() / Byte.SIZE, index.getIsSigned());
        }
        throw ColumnType.unsupported(
                path,
                type,
                "it names dictionary " + encoding.getId()
                        + ", so it must be the integer that is the index; give the schema as the batches state it, not"
                        + " as a stream does");
    }

    private static Field entries(
            final String path, final DictionaryEncoding encoding, final Field index, final DictionaryProvider known) {
        final Dictionary dictionary = known.lookup(encoding.getId());
        if (dictionary == null) {
            throw ColumnType.unsupported(
                    path,
                    index.getType(),
                    "it is an index into dictionary " + encoding.getId()
                            + ", which the provider does not know; give it the dictionary before the file is opened");
        }
        final Field entries = dictionary.getVector().getField();
        if (entries.getDictionary() != null) {
            throw ColumnType.unsupported(
                    path,
                    index.getType(),
                    "it is an index into dictionary " + encoding.getId() + ", whose values are indexes into dictionary "
                            + entries.getDictionary().getId()
                            + ", and an Arrow schema can state one dictionary a field; decode the outer one");
        }
        return entries;
    }

    private static Indirection runEnds(final String path, final ArrowType type, final List<Field> children) {
        if (children.size() != 2) {
            throw ColumnType.unsupported(
                    path,
                    type,
                    "it has " + children.size() + " children, it must have two, the ends of runs and their values;"
                            + " correct it");
        }
        if (children.get(0).getType() instanceof ArrowType.Int ends
                && ends.getIsSigned()
                && (ends.getBitWidth() == 16 || ends.getBitWidth() == 32 || ends.getBitWidth() == 64)) {
            return new Indirection.RunEnds(ends.getBitWidth() / Byte.SIZE);
        }
        throw ColumnType.unsupported(
                path,
                type,
                "its run ends are of type " + children.get(0).getType()
                        + ", they must be signed integers of 16, 32 or 64 bits; correct it");
    }
}
