package dev.intarsia.model;

import dev.intarsia.testkit.Struct;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Columns of modelled files: a value is a function of a random number, in the neutral form of the test kit. */
enum Column {
    NUMBER(new ArrowType.Int(64, true), false),
    COUNT(new ArrowType.Int(32, true), true),
    WORD(new ArrowType.Utf8(), true),
    TEXT(new ArrowType.Utf8(), false),
    FLAG(new ArrowType.Bool(), true),
    RATIO(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), true),
    LIST(new ArrowType.List(), true, Field.nullable("element", new ArrowType.Int(32, true))),
    STRUCT(
            new ArrowType.Struct(),
            true,
            Field.nullable("word", new ArrowType.Utf8()),
            Field.notNullable("number", new ArrowType.Int(64, true)));

    private static final int LONGEST_TEXT = 60;

    final Field field;

    Column(final ArrowType type, final boolean nullable, final Field... children) {
        this.field = new Field(name(), new FieldType(nullable, type, null), List.of(children));
    }

    /** The value that a random number stands for. */
    Object value(final long random) {
        if (field.isNullable() && Long.remainderUnsigned(random, 7) == 0) {
            return null;
        }
        return switch (this) {
            case NUMBER -> random;
            case COUNT -> Long.remainderUnsigned(random, 5);
            case WORD -> word(random);
            case TEXT -> text(random);
            case FLAG -> random < 0;
            case RATIO -> (double) random;
            case LIST -> list(random);
            case STRUCT -> Struct.of("word", random % 3 == 0 ? null : word(random), "number", random);
        };
    }

    private static String word(final long random) {
        return "word " + Long.remainderUnsigned(random, 40);
    }

    private static String text(final long random) {
        final String digits = Long.toHexString(random);
        return digits.repeat(1 + LONGEST_TEXT / digits.length())
                .substring(0, (int) Long.remainderUnsigned(random, LONGEST_TEXT));
    }

    private static List<Object> list(final long random) {
        final List<Object> elements = new ArrayList<>();
        for (long i = Long.remainderUnsigned(random, 4); i > 0; i--) {
            elements.add((random + i) % 5 == 0 ? null : (random + i) % 1000);
        }
        return elements;
    }

    /** Puts a value into a vector of the column. */
    void set(final FieldVector vector, final int row, final Object value) {
        if (value == null) {
            vector.setNull(row);
            return;
        }
        switch (this) {
            case NUMBER -> ((BigIntVector) vector).setSafe(row, (Long) value);
            case COUNT -> ((IntVector) vector).setSafe(row, ((Long) value).intValue());
            case WORD, TEXT -> text((VarCharVector) vector, row, (String) value);
            case FLAG -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
            case RATIO -> ((Float8Vector) vector).setSafe(row, (Double) value);
            case LIST -> list((ListVector) vector, row, (List<?>) value);
            case STRUCT -> struct((StructVector) vector, row, (Struct) value);
        }
    }

    private static void text(final VarCharVector vector, final int row, final String value) {
        vector.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void list(final ListVector vector, final int row, final List<?> value) {
        final int first = vector.startNewValue(row);
        final IntVector elements = (IntVector) vector.getDataVector();
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i) == null) {
                elements.setNull(first + i);
            } else {
                elements.setSafe(first + i, ((Long) value.get(i)).intValue());
            }
        }
        vector.endValue(row, value.size());
    }

    private static void struct(final StructVector vector, final int row, final Struct value) {
        vector.setIndexDefined(row);
        if (value.get("word") != null) {
            text(vector.getChild("word", VarCharVector.class), row, (String) value.get("word"));
        }
        vector.getChild("number", BigIntVector.class).setSafe(row, (Long) value.get("number"));
    }
}
