package dev.intarsia.cli.verify;

import java.nio.file.Path;
import java.util.List;

/**
 * What was found out about a file. Immutable.
 *
 * @param path the file
 * @param bytes its length
 * @param createdBy what its footer says of its writer, or the empty string
 * @param rows rows of the row groups that were read
 * @param rowGroups row groups that were read
 * @param columns leaf columns of its schema
 * @param pages data and dictionary pages that were read
 * @param checksummedPages those of them that carry a checksum
 * @param findings what is not as it should be, in the order in which it was found
 * @param omittedNotes notes that are not in {@code findings} because there were too many
 * @param stoppedEarly whether reading ended at the greatest number of errors, with the rest of the file unread
 */
public record FileReport(
        Path path,
        long bytes,
        String createdBy,
        long rows,
        int rowGroups,
        int columns,
        long pages,
        long checksummedPages,
        List<Finding> findings,
        int omittedNotes,
        boolean stoppedEarly) {

    public FileReport {
        findings = List.copyOf(findings);
    }

    /** What is to be thought of the file; notes do not count. */
    public Verdict verdict() {
        if (has(Finding.Severity.ERROR)) {
            return Verdict.BROKEN;
        }
        return has(Finding.Severity.CANNOT_VERIFY) ? Verdict.UNVERIFIED : Verdict.SOUND;
    }

    /** The findings of one severity. */
    public List<Finding> findings(final Finding.Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    private boolean has(final Finding.Severity severity) {
        return findings.stream().anyMatch(finding -> finding.severity() == severity);
    }
}
