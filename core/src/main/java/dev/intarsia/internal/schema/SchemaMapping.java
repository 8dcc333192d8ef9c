package dev.intarsia.internal.schema;

import dev.intarsia.internal.schema.Node.Shape;
import dev.intarsia.internal.schema.Place.Role;
import dev.intarsia.options.UnsupportedSchemaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * Walks an Arrow schema from its top to its leaves, once, and collects what it is in Parquet. Confined to one thread.
 *
 * <p>Lists and maps take the three levels and the names that LogicalTypes.md prescribes, whatever Arrow calls their
 * children: readers tell a list from an old two-level one by these names.
 */
final class SchemaMapping {
    /** A field and what it becomes. */
    private record Mapped(Node node, Type type) {}

    private final DictionaryProvider dictionaries;
    private final List<Node> roots = new ArrayList<>();
    private final List<Type> types = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();

    // Where the walk is: names, fields and dictionaries from the top down.
    private final List<String> parts = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final Set<Long> openDictionaries = new HashSet<>();

    /**
     * @param topFields the fields of the schema
     * @param dictionaries must know every dictionary that the fields name
     * @throws UnsupportedSchemaException if one cannot be written
     */
    SchemaMapping(final List<Field> topFields, final DictionaryProvider dictionaries) {
        this.dictionaries = dictionaries;
        FieldNames.requireDistinct("", topFields);
        for (final Field field : topFields) {
            final Mapped mapped = map(FieldNames.of(field), field, Role.VALUE, 0, 0);
            roots.add(mapped.node());
            types.add(mapped.type());
        }
    }

    List<Node> roots() {
        return List.copyOf(roots);
    }

    List<Type> types() {
        return List.copyOf(types);
    }

    List<Leaf> leaves() {
        return List.copyOf(leaves);
    }

    /**
     * @param definition level of an entry whose parent is there
     * @param repetition how many ancestors are repeated
     */
    private Mapped map(
            final String name, final Field carrier, final Role role, final int definition, final int repetition) {
        final int ancestors = fields.size();
        parts.add(name);
        final String path = String.join(".", parts);
        final ValueField value = ValueField.of(path, carrier, dictionaries, openDictionaries);
        fields.addAll(value.way());
        openDictionaries.addAll(value.dictionaryIds());

        final Mapped mapped = map(Place.of(name, path, value, role, definition, repetition));

        openDictionaries.removeAll(value.dictionaryIds());
        fields.subList(ancestors, fields.size()).clear();
        parts.remove(parts.size() - 1);
        return mapped;
    }

    private Mapped map(final Place place) {
        final ArrowType storage = place.value().storage();
        return switch (storage.getTypeID()) {
            case Struct -> struct(place);
            case List -> list(place, Shape.LIST, 0);
            case LargeList -> list(place, Shape.LARGE_LIST, 0);
            case ListView -> list(place, Shape.LIST_VIEW, 0);
            case LargeListView -> list(place, Shape.LARGE_LIST_VIEW, 0);
            case FixedSizeList -> list(place, Shape.FIXED_SIZE_LIST, ((ArrowType.FixedSizeList) storage).getListSize());
            case Map -> keysAndValues(place);
            default -> leaf(place);
        };
    }

    private Mapped leaf(final Place place) {
        ColumnType type = ColumnType.of(place.path(), place.value().storage());
        if (place.annotation() != null) {
            type = type.annotatedWith(place.annotation());
        } else if (place.role() == Role.VARIANT_PART) {
            type = type.withoutOrder();
        }
        final int column = leaves.size();
        leaves.add(new Leaf(
                column,
                fields,
                parts,
                type.physical(),
                type.length(),
                place.definitionLevel(),
                place.repetitionLevel(),
                place.nullable(),
                type.conversion(),
                type.order(),
                type.truncation(),
                geoOf(place.annotation())));
        return new Mapped(
                place.node(Shape.LEAF, 0, column, List.of()),
                ParquetTypes.column(
                        place.path(),
                        place.name(),
                        place.repetition(),
                        type,
                        place.value().carrier()));
    }

    private static Geo geoOf(final LogicalTypeAnnotation annotation) {
        if (annotation instanceof GeometryLogicalTypeAnnotation) {
            return Geo.GEOMETRY;
        }
        return annotation instanceof GeographyLogicalTypeAnnotation ? Geo.GEOGRAPHY : Geo.NONE;
    }

    private Mapped struct(final Place place) {
        final List<Field> children = place.children();
        if (children.isEmpty()) {
            throw place.refused("it has no fields, and Parquet has no group without any; drop it or give it a field");
        }
        FieldNames.requireDistinct(place.path() + ".", children);
        final boolean variant = place.annotation() instanceof VariantLogicalTypeAnnotation;
        final List<Node> nodes = new ArrayList<>();
        final List<Type> members = new ArrayList<>();
        for (final Field child : children) {
            final Mapped mapped = map(
                    FieldNames.of(child),
                    child,
                    variant ? Role.VARIANT_PART : Role.VALUE,
                    place.definitionLevel(),
                    place.repetitionLevel());
            nodes.add(mapped.node());
            members.add(mapped.type());
        }
        return new Mapped(place.node(Shape.STRUCT, 0, -1, nodes), group(place, place.annotation(), members));
    }

    private Mapped list(final Place place, final Shape shape, final int listSize) {
        final List<Field> children = place.children();
        if (children.size() != 1) {
            throw place.refused("it has " + children.size()
                    + " children, a list must have one, the field of its elements; correct it");
        }
        if (listSize < 0) {
            throw place.refused("its lists have " + listSize + " elements, they must have 0 or more; correct it");
        }
        parts.add(ParquetTypes.LIST);
        final Mapped element = map(
                ParquetTypes.ELEMENT,
                children.get(0),
                Role.VALUE,
                place.definitionLevel() + 1,
                place.repetitionLevel() + 1);
        parts.remove(parts.size() - 1);
        return new Mapped(
                place.node(shape, listSize, -1, List.of(element.node())),
                group(
                        place,
                        LogicalTypeAnnotation.listType(),
                        List.of(ParquetTypes.repeated(ParquetTypes.LIST, List.of(element.type())))));
    }

    private Mapped keysAndValues(final Place place) {
        final Field entries = place.entries();
        final int definition = place.definitionLevel() + 1;
        final int repetition = place.repetitionLevel() + 1;
        parts.add(ParquetTypes.KEY_VALUE);
        fields.add(entries);
        final Mapped key = map(ParquetTypes.KEY, entries.getChildren().get(0), Role.KEY, definition, repetition);
        final Mapped value = map(ParquetTypes.VALUE, entries.getChildren().get(1), Role.VALUE, definition, repetition);
        fields.remove(fields.size() - 1);
        final Node node = new Node(
                String.join(".", parts),
                entries,
                List.of(),
                entries,
                Shape.STRUCT,
                false,
                definition,
                repetition,
                0,
                -1,
                List.of(key.node(), value.node()));
        parts.remove(parts.size() - 1);
        return new Mapped(
                place.node(Shape.MAP, 0, -1, List.of(node)),
                group(
                        place,
                        LogicalTypeAnnotation.mapType(),
                        List.of(ParquetTypes.repeated(ParquetTypes.KEY_VALUE, List.of(key.type(), value.type())))));
    }

    private static Type group(final Place place, final LogicalTypeAnnotation annotation, final List<Type> members) {
        return ParquetTypes.group(
                place.path(),
                place.name(),
                place.repetition(),
                annotation,
                members,
                place.value().carrier());
    }
}
