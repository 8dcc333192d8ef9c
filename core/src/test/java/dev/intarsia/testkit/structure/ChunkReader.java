package dev.intarsia.testkit.structure;

/** Goes through the pages of a column chunk by their headers, as a reader without an index would. */
final class ChunkReader {
    private ChunkReader() {}

    static void read(final byte[] file, final Chunk chunk, final Extents extents, final Report report) {
        report.within(Rule.PAGE_HEADER, chunk.place, () -> {
            if (chunk.columnChunk.has(8) || chunk.columnChunk.has(9)) {
                throw new Malformed("the column is encrypted");
            }
            pages(file, chunk, extents, report);
        });
    }

    private static void pages(final byte[] file, final Chunk chunk, final Extents extents, final Report report) {
        final Struct metadata = chunk.metadata;
        final int codec = metadata.i32(4);
        final boolean isKnown = Decompression.knows(codec);
        if (!isKnown) {
            report.found(Rule.READABLE, chunk.place, "codec " + codec + " is none that the checker knows");
        }
        chunk.isWhole = false;
        final long data = metadata.i64(9);
        final long dictionary = metadata.i64(11, data);
        final long start = dictionary > 0 ? Math.min(data, dictionary) : data;
        final Cursor in = new Cursor(file, start, Math.addExact(start, metadata.i64(7)));
        final PageReader reader = new PageReader(chunk.leaf, codec, report);
        int ordinal = 0;
        boolean isWhole = isKnown;
        while (in.remaining() > 0) {
            final String place = chunk.place + ", page " + ordinal++ + " at byte " + in.position();
            final StoredPage page = reader.stored(in, place);
            chunk.stored.add(page);
            extents.add(page.offset(), page.endOffset(), place);
            if (page.type() == StoredPage.DICTIONARY) {
                report.unless(
                        ordinal == 1, Rule.DICTIONARY_PAGE, place, "a dictionary page stands behind another page");
                if (isKnown) {
                    report.within(Rule.DICTIONARY_PAGE, place, () -> reader.dictionary(page));
                }
            } else if (isKnown) {
                final DataPage decoded = reader.data(page);
                isWhole &= decoded != null;
                if (decoded != null) {
                    chunk.pages.add(decoded);
                }
            }
        }
        chunk.isWhole = isWhole;
        metadataCopy(file, chunk, in.position(), extents);
    }

    /**
     * Older writers put a copy of the ColumnChunk, or of its metadata, behind the pages, and file_offset leads to it.
     */
    private static void metadataCopy(final byte[] file, final Chunk chunk, final int end, final Extents extents) {
        if (chunk.columnChunk.i64(2) == end) {
            try {
                final Cursor in = new Cursor(file, end, file.length);
                final Struct copy = ThriftReader.read(in, "ColumnChunk");
                final Struct metadata = copy.fields().get(3) instanceof Struct inner ? inner : copy;
                if (metadata.i32(1) == chunk.metadata.i32(1) && metadata.has(9)) {
                    extents.add(end, in.position(), "copy of the metadata of " + chunk.place);
                }
            } catch (final Malformed e) {
                return; // something else stands there, and either has an owner of its own or is found to have none
            }
        }
    }
}
