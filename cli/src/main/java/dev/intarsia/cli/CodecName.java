package dev.intarsia.cli;

import dev.intarsia.options.Compression;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code CODEC} or {@code CODEC:LEVEL}. */
final class CodecName implements ITypeConverter<Compression> {
    @Override
    public Compression convert(final String text) {
        try {
            return Compression.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
