package dev.intarsia.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.arrow.vector.types.TimeUnit;

/** Slots of types without children in Arrow's integration JSON. */
final class JsonScalar {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private JsonScalar() {}

    /** A whole number, which is a text where it may have more than 53 bits; of 64 unsigned bits as those of a long. */
    static long number(final JsonNode node) {
        return new BigInteger(node.asText()).longValue();
    }

    /** The value of a slot that is not null. */
    static Object of(final JsonNode type, final JsonNode column, final int slot) {
        final String name = type.get("name").asText();
        if (name.endsWith("view")) {
            return view(name.startsWith("utf8"), column, slot);
        }
        final JsonNode value = column.path("DATA").path(slot);
        return switch (name) {
            case "bool" -> value.asBoolean();
            case "int" -> integer(type, value);
            case "floatingpoint" ->
                type.get("precision").asText().equals("DOUBLE")
                        ? (Object) Double.parseDouble(value.asText())
                        : Float.parseFloat(value.asText());
            case "utf8", "largeutf8" -> value.asText();
            case "binary", "largebinary", "fixedsizebinary" -> Bytes.ofHex(value.asText());
            case "decimal" ->
                new BigDecimal(new BigInteger(value.asText()), type.get("scale").asInt());
            case "date" ->
                LocalDate.ofEpochDay(
                        type.get("unit").asText().equals("DAY")
                                ? number(value)
                                : Math.floorDiv(number(value), MILLIS_PER_DAY));
            case "time" -> Neutral.time(number(value), perSecond(type));
            case "timestamp" ->
                Neutral.timestamp(
                        number(value),
                        perSecond(type),
                        !type.path("timezone").asText("").isEmpty());
            case "duration" -> number(value);
            case "interval" -> interval(value);
            default -> throw new IllegalArgumentException("the type " + name + " has no neutral form");
        };
    }

    private static Object integer(final JsonNode type, final JsonNode value) {
        final boolean isWide = type.get("bitWidth").asInt() == Long.SIZE;
        return isWide && !type.get("isSigned").asBoolean() ? new BigInteger(value.asText()) : (Object) number(value);
    }

    private static long perSecond(final JsonNode type) {
        return Neutral.perSecond(TimeUnit.valueOf(type.get("unit").asText()));
    }

    private static Interval interval(final JsonNode value) {
        if (value.isNumber()) {
            return new Interval(value.asInt(), 0, 0);
        } else if (value.has("milliseconds")) {
            return Interval.ofMillis(
                    0, value.get("days").asInt(), value.get("milliseconds").asInt());
        }
        return new Interval(
                value.get("months").asInt(),
                value.get("days").asInt(),
                value.get("nanoseconds").asLong());
    }

    private static Object view(final boolean isText, final JsonNode column, final int slot) {
        final JsonNode view = column.get("VIEWS").get(slot);
        final byte[] bytes;
        if (view.has("INLINED")) {
            final String inlined = view.get("INLINED").asText();
            bytes = isText
                    ? inlined.getBytes(StandardCharsets.UTF_8)
                    : HexFormat.of().parseHex(inlined);
        } else {
            final byte[] buffer = HexFormat.of()
                    .parseHex(column.get("VARIADIC_DATA_BUFFERS")
                            .get(view.get("BUFFER_INDEX").asInt())
                            .asText());
            final int offset = view.get("OFFSET").asInt();
            bytes = Arrays.copyOfRange(buffer, offset, offset + view.get("SIZE").asInt());
        }
        return isText ? Neutral.text(bytes) : new Bytes(bytes);
    }
}
