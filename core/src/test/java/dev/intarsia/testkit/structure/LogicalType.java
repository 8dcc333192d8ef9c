package dev.intarsia.testkit.structure;

/**
 * What a schema element's annotation says, from whichever of its two forms. Immutable.
 *
 * @param kind which one
 * @param size bit width of INTEGER, precision of DECIMAL, unit of TIME and TIMESTAMP by its id (1
 *     milli, 2 micro, 3 nano)
 * @param scale of DECIMAL
 * @param signed of INTEGER
 */
record LogicalType(Kind kind, int size, int scale, boolean signed) {
    static final LogicalType NONE = new LogicalType(Kind.NONE);

    /** Id of the converted type that none is. */
    static final int NO_CONVERTED_TYPE = -1;

    private static final int DECIMAL = 5;
    private static final int MILLIS = 1;
    private static final int MICROS = 2;
    private static final int FIRST_UNSIGNED = 11;
    private static final int FIRST_SIGNED = 15;
    private static final int INTERVAL = 21;

    enum Kind {
        NONE(0, NO_CONVERTED_TYPE),
        STRING(1, 0),
        MAP(2, 1),
        LIST(3, 3),
        ENUM(4, 4),
        DECIMAL(5, LogicalType.DECIMAL),
        DATE(6, 6),
        TIME(7, 7),
        TIMESTAMP(8, 9),
        INTEGER(10, FIRST_UNSIGNED),
        UNKNOWN(11, NO_CONVERTED_TYPE),
        JSON(12, 19),
        BSON(13, 20),
        UUID(14, NO_CONVERTED_TYPE),
        FLOAT16(15, NO_CONVERTED_TYPE),
        VARIANT(16, NO_CONVERTED_TYPE),
        GEOMETRY(17, NO_CONVERTED_TYPE),
        GEOGRAPHY(18, NO_CONVERTED_TYPE),
        /** No choice of the union: these two are converted types only. */
        INTERVAL(-1, LogicalType.INTERVAL),
        MAP_KEY_VALUE(-1, 2);

        private final int id;
        private final int converted;

        Kind(final int id, final int converted) {
            this.id = id;
            this.converted = converted;
        }
    }

    LogicalType(final Kind kind) {
        this(kind, 0, 0, false);
    }

    boolean is(final Kind other) {
        return kind == other;
    }

    /** The newer form; the older one where it alone is written. */
    static LogicalType of(final Struct element) {
        return element.has(10) ? ofUnion(element.struct(10)) : ofConverted(element);
    }

    static LogicalType ofUnion(final Struct union) {
        if (union.fields().size() != 1) {
            throw new Malformed("the logical type has " + union.fields().size() + " choices instead of one");
        }
        final int id = union.fields().firstKey();
        for (final Kind kind : Kind.values()) {
            if (kind.id == id && kind != Kind.NONE) {
                return ofChoice(kind, union.struct(id));
            }
        }
        return NONE; // of a newer format; a reader takes the physical type
    }

    private static LogicalType ofChoice(final Kind kind, final Struct choice) {
        return switch (kind) {
            case DECIMAL -> new LogicalType(kind, choice.i32(2), choice.i32(1), true);
            case INTEGER -> new LogicalType(kind, choice.i8(1), 0, choice.flag(2));
            case TIME, TIMESTAMP -> {
                choice.flag(1);
                yield new LogicalType(kind, choice.struct(2).fields().firstKey(), 0, true);
            }
            default -> new LogicalType(kind);
        };
    }

    static LogicalType ofConverted(final Struct element) {
        final int converted = element.i32(6, NO_CONVERTED_TYPE);
        if (converted == NO_CONVERTED_TYPE) {
            return NONE;
        } else if (converted == DECIMAL) {
            return new LogicalType(Kind.DECIMAL, element.i32(8), element.i32(7, 0), true);
        } else if (converted >= FIRST_UNSIGNED && converted < FIRST_SIGNED + 4) {
            return new LogicalType(Kind.INTEGER, 8 << (converted - FIRST_UNSIGNED) % 4, 0, converted >= FIRST_SIGNED);
        }
        for (final Kind kind : Kind.values()) {
            final boolean isTime = kind == Kind.TIME || kind == Kind.TIMESTAMP;
            if (kind.converted == converted) {
                return isTime ? new LogicalType(kind, MILLIS, 0, true) : new LogicalType(kind);
            } else if (isTime && kind.converted + 1 == converted) {
                return new LogicalType(kind, MICROS, 0, true);
            }
        }
        throw new Malformed("there is no converted type " + converted);
    }

    /** Id of the converted type that says the same, or {@link #NO_CONVERTED_TYPE}. */
    int converted() {
        return switch (kind) {
            case TIME, TIMESTAMP -> size > MICROS ? NO_CONVERTED_TYPE : kind.converted + size - MILLIS;
            case INTEGER -> (signed ? FIRST_SIGNED : FIRST_UNSIGNED) + Integer.numberOfTrailingZeros(size) - 3;
            default -> kind.converted;
        };
    }
}
