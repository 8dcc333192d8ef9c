package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.testkit.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What the statistics of some values must be, from the values themselves and the format's rules: no bounds where there
 * is no value or a NaN, zeros widened to both signs, texts and binaries in the order of their unsigned bytes, no
 * maximum where it is too long and its beginning is the greatest there is.
 *
 * @param min least value in neutral form, null where there must be none; so is {@code max}
 * @param nulls how many are null
 * @param nans how many are NaN
 * @param boundBytes bytes to which the bounds of texts and binaries are cut
 */
record BruteForce(Object min, Object max, long nulls, long nans, int boundBytes) {
    static BruteForce of(final List<Object> values, final int boundBytes) {
        final List<Object> present = values.stream().filter(Objects::nonNull).toList();
        final long nulls = values.size() - present.size();
        final long nans = present.stream().filter(BruteForce::isNan).count();
        if (present.isEmpty() || nans > 0) {
            return new BruteForce(null, null, nulls, nans, boundBytes);
        }
        final Object min = present.stream().min(BruteForce::compare).orElseThrow();
        final Object max = present.stream().max(BruteForce::compare).orElseThrow();
        return new BruteForce(widened(min, true), widened(max, false), nulls, nans, boundBytes);
    }

    /** Whether a bound is an infinity. */
    boolean isInfinite() {
        return isInfinite(min) || isInfinite(max);
    }

    /** Whether the maximum is longer than bounds may be and no shorter one lies above it. */
    boolean hasNoShorterMax() {
        if (!(max instanceof String || max instanceof Bytes) || bytesOf(max).length <= boundBytes) {
            return false;
        }
        return max instanceof String text
                ? text.substring(0, boundBytes / Character.BYTES)
                        .codePoints()
                        .allMatch(point -> point == Character.MAX_CODE_POINT)
                : new Bytes(Arrays.copyOf(bytesOf(max), boundBytes)).equals(greatest(boundBytes));
    }

    /**
     * Checks bounds as a file states them, which may be cut: no longer than {@code boundBytes}, outside the values, and
     * marked as not exact; or not cut, and then exact and attained.
     */
    void assertBoundedBy(
            final String place,
            final Object statedMin,
            final boolean minExact,
            final Object statedMax,
            final boolean maxExact) {
        if (min == null) {
            assertThat(statedMin).as("minimum of %s", place).isNull();
            assertThat(statedMax).as("maximum of %s", place).isNull();
            return;
        }
        assertThat(statedMin).as("minimum of %s", place).isNotNull();
        assertOne("minimum of " + place, statedMin, minExact, min, -1);
        if (hasNoShorterMax()) {
            assertThat(statedMax).as("maximum of %s", place).isNull();
        } else {
            assertThat(statedMax).as("maximum of %s", place).isNotNull();
            assertOne("maximum of " + place, statedMax, maxExact, max, 1);
        }
    }

    private static Bytes greatest(final int length) {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xFF);
        return new Bytes(bytes);
    }

    private void assertOne(
            final String bound, final Object stated, final boolean exact, final Object attained, final int outside) {
        if (exact) {
            assertThat(stated).as("exact " + bound).isEqualTo(attained);
        } else {
            assertThat(Integer.signum(compare(stated, attained)))
                    .as(bound + ": " + stated + " against the attained " + attained)
                    .isEqualTo(outside);
            assertThat(bytesOf(stated)).as("length of cut " + bound).hasSizeLessThanOrEqualTo(boundBytes);
            assertThat(bytesOf(attained)).as("length of uncut " + bound).hasSizeGreaterThan(boundBytes);
        }
    }

    private static boolean isInfinite(final Object bound) {
        return bound instanceof Float f && f.isInfinite() || bound instanceof Double d && d.isInfinite();
    }

    private static boolean isNan(final Object value) {
        return value instanceof Float f && f.isNaN() || value instanceof Double d && d.isNaN();
    }

    private static Object widened(final Object bound, final boolean isMin) {
        if (bound instanceof Float f && f == 0) {
            return isMin ? -0.0f : 0.0f;
        } else if (bound instanceof Double d && d == 0) {
            return isMin ? -0.0 : 0.0;
        }
        return bound;
    }

    private static int compare(final Object a, final Object b) {
        if (a instanceof String || a instanceof Bytes) {
            return new Bytes(bytesOf(a)).compareTo(new Bytes(bytesOf(b)));
        }
        return natural().compare(a, b);
    }

    private static byte[] bytesOf(final Object textOrBinary) {
        return textOrBinary instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : ((Bytes) textOrBinary).array();
    }

    /** Values of one column are of one class, which compares with itself. */
    @SuppressWarnings("unchecked")
    private static Comparator<Object> natural() {
        return (a, b) -> ((Comparable<Object>) a).compareTo(b);
    }
}
