package dev.intarsia.cli.inspect;

import dev.intarsia.cli.parquet.BloomBits;
import dev.intarsia.cli.parquet.ChunkRange;
import dev.intarsia.cli.parquet.IndexReader;
import dev.intarsia.cli.parquet.MalformedException;
import dev.intarsia.cli.parquet.SchemaNode;
import dev.intarsia.cli.parquet.UnsupportedPartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;

/**
 * One column chunk with its indexes and its bloom filter; what could not be read of them is a problem. Confined.
 *
 * @param chunk what the footer says of it
 * @param metadata the same in detail, or null where it is encrypted
 * @param bloom its bloom filter, or null
 * @param columnIndex its column index, or null
 * @param offsetIndex its offset index, or null
 * @param problems sentences on what could not be read; it grows while pages are read
 */
record ChunkView(
        OpenFile file,
        int rowGroup,
        SchemaNode leaf,
        ColumnChunk chunk,
        ColumnMetaData metadata,
        BloomBits bloom,
        ColumnIndex columnIndex,
        OffsetIndex offsetIndex,
        List<String> problems) {
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException, MalformedException, UnsupportedPartException;
    }

    /** Reads the indexes and the bloom filter of a chunk; {@code chunk} may be null. */
    static ChunkView read(final OpenFile file, final int rowGroup, final SchemaNode leaf) {
        final List<String> problems = new ArrayList<>();
        final ColumnChunk chunk = file.chunk(rowGroup, leaf);
        if (chunk == null || !chunk.isSetMeta_data() || chunk.isSetCrypto_metadata() && !isPlain(file, chunk)) {
            problems.add(
                    chunk == null
                            ? "the row group has no chunk of this column"
                            : "it is encrypted, or has no metadata: nothing of it can be shown");
            return new ChunkView(file, rowGroup, leaf, chunk, null, null, null, null, problems);
        }
        final ColumnMetaData metadata = chunk.getMeta_data();
        final long end = file.footer().start();
        BloomBits bloom = null;
        ColumnIndex columnIndex = null;
        OffsetIndex offsetIndex = null;
        if (isElsewhere(chunk)) {
            problems.add("its pages are in another file, '" + Escapes.text(chunk.getFile_path(), 200) + "'");
        } else if (chunk.isSetCrypto_metadata()) {
            problems.add("its pages and indexes are encrypted");
        } else {
            if (metadata.isSetBloom_filter_offset()) {
                bloom = orProblem(problems, () -> BloomBits.read(file.bytes(), file.limits(), end, metadata));
            }
            if (IndexReader.hasColumnIndex(chunk, end)) {
                columnIndex = orProblem(problems, () -> IndexReader.columnIndex(file.bytes(), file.limits(), chunk));
            } else if (chunk.isSetColumn_index_offset()) {
                problems.add(
                        "its column index is said to lie where it cannot, at byte " + chunk.getColumn_index_offset());
            }
            if (IndexReader.hasOffsetIndex(chunk, end)) {
                offsetIndex = orProblem(problems, () -> IndexReader.offsetIndex(file.bytes(), file.limits(), chunk));
            } else if (chunk.isSetOffset_index_offset()) {
                problems.add(
                        "its offset index is said to lie where it cannot, at byte " + chunk.getOffset_index_offset());
            }
        }
        return new ChunkView(file, rowGroup, leaf, chunk, metadata, bloom, columnIndex, offsetIndex, problems);
    }

    /** Metadata of an encrypted column may stand in the footer without what readers could abuse. */
    private static boolean isPlain(final OpenFile file, final ColumnChunk chunk) {
        return file.footer().hasEncryptedColumns() && chunk.isSetMeta_data();
    }

    private static boolean isElsewhere(final ColumnChunk chunk) {
        return chunk.isSetFile_path() && !chunk.getFile_path().isEmpty();
    }

    private static <T> T orProblem(final List<String> problems, final Reading<T> reading) {
        try {
            return reading.read();
        } catch (final MalformedException | UnsupportedPartException e) {
            problems.add(e.getMessage());
        } catch (final IOException e) {
            problems.add("it cannot be read: " + e.getMessage());
        }
        return null;
    }

    ChunkRange range() {
        return ChunkRange.of(metadata);
    }

    /** Whether its pages can be read; if not, why is among the problems. */
    boolean hasReadablePages() {
        if (metadata == null || isElsewhere(chunk) || chunk.isSetCrypto_metadata()) {
            return false;
        }
        if (!range().isInside(file.footer().start())) {
            problems.add("its pages are said to have " + range().bytes() + " bytes from byte " + range().start()
                    + ", which is not between the first page and the footer");
            return false;
        }
        return true;
    }
}
