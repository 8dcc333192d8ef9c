package dev.intarsia.testkit.structure;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A minimum and a maximum, from wherever they are written, against the values they are of. Confined. */
final class BoundRules {
    private static final int SHOWN_BYTES = 24;

    private final Leaf leaf;
    private final Truth truth;
    private final String place;
    private final Report report;

    BoundRules(final Leaf leaf, final Truth truth, final String place, final Report report) {
        this.leaf = leaf;
        this.truth = truth;
        this.place = place;
        this.report = report;
    }

    /** Looks at the bounds and their exact flags, each of which may be null. */
    void look(final byte[] min, final Boolean minExact, final byte[] max, final Boolean maxExact) {
        if (min == null && max == null) {
            return;
        } else if (leaf.order() == ValueOrder.NONE) {
            report.found(Rule.BOUNDS_FORBIDDEN, place, "there are bounds, and the type has no order");
            return;
        } else if (truth.values().isEmpty()) {
            report.found(Rule.BOUNDS_FORBIDDEN, place, "there are bounds, and all values are null");
            return;
        }
        report.unless(
                truth.nans() == 0 || leaf.order() == ValueOrder.FLOAT_TOTAL,
                Rule.BOUNDS_BESIDE_NAN,
                place,
                "there are bounds beside " + truth.nans() + " NaNs");
        if (min != null && hasForm(min, "minimum")) {
            one(min, minExact, true);
        }
        if (max != null && hasForm(max, "maximum")) {
            one(max, maxExact, false);
        }
    }

    private boolean hasForm(final byte[] bound, final String name) {
        final boolean hasLength =
                leaf.width() == 0 || bound.length == leaf.width() || leaf.canBeCut() && bound.length < leaf.width();
        final boolean isBoolean = leaf.type() != PhysicalType.BOOLEAN || hasLength && (bound[0] & ~1) == 0;
        final boolean isNumber = leaf.order() != ValueOrder.DECIMAL || bound.length > 0;
        final boolean isText =
                !leaf.isText() || isUtf8(bound) || !truth.values().stream().allMatch(BoundRules::isUtf8);
        final boolean isSound = hasLength && isBoolean && isNumber && isText;
        report.unless(isSound, Rule.BOUND_FORM, place, "the " + name + " " + hex(bound) + " is no value of the type");
        return isSound;
    }

    private void one(final byte[] bound, final Boolean exact, final boolean isMin) {
        final String name = isMin ? "minimum" : "maximum";
        final byte[] target = isMin ? truth.min() : truth.max();
        final ValueOrder order = leaf.order();
        if (order.isNan(bound) && (target == null || !order.isNan(target))) {
            report.found(Rule.NAN_BOUNDS, place, "the " + name + " is a NaN");
            return;
        } else if (target == null) {
            report.found(Rule.BOUNDS_FORBIDDEN, place, "there is a " + name + ", and all values are NaN");
            return;
        }
        if (order == ValueOrder.FLOAT_BY_TYPE && order.isZero(bound) && ValueOrder.isNegative(bound) != isMin) {
            report.found(Rule.ZERO_BOUNDS, place, "the " + name + " is " + (isMin ? "+0.0" : "-0.0"));
            return;
        }
        final int compared = order.compare(bound, target);
        final boolean same = order.same(bound, target);
        final String stated = "the " + name + " is " + hex(bound) + ", that of the values is " + hex(target);
        if (!same && (isMin ? compared > 0 : compared < 0)) {
            report.found(Rule.BOUNDS, place, stated);
        } else if (Boolean.TRUE.equals(exact)) {
            report.unless(same, Rule.EXACT_FLAGS, place, stated + ", and it is called exact");
        } else if (same) {
            report.unless(exact == null, Rule.TRUNCATION, place, stated + ", and it is called inexact");
        } else {
            report.unless(leaf.canBeCut() && isCut(bound, target, isMin), Rule.TRUNCATION, place, stated);
        }
    }

    /** Whether the bound is the value cut short, and a maximum then raised at its last byte or code point. */
    private boolean isCut(final byte[] bound, final byte[] value, final boolean isMin) {
        if (isMin) {
            return bound.length < value.length && Arrays.equals(bound, 0, bound.length, value, 0, bound.length);
        } else if (leaf.isText() && isUtf8(value)) {
            final int[] points = codePoints(bound);
            final int[] whole = codePoints(value);
            final int last = points.length - 1;
            return last >= 0
                    && points.length <= whole.length
                    && Arrays.equals(points, 0, last, whole, 0, last)
                    && points[last] == (whole[last] == 0xD7FF ? 0xE000 : whole[last] + 1);
        }
        final int last = bound.length - 1;
        return last >= 0
                && bound.length <= value.length
                && Arrays.equals(bound, 0, last, value, 0, last)
                && (bound[last] & 0xFF) == (value[last] & 0xFF) + 1;
    }

    /** Whether the greatest value starts with what cannot be raised, so that it may have no shorter bound. */
    static boolean hasNoShorterMax(final Leaf leaf, final byte[] max) {
        if (!leaf.canBeCut() || max.length == 0) {
            return false;
        }
        return max[0] == -1 || leaf.isText() && isUtf8(max) && codePoints(max)[0] == Character.MAX_CODE_POINT;
    }

    /**
     * Whether the limit of bounds, which the file does not tell, may be too short for the greatest text's first
     * character: then there is no maximum, and the minimum is shorter than that character.
     */
    static boolean isOverLimit(final Leaf leaf, final byte[] max, final byte[] minBound) {
        return leaf.isText()
                && minBound != null
                && max.length > 0
                && minBound.length < Character.toString(codePoints(max)[0]).getBytes(StandardCharsets.UTF_8).length;
    }

    private static int[] codePoints(final byte[] text) {
        return new String(text, StandardCharsets.UTF_8).codePoints().toArray();
    }

    static boolean isUtf8(final byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (final CharacterCodingException e) {
            return false;
        }
    }

    private static String hex(final byte[] bytes) {
        return bytes.length <= SHOWN_BYTES
                ? "0x" + HexFormat.of().formatHex(bytes)
                : "0x" + HexFormat.of().formatHex(bytes, 0, SHOWN_BYTES) + ".. (" + bytes.length + " bytes)";
    }
}
