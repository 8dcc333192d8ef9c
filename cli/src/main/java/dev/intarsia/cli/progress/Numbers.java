package dev.intarsia.cli.progress;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Numbers {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P", "E"};
    private static final double KIBI = 1024;
    private static final double KILO = 1000;
    private static final double MEGA = 1e6;

    private Numbers() {}

    /** A count with its thousands parted: {@code 1,048,576}. */
    public static String grouped(final long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count and what is counted, in singular or plural: {@code 1 file}, {@code 2 files}. */
    public static String counted(final long count, final String one) {
        return grouped(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** A size in binary units with three digits: {@code 13.2 MiB}. */
    public static String bytes(final long bytes) {
        return bytes < KIBI ? bytes + " B" : scaled(bytes, KIBI, " ", BINARY);
    }

    /** A count in decimal units with three digits: {@code 1.25M}. */
    public static String rough(final double count) {
        return count < KILO ? Long.toString(Math.round(count)) : scaled(count, KILO, "", DECIMAL);
    }

    /** Bytes over a time, in millions a second: {@code 142 MB/s}. */
    public static String megabytesPerSecond(final long bytes, final double seconds) {
        return threeDigits(bytes / Math.max(seconds, 1e-9) / MEGA) + " MB/s";
    }

    /** Times in one unit, which is chosen for the longest: {@code 0.21/3.4/17.5 ms}. */
    public static String times(final long... nanos) {
        long longest = 0;
        for (final long each : nanos) {
            longest = Math.max(longest, each);
        }
        final double unit = longest < 1_000_000 ? 1e3 : longest < 1_000_000_000 ? 1e6 : 1e9;
        final StringBuilder text = new StringBuilder();
        for (final long each : nanos) {
            text.append(text.length() == 0 ? "" : "/").append(threeDigits(each / unit));
        }
        return text.append(unit == 1e3 ? " us" : unit == 1e6 ? " ms" : " s").toString();
    }

    /** A time in seconds: {@code 12.3 s}. */
    public static String seconds(final Duration duration) {
        return threeDigits(duration.toNanos() / 1e9) + " s";
    }

    /** How many times smaller: {@code 3.1x}. */
    public static String ratio(final double ratio) {
        return threeDigits(ratio) + "x";
    }

    private static String scaled(final double value, final double step, final String blank, final String[] units) {
        double scaled = value;
        int unit = 0;
        // A value that would round up to four digits goes to the next unit: 999.7 MiB is 0.98 GiB.
        while (scaled >= step - 0.5 && unit < units.length - 1) {
            scaled /= step;
            unit++;
        }
        return threeDigits(scaled) + blank + units[unit];
    }

    private static String threeDigits(final double value) {
        final String form = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, form, value);
    }
}
