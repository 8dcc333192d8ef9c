package dev.intarsia.internal.schema;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/** The Arrow schema as readers that know Arrow expect to find it in a file. */
final class ArrowSchemaEntry {
    private ArrowSchemaEntry() {}

    /**
     * Base64, with padding, of the encapsulated IPC message: FFFFFFFF, the length of what follows as four little-endian
     * bytes, and the message padded to a multiple of eight, which is what Arrow C++ and arrow-rs write and read. Arrow
     * builds it in heap memory, so it needs no JVM flag.
     *
     * <p>Entries of metadata are put in the order of their keys, or the same rows would give other bytes in each
     * process: Arrow copies them into hash maps, whose order within a bucket is that of insertion, and a
     * {@code Map.of} has a random one.
     *
     * <p>A dictionary-encoded field has the type of its values in a message, and names its dictionary beside it; in a
     * batch it has the type of its indexes. A reader that found the latter would take the values for indexes.
     *
     * @param dictionaries knows every dictionary that the fields name
     */
    static String of(
            final List<Field> fields, final Map<String, String> metadata, final DictionaryProvider dictionaries) {
        final List<Field> stated = new ArrayList<>(fields.size());
        for (final Field field : fields) {
            stated.add(ordered(DictionaryUtility.toMessageFormat(field, dictionaries, new HashSet<>())));
        }
        return Base64.getEncoder().encodeToString(new Schema(stated, new TreeMap<>(metadata)).serializeAsMessage());
    }

    private static Field ordered(final Field field) {
        final FieldType type = field.getFieldType();
        final List<Field> children = new ArrayList<>(field.getChildren().size());
        for (final Field child : field.getChildren()) {
            children.add(ordered(child));
        }
        return new Field(
                field.getName(),
                new FieldType(
                        type.isNullable(), type.getType(), type.getDictionary(), new TreeMap<>(type.getMetadata())),
                children);
    }
}
