package dev.intarsia.testkit.random;

import dev.intarsia.testkit.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * What a generated field is, before there is memory. Immutable. Its values depend on its own seed, not on its place, so
 * that taking a neighbour or a parent away leaves them as they were.
 *
 * @param name of the field
 * @param seed of its values
 * @param nullable whether it may have nulls
 * @param form how its vector holds them
 * @param type of its vector: of indexes where it is a dictionary's, of run ends where there are runs
 * @param leaf name of its {@link LeafType}, empty but for leaves
 * @param pattern of a leaf's values
 * @param brokenText whether some texts are not UTF-8
 * @param dictionaryId of the dictionary, 0 where there is none
 * @param children of a struct its fields, of a list its element, of a map key and value, of a
 *     dictionary or runs the values
 */
public record FieldPlan(
        String name,
        long seed,
        boolean nullable,
        Form form,
        ArrowType type,
        String leaf,
        Pattern pattern,
        boolean brokenText,
        long dictionaryId,
        List<FieldPlan> children) {
    public FieldPlan {
        children = List.copyOf(children);
    }

    static FieldPlan leaf(
            final String name, final long seed, final boolean nullable, final String leaf, final Pattern pattern) {
        final ArrowType type = LeafType.ALL.get(leaf).type();
        return new FieldPlan(name, seed, nullable, Form.LEAF, type, leaf, pattern, false, 0, List.of());
    }

    static FieldPlan nested(
            final String name,
            final long seed,
            final boolean nullable,
            final Form form,
            final ArrowType type,
            final List<FieldPlan> children) {
        return new FieldPlan(name, seed, nullable, form, type, "", Pattern.FEW, false, 0, children);
    }

    FieldPlan withChildren(final List<FieldPlan> newChildren) {
        return new FieldPlan(name, seed, nullable, form, type, leaf, pattern, brokenText, dictionaryId, newChildren);
    }

    FieldPlan withNameAndNullable(final String newName, final boolean newNullable) {
        return new FieldPlan(newName, seed, newNullable, form, type, leaf, pattern, brokenText, dictionaryId, children);
    }

    FieldPlan withDictionary(final long id) {
        return new FieldPlan(name, seed, nullable, form, type, leaf, pattern, brokenText, id, children);
    }

    FieldPlan withBrokenText() {
        return new FieldPlan(name, seed, nullable, form, type, leaf, pattern, true, dictionaryId, children);
    }

    /** This and everything below it, the values of dictionaries too. */
    public Stream<FieldPlan> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(FieldPlan::all));
    }

    /** Levels of lists, structs and maps. */
    public int depth() {
        final int below = children.stream().mapToInt(FieldPlan::depth).max().orElse(0);
        return form == Form.LEAF || form == Form.DICTIONARY || form == Form.RUN_ENDS ? below : below + 1;
    }

    /** The field as a schema states it, dictionaries by the type of their indexes. */
    public Field field() {
        return switch (form) {
            case LEAF ->
                new Field(
                        name,
                        new FieldType(
                                nullable, type, null, LeafType.ALL.get(leaf).metadata()),
                        null);
            case DICTIONARY ->
                new Field(
                        name,
                        new FieldType(
                                nullable, type, new DictionaryEncoding(dictionaryId, false, (ArrowType.Int) type)),
                        null);
            case RUN_ENDS ->
                new Field(
                        name,
                        new FieldType(nullable, ArrowType.RunEndEncoded.INSTANCE, null),
                        List.of(
                                new Field("run_ends", new FieldType(false, type, null), null),
                                children.get(0).field()));
            case MAP ->
                new Field(
                        name,
                        new FieldType(nullable, type, null),
                        List.of(new Field(
                                "entries", new FieldType(false, ArrowType.Struct.INSTANCE, null), childFields())));
            case VARIANT ->
                new Field(
                        name,
                        new FieldType(nullable, type, null, new LeafType(type, LeafType.VARIANT).metadata()),
                        childFields());
            default -> new Field(name, new FieldType(nullable, type, null, Map.of()), childFields());
        };
    }

    private List<Field> childFields() {
        final List<Field> fields = new ArrayList<>();
        children.forEach(child -> fields.add(child.field()));
        return fields;
    }
}
