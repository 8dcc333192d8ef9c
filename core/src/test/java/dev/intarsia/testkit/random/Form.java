package dev.intarsia.testkit.random;

/** How the vector of a planned field holds its values. */
public enum Form {
    LEAF,
    STRUCT,
    /** The extension type over a struct of two binaries. */
    VARIANT,
    LIST,
    LARGE_LIST,
    FIXED_SIZE_LIST,
    LIST_VIEW,
    LARGE_LIST_VIEW,
    MAP,
    /** Indexes into a dictionary. */
    DICTIONARY,
    RUN_ENDS;

    /** Whether a slot leads to a range of slots of one child. */
    boolean isList() {
        return switch (this) {
            case LIST, LARGE_LIST, FIXED_SIZE_LIST, LIST_VIEW, LARGE_LIST_VIEW -> true;
            default -> false;
        };
    }
}
