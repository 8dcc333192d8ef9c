package dev.intarsia.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.intarsia.cli.progress.Numbers;
import dev.intarsia.cli.verify.FileReport;
import dev.intarsia.cli.verify.Finding;
import dev.intarsia.cli.verify.Place;
import dev.intarsia.cli.verify.Verdict;
import java.io.IOException;
import java.util.Locale;

/** What was found out about a file, as lines for people or as one for programs. */
final class ReportLines {
    private ReportLines() {}

    /** One line for the file and one for every finding. */
    static String text(final FileReport report) {
        final StringBuilder lines = new StringBuilder()
                .append(report.path())
                .append(": ")
                .append(word(report.verdict()))
                .append(", ")
                .append(Numbers.counted(report.rows(), "row"))
                .append(", ")
                .append(Numbers.counted(report.rowGroups(), "row group"))
                .append(", ")
                .append(Numbers.counted(report.columns(), "column"))
                .append(", ")
                .append(Numbers.counted(report.pages(), "page"))
                .append(", ")
                .append(Numbers.counted(report.checksummedPages(), "checksum"));
        for (final Finding finding : report.findings()) {
            lines.append(System.lineSeparator()).append("  ");
            lines.append(finding.severity() == Finding.Severity.NOTE ? "note, " : "")
                    .append(finding);
        }
        if (report.omittedNotes() > 0) {
            lines.append(System.lineSeparator())
                    .append("  and ")
                    .append(Numbers.counted(report.omittedNotes(), "more note"));
        }
        if (report.stoppedEarly()) {
            lines.append(System.lineSeparator()).append("  too many errors: the rest of the file was not read");
        }
        return lines.toString();
    }

    static String json(final FileReport report) {
        return FileLines.object(json -> {
            json.writeStringField("path", report.path().toString());
            json.writeStringField("verdict", word(report.verdict()));
            json.writeNumberField("rows", report.rows());
            json.writeNumberField("bytes", report.bytes());
            json.writeNumberField("row_groups", report.rowGroups());
            json.writeNumberField("columns", report.columns());
            json.writeNumberField("pages", report.pages());
            json.writeNumberField("checksums", report.checksummedPages());
            json.writeStringField("created_by", report.createdBy());
            json.writeBooleanField("stopped_early", report.stoppedEarly());
            json.writeArrayFieldStart("findings");
            for (final Finding finding : report.findings()) {
                finding(json, finding);
            }
            json.writeEndArray();
        });
    }

    private static String word(final Verdict verdict) {
        return switch (verdict) {
            case SOUND -> "ok";
            case UNVERIFIED -> "not verified";
            case BROKEN -> "broken";
        };
    }

    private static void finding(final JsonGenerator json, final Finding finding) throws IOException {
        final Place place = finding.place();
        json.writeStartObject();
        json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        if (place.rowGroup() >= 0) {
            json.writeNumberField("row_group", place.rowGroup());
        }
        if (!place.column().isEmpty()) {
            json.writeStringField("column", place.column());
        }
        if (place.page() == Place.DICTIONARY) {
            json.writeStringField("page", "dictionary");
        } else if (place.page() >= 0) {
            json.writeNumberField("page", place.page());
        }
        json.writeStringField("reason", finding.sentence());
        json.writeEndObject();
    }
}
