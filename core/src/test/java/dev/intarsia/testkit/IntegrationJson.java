package dev.intarsia.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A file of the Arrow project's integration format: a schema, dictionaries and batches as JSON, where every slot can be
 * read. It says what a stream of the same name holds without Arrow's Java having read that stream. See the Arrow
 * documentation, "Integration testing", "JSON test data format".
 *
 * <p>Every type is understood but unions. Numbers of 64 bits and offsets may be texts; older files lack them as such.
 */
public final class IntegrationJson {
    private static final String UUID_NAME = "arrow.uuid";

    private final Map<Long, JsonNode> dictionaries = new HashMap<>();

    private IntegrationJson() {}

    /**
     * All rows of a {@code .json.gz}.
     *
     * @throws IllegalArgumentException if it has a union
     */
    public static Table read(final Path path) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
            return new IntegrationJson().table(new ObjectMapper().readTree(in));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Table table(final JsonNode file) {
        final JsonNode fields = file.get("schema").get("fields");
        for (final JsonNode dictionary : file.path("dictionaries")) {
            dictionaries.put(
                    dictionary.get("id").asLong(),
                    dictionary.get("data").get("columns").get(0));
        }
        final List<String> names = new ArrayList<>();
        fields.forEach(field -> names.add(field.get("name").asText()));
        final Table table = Table.empty(names);
        for (final JsonNode batch : file.get("batches")) {
            for (int column = 0; column < names.size(); column++) {
                for (int slot = 0; slot < batch.get("count").asInt(); slot++) {
                    table.columns()
                            .get(column)
                            .add(value(fields.get(column), batch.get("columns").get(column), slot));
                }
            }
        }
        return table;
    }

    private Object value(final JsonNode field, final JsonNode column, final int slot) {
        final String type = field.get("type").get("name").asText();
        if (type.equals("null")
                || column.has("VALIDITY") && column.get("VALIDITY").get(slot).asInt() == 0) {
            return null;
        } else if (field.has("dictionary")) {
            final JsonNode dictionary =
                    dictionaries.get(field.get("dictionary").get("id").asLong());
            final JsonNode entry = column.get("DATA").get(slot);
            return ofType(type, field, dictionary, Math.toIntExact(JsonScalar.number(entry)));
        }
        return ofType(type, field, column, slot);
    }

    private Object ofType(final String type, final JsonNode field, final JsonNode column, final int slot) {
        if (column.has("VALIDITY") && column.get("VALIDITY").get(slot).asInt() == 0) {
            return null; // an entry of a dictionary
        }
        return switch (type) {
            case "list", "largelist" ->
                list(field, column, number(column, "OFFSET", slot), number(column, "OFFSET", slot + 1));
            case "listview", "largelistview" -> {
                final long start = number(column, "OFFSET", slot);
                yield list(field, column, start, start + number(column, "SIZE", slot));
            }
            case "fixedsizelist" -> {
                final long size = field.get("type").get("listSize").asLong();
                yield list(field, column, slot * size, (slot + 1) * size);
            }
            case "map" ->
                Neutral.map(list(field, column, number(column, "OFFSET", slot), number(column, "OFFSET", slot + 1)));
            case "struct" -> struct(field, column, slot);
            case "runendencoded" -> run(field, column, slot);
            default -> {
                final Object scalar = JsonScalar.of(field.get("type"), column, slot);
                yield scalar instanceof Bytes bytes && isUuid(field) ? Neutral.uuid(bytes.array()) : scalar;
            }
        };
    }

    private static boolean isUuid(final JsonNode field) {
        for (final JsonNode pair : field.path("metadata")) {
            if (pair.get("key").asText().equals("ARROW:extension:name")) {
                return pair.get("value").asText().equals(UUID_NAME);
            }
        }
        return false;
    }

    private static long number(final JsonNode column, final String buffer, final int slot) {
        return JsonScalar.number(column.get(buffer).get(slot));
    }

    private List<Object> list(final JsonNode field, final JsonNode column, final long start, final long end) {
        final List<Object> values = new ArrayList<>();
        for (long slot = start; slot < end; slot++) {
            values.add(
                    value(field.get("children").get(0), column.get("children").get(0), Math.toIntExact(slot)));
        }
        return values;
    }

    private Struct struct(final JsonNode field, final JsonNode column, final int slot) {
        final List<String> names = new ArrayList<>();
        final List<Object> values = new ArrayList<>();
        for (int child = 0; child < field.get("children").size(); child++) {
            names.add(field.get("children").get(child).get("name").asText());
            values.add(value(
                    field.get("children").get(child), column.get("children").get(child), slot));
        }
        return new Struct(names, values);
    }

    private Object run(final JsonNode field, final JsonNode column, final int slot) {
        final JsonNode ends = column.get("children").get(0);
        int run = 0;
        while (number(ends, "DATA", run) <= slot) {
            run++;
        }
        return value(field.get("children").get(1), column.get("children").get(1), run);
    }
}
