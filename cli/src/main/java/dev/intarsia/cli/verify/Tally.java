package dev.intarsia.cli.verify;

/** What was read so far, told to the listener. Confined. */
final class Tally {
    private final VerifyProgress progress;
    private final long fileBytes;
    private long rows;
    private int rowGroups;
    private long pageBytes;
    private long pages;
    private long checksummedPages;

    Tally(final VerifyProgress progress, final long fileBytes) {
        this.progress = progress;
        this.fileBytes = fileBytes;
    }

    void page(final int bytes, final boolean checksummed) {
        pageBytes += bytes;
        pages++;
        checksummedPages += checksummed ? 1 : 0;
        progress.advanced(rows, pageBytes, fileBytes);
    }

    void rowGroup(final long rowsOfIt) {
        rowGroups++;
        rows += rowsOfIt;
        progress.advanced(rows, pageBytes, fileBytes);
    }

    long rows() {
        return rows;
    }

    int rowGroups() {
        return rowGroups;
    }

    long pages() {
        return pages;
    }

    long checksummedPages() {
        return checksummedPages;
    }
}
