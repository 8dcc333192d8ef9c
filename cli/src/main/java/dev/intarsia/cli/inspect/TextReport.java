package dev.intarsia.cli.inspect;

import dev.intarsia.cli.progress.Numbers;
import java.util.List;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;

/** The overview of a file for people. Confined. */
final class TextReport {
    private static final int TEXT = 40;
    private static final int LEAST_TEXT = 12;
    private static final int LEAST_PATH = 20;
    private static final int LEAST_TYPE = 10;
    private static final int MAX_KEY = 60;

    private final OpenFile file;
    private final Selection selection;
    private final TextLines lines;
    private boolean inexact;

    TextReport(final OpenFile file, final Selection selection, final TextLines lines) {
        this.file = file;
        this.selection = selection;
        this.lines = lines;
    }

    void print() {
        lines.title(file.path().toString());
        facts();
        new SchemaText(file, selection, lines).print();
        if (file.metadata().getRow_groups().isEmpty()) {
            return;
        }
        rowGroups();
        columns();
    }

    private void facts() {
        final long length = file.bytes().length();
        final int groups = file.metadata().getRow_groups().size();
        lines.fact(
                "rows",
                Numbers.grouped(file.metadata().getNum_rows()) + " in " + Numbers.counted(groups, "row group") + ", "
                        + Numbers.counted(file.leaves().size(), "column"));
        lines.fact(
                "size",
                (length < 1024 ? "" : Numbers.bytes(length) + ", ") + Numbers.counted(length, "byte") + ", "
                        + Numbers.grouped(file.footer().bytes()) + " of them footer");
        lines.fact(
                "created by",
                file.metadata().isSetCreated_by()
                        ? Escapes.text(file.metadata().getCreated_by(), 4 * lines.factRoom())
                        : "not told");
        lines.fact("version", Integer.toString(file.metadata().getVersion()));
        if (file.footer().hasEncryptedColumns()) {
            lines.fact("encryption", "some columns are encrypted");
        }
        if (!file.footer().beginsWithMagic()) {
            lines.fact("damage", "it does not begin with PAR1");
        }
        if (file.metadata().isSetKey_value_metadata()) {
            metadata(file.metadata().getKey_value_metadata());
        }
    }

    private void metadata(final List<KeyValue> entries) {
        final int shown = selection.shown(entries.size(), Selection.MAX_METADATA);
        for (int i = 0; i < shown; i++) {
            final KeyValue entry = entries.get(i);
            final String key = Escapes.text(entry.getKey(), MAX_KEY);
            final String name = i == 0 ? "metadata" : "";
            if (entry.getKey().equals(ArrowSchema.KEY)) {
                arrowSchema(name, key, entry);
            } else {
                lines.fact(
                        name,
                        entry.isSetValue()
                                ? Escapes.text(key + " = " + entry.getValue(), lines.factRoom())
                                : key + " without a value");
            }
        }
        more(entries.size() - shown, "more key", "--all shows them");
    }

    private void arrowSchema(final String name, final String key, final KeyValue entry) {
        final String value = entry.isSetValue() ? entry.getValue() : "";
        if (!selection.arrowSchema()) {
            lines.fact(name, key + ", " + Numbers.counted(value.length(), "character") + "; --arrow-schema decodes it");
            return;
        }
        lines.fact(name, key + ":");
        for (final String line : ArrowSchema.text(value, file.limits())) {
            lines.fact("", Escapes.text(line, Escapes.WHOLE));
        }
    }

    private void rowGroups() {
        final int count = file.rowGroups().size();
        final int shown = selection.shown(count, Selection.MAX_ROW_GROUPS);
        lines.heading("Row groups");
        final Table table = new Table()
                .numbers("#", 9)
                .numbers("rows", 8)
                .numbers("stored", 7)
                .numbers("uncompressed", 3)
                .numbers("ratio", 5)
                .numbers("offset", 4)
                .texts("sorted by", 6, LEAST_TEXT);
        for (int i = 0; i < shown; i++) {
            final int number = file.rowGroups().get(i);
            final RowGroup group = file.rowGroup(number);
            final RowGroupSize size = RowGroupSize.of(group);
            table.row(
                    Integer.toString(number),
                    Numbers.grouped(group.getNum_rows()),
                    size.stored() < 0 ? "" : Numbers.bytes(size.stored()),
                    group.getTotal_byte_size() < 0 ? "" : Numbers.bytes(group.getTotal_byte_size()),
                    Words.ratio(group.getTotal_byte_size(), size.stored()),
                    size.offset() < 0 ? "" : Numbers.grouped(size.offset()),
                    Words.sorting(file, group.getSorting_columns()));
        }
        lines.table(table);
        more(count - shown, "more row group", "--row-group N or --all shows them");
    }

    private void columns() {
        final int count = file.selected().size();
        final int shown = selection.shown(count, Selection.MAX_COLUMNS);
        lines.heading(
                selection.rowGroup() == Selection.EVERY ? "Columns" : "Columns of row group " + selection.rowGroup());
        final Table table = new Table()
                .paths("column", 99, LEAST_PATH)
                .texts("type", 7, LEAST_TYPE)
                .words("codec", 5)
                .texts("encodings", 3, LEAST_PATH)
                .numbers("values", 4)
                .numbers("nulls", 8)
                .numbers("NaN", 6)
                .numbers("distinct", 2)
                .numbers("stored", 9)
                .numbers("ratio", 7)
                .words("has", 1)
                .texts("min", 9, LEAST_TEXT)
                .texts("max", 9, LEAST_TEXT);
        for (int i = 0; i < shown; i++) {
            row(table, ColumnTotals.of(file, file.selected().get(i)));
        }
        lines.table(table);
        if (inexact) {
            lines.line("~ a bound that may be no value");
        }
        more(count - shown, "more column", "--columns PATTERN or --all shows them");
    }

    private void row(final Table table, final ColumnTotals totals) {
        final String path = Escapes.text(totals.leaf().dottedPath(), Escapes.WHOLE);
        if (totals.isHidden()) {
            table.row(
                    path,
                    TypeText.physical(totals.leaf().element()),
                    "(encrypted)",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "");
            return;
        }
        final BoundText text = BoundText.forPeople(totals.leaf().element(), TEXT);
        final Bounds bounds = totals.bounds();
        table.row(
                path,
                TypeText.physical(totals.leaf().element()),
                totals.codecs().isEmpty() ? "" : totals.codecs().toString().replaceAll("[\\[\\],]", ""),
                Words.encodings(totals.encodings()),
                Words.count(totals.values()),
                Words.count(totals.nulls()),
                Words.count(totals.nans()),
                Words.count(totals.distinct()),
                totals.bytes() < 0 ? "" : Numbers.bytes(totals.bytes()),
                Words.ratio(totals.uncompressedBytes(), totals.bytes()),
                (totals.hasColumnIndexes() ? "index " : "") + (totals.hasBloomFilters() ? "bloom" : ""),
                bounds.min() == null ? "" : text.of(bounds.min()) + mark(bounds.minExact()),
                bounds.max() == null ? "" : text.of(bounds.max()) + mark(bounds.maxExact()));
    }

    /** A bound that no value has is marked. */
    private String mark(final Bounds.Exactness exactness) {
        inexact |= exactness == Bounds.Exactness.INEXACT;
        return exactness == Bounds.Exactness.INEXACT ? "~" : "";
    }

    private void more(final int left, final String one, final String remedy) {
        if (left > 0) {
            lines.line("and " + Numbers.counted(left, one) + ": " + remedy);
        }
    }
}
