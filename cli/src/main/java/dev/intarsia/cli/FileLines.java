package dev.intarsia.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.intarsia.ColumnSummary;
import dev.intarsia.cli.output.FinishedFile;
import dev.intarsia.cli.progress.Numbers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A finished file as a line for people or for programs. */
final class FileLines {
    /** Only ASCII, so that no encoding of a terminal can spoil it. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private FileLines() {}

    static String text(final FinishedFile file) {
        return file.path() + "  "
                + Numbers.counted(file.summary().rows(), "row") + ", "
                + Numbers.bytes(file.summary().bytes()) + ", "
                + Numbers.counted(file.summary().rowGroups().size(), "row group") + ", "
                + "compressed " + Numbers.ratio(file.ratio()) + ", "
                + Numbers.seconds(file.took());
    }

    static String json(final FinishedFile file) {
        return object(json -> {
            json.writeStringField("path", file.path().toString());
            json.writeNumberField("rows", file.summary().rows());
            json.writeNumberField("bytes", file.summary().bytes());
            json.writeNumberField("row_groups", file.summary().rowGroups().size());
            json.writeArrayFieldStart("columns");
            for (final ColumnSummary column : file.summary().columns()) {
                column(json, column);
            }
            json.writeEndArray();
        });
    }

    /** One JSON object on one line. */
    static String object(final Fields fields) {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException("a string took no more characters", e);
        }
        return text.toString();
    }

    private static void column(final JsonGenerator json, final ColumnSummary column) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", column.path());
        json.writeStringField("type", column.physicalType());
        json.writeArrayFieldStart("encodings");
        for (final String encoding : column.encodings()) {
            json.writeString(encoding);
        }
        json.writeEndArray();
        json.writeNumberField("values", column.values());
        json.writeNumberField("nulls", column.nulls());
        json.writeNumberField("bytes", column.bytes());
        json.writeNumberField("uncompressed_bytes", column.uncompressedBytes());
        json.writeEndObject();
    }

    /** Writes the fields of an object. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
