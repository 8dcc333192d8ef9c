package dev.intarsia.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes: {@code 65536}, {@code 64k}, {@code 64KiB}, {@code 128m}, {@code 1GiB}; in any case, powers of 1024. */
final class ByteSize implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]+) ?([a-z]*)");
    private static final Map<String, Integer> SHIFTS =
            Map.of("", 0, "b", 0, "k", 10, "kib", 10, "m", 20, "mib", 20, "g", 30, "gib", 30);

    @Override
    public Long convert(final String text) {
        final Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        final Integer shift = matcher.matches() ? SHIFTS.get(matcher.group(2)) : null;
        if (shift == null) {
            throw new TypeConversionException("'" + text
                    + "' is not a size: give a whole number of bytes, or one with k, m, g, KiB, MiB or GiB behind it");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new TypeConversionException(
                    "'" + text + "' is too large for a size: the largest is " + Long.MAX_VALUE + " bytes");
        }
    }
}
