package dev.intarsia.cli.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.intarsia.cli.parquet.SchemaNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SortingColumn;

/** A file for programs: one object on one line, in ASCII. Confined. */
final class JsonReport {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);

    private final OpenFile file;
    private final Selection selection;
    private final Runnable onPage;
    private final JsonGenerator json;
    private final Set<SchemaNode> shown;
    private boolean problems;

    private JsonReport(
            final OpenFile file, final Selection selection, final Runnable onPage, final JsonGenerator json) {
        this.file = file;
        this.selection = selection;
        this.onPage = onPage;
        this.json = json;
        this.shown = new HashSet<>(file.selected());
    }

    /**
     * Prints the object.
     *
     * @return whether everything could be read
     */
    static boolean print(final OpenFile file, final Selection selection, final PrintWriter out, final Runnable onPage)
            throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            final JsonReport report = new JsonReport(file, selection, onPage, json);
            report.print();
            json.flush();
            out.println();
            return !report.problems;
        }
    }

    private void print() throws IOException {
        json.writeStartObject();
        json.writeStringField("path", file.path().toString());
        json.writeNumberField("bytes", file.bytes().length());
        json.writeNumberField("footer_bytes", file.footer().bytes());
        json.writeNumberField("version", file.metadata().getVersion());
        if (file.metadata().isSetCreated_by()) {
            json.writeStringField("created_by", file.metadata().getCreated_by());
        }
        json.writeNumberField("rows", file.metadata().getNum_rows());
        json.writeNumberField("row_group_count", file.metadata().getRow_groups().size());
        json.writeNumberField("column_count", file.leaves().size());
        json.writeBooleanField("encrypted_columns", file.footer().hasEncryptedColumns());
        json.writeArrayFieldStart("metadata");
        if (file.metadata().isSetKey_value_metadata()) {
            for (final KeyValue entry : file.metadata().getKey_value_metadata()) {
                metadata(entry);
            }
        }
        json.writeEndArray();
        json.writeFieldName("schema");
        node(file.root());
        json.writeArrayFieldStart("row_groups");
        for (final int number : file.rowGroups()) {
            rowGroup(number);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void metadata(final KeyValue entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", entry.getKey());
        if (entry.getKey().equals(ArrowSchema.KEY) && entry.isSetValue()) {
            json.writeNumberField("length", entry.getValue().length());
            if (selection.arrowSchema()) {
                arrowSchema(entry.getValue());
            }
        } else if (entry.isSetValue()) {
            json.writeStringField("value", entry.getValue());
        }
        json.writeEndObject();
    }

    private void arrowSchema(final String value) throws IOException {
        final String schema;
        try {
            schema = ArrowSchema.decode(value, file.limits()).toJson();
        } catch (final IOException e) {
            json.writeStringField("problem", e.getMessage());
            return;
        }
        final ObjectMapper mapper = new ObjectMapper();
        json.setCodec(mapper);
        json.writeFieldName("decoded");
        json.writeTree(mapper.readTree(schema));
    }

    private void node(final SchemaNode node) throws IOException {
        final SchemaElement element = node.element();
        json.writeStartObject();
        json.writeStringField("name", element.getName());
        if (!node.path().isEmpty()) {
            json.writeStringField("repetition", TypeText.repetition(element));
        }
        if (node.isLeaf()) {
            json.writeNumberField("column", node.leaf());
            json.writeStringField("path", node.dottedPath());
            json.writeStringField("type", element.getType().name());
            if (element.isSetType_length()) {
                json.writeNumberField("length", element.getType_length());
            }
            json.writeNumberField("definition_level", node.maxDefinition());
            json.writeNumberField("repetition_level", node.maxRepetition());
        }
        if (element.isSetLogicalType()) {
            json.writeStringField("logical_type", TypeText.annotation(element));
        }
        if (element.isSetConverted_type()) {
            json.writeStringField("converted_type", TypeText.converted(element));
        }
        if (element.isSetField_id()) {
            json.writeNumberField("field_id", element.getField_id());
        }
        if (!node.isLeaf()) {
            json.writeArrayFieldStart("fields");
            for (final SchemaNode child : node.children()) {
                if (hasShown(child)) {
                    node(child);
                }
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private boolean hasShown(final SchemaNode node) {
        return node.isLeaf() ? shown.contains(node) : node.children().stream().anyMatch(this::hasShown);
    }

    private void rowGroup(final int number) throws IOException {
        final RowGroup group = file.rowGroup(number);
        final RowGroupSize size = RowGroupSize.of(group);
        json.writeStartObject();
        json.writeNumberField("row_group", number);
        json.writeNumberField("rows", group.getNum_rows());
        if (size.stored() >= 0) {
            json.writeNumberField("bytes", size.stored());
        }
        json.writeNumberField("uncompressed_bytes", group.getTotal_byte_size());
        if (size.offset() >= 0) {
            json.writeNumberField("offset", size.offset());
        }
        if (group.isSetSorting_columns()) {
            sorting(group.getSorting_columns());
        }
        json.writeArrayFieldStart("columns");
        for (final SchemaNode leaf : file.selected()) {
            onPage.run();
            final ChunkView chunk = ChunkView.read(file, number, leaf);
            new ChunkJson(chunk, json).print(selection.pages(), onPage);
            problems |= !chunk.problems().isEmpty();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void sorting(final List<SortingColumn> columns) throws IOException {
        json.writeArrayFieldStart("sorting_columns");
        for (final SortingColumn column : columns) {
            json.writeStartObject();
            json.writeNumberField("column", column.getColumn_idx());
            json.writeBooleanField("descending", column.isDescending());
            json.writeBooleanField("nulls_first", column.isNulls_first());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
