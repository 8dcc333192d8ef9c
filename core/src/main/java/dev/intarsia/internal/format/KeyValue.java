package dev.intarsia.internal.format;

import java.nio.charset.StandardCharsets;

/**
 * One entry of the file's key-value metadata, in UTF-8: encoded once, written by every checkpoint. Immutable; the
 * arrays are retained.
 */
public record KeyValue(byte[] key, byte[] value) {
    /** The entry of two strings. */
    public static KeyValue of(final String key, final String value) {
        return new KeyValue(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
