package dev.intarsia.testkit.structure;

import java.util.ArrayList;
import java.util.List;

/** A column chunk as far as it could be read. Filled by {@link ChunkReader}; confined. */
final class Chunk {
    final String place;
    final Leaf leaf;
    final Struct columnChunk;
    final Struct metadata;
    final List<StoredPage> stored = new ArrayList<>();
    final List<DataPage> pages = new ArrayList<>();

    /** Whether every page was decoded, so that there is a truth to compare with. */
    boolean isWhole = true;

    private Truth truth;

    Chunk(final String place, final Leaf leaf, final Struct columnChunk) {
        this.place = place;
        this.leaf = leaf;
        this.columnChunk = columnChunk;
        this.metadata = columnChunk.struct(3);
    }

    /** What is true of all its values; only where the chunk is whole. */
    Truth truth() {
        if (truth == null) {
            truth = Truth.of(leaf, pages);
        }
        return truth;
    }

    List<StoredPage> dataPages() {
        return stored.stream().filter(StoredPage::isData).toList();
    }

    long rows() {
        return pages.stream().mapToLong(DataPage::rows).sum();
    }
}
