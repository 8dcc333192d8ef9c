package dev.intarsia.options;

/**
 * A schema that Parquet, or this version of Intarsia, cannot write, or another one than the file was begun with that
 * shall be restored: no file was opened. The message names the field and the remedy.
 */
public final class UnsupportedSchemaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the field at fault, its path joined by dots
     * @param message what is wrong with it and what to do
     */
    public UnsupportedSchemaException(final String field, final String message) {
        super("field '" + field + "': " + message);
        this.field = field;
    }

    /** Path of the field at fault, joined by dots. */
    public String field() {
        return field;
    }
}
