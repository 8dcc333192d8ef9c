package dev.intarsia.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads counts: {@code 5000000}, {@code 5_000_000}, {@code 500k}, {@code 5m}, {@code 1g}; powers of 1000. */
final class RowCount implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9][0-9_]*)([kmg]?)");
    private static final Map<String, Long> FACTORS = Map.of("", 1L, "k", 1_000L, "m", 1_000_000L, "g", 1_000_000_000L);

    @Override
    public Long convert(final String text) {
        final Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a count: give a whole number, or one with k, m or g behind it");
        }
        try {
            final long number = Long.parseLong(matcher.group(1).replace("_", ""));
            return Math.multiplyExact(number, (long) FACTORS.get(matcher.group(2)));
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is too large for a count");
        }
    }
}
