package dev.intarsia.model;

import dev.intarsia.MemoryListener;
import dev.intarsia.MemoryRelief;
import dev.intarsia.ParquetWriter;
import dev.intarsia.WriterContext;
import dev.intarsia.WriterGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Who has all files of a sequence: helps where memory is short, as the owner of a group does, and tells files whose row
 * group was closed for others. Confined: relief is the business of the thread that writes.
 */
final class Owner implements MemoryRelief, MemoryListener {
    private final List<ModelFile> files = new ArrayList<>();
    private final Set<Seen> seen;
    /** What the step that is taken is chosen by. */
    private SplittableRandom random = new SplittableRandom(0);

    Owner(final Set<Seen> seen) {
        this.seen = seen;
    }

    List<ModelFile> files() {
        return files;
    }

    void next(final SplittableRandom ofStep) {
        random = ofStep;
    }

    WriterGroup group(final WriterContext context, final SplittableRandom ofSequence) {
        return WriterGroup.of(context, 1L << ofSequence.nextInt(10, 17), this);
    }

    @Override
    public void handOut(final ParquetWriter writer) {
        file(writer).handOut(random);
        seen.add(Seen.RELIEVED_BY_PARTS);
    }

    @Override
    public boolean finish(final ParquetWriter leastRecentlyUsed) {
        if (random.nextInt(3) == 0 || !file(leastRecentlyUsed).tryFinish(random)) {
            seen.add(Seen.NOT_RELIEVED);
            return false;
        }
        seen.add(Seen.RELIEVED_BY_A_FINISHED_FILE);
        return true;
    }

    private ModelFile file(final ParquetWriter writer) {
        return files.stream()
                .filter(file -> file.isWrittenBy(writer))
                .findFirst()
                .orElseThrow(() -> new AssertionError("relief was asked of a writer that nobody has"));
    }

    @Override
    public void relieved(final Relief relief, final long freedBytes) {
        if (relief == Relief.CLOSE_ROW_GROUP && files.stream().anyMatch(ModelFile::noteRelief)) {
            seen.add(Seen.RELIEVED_BY_A_CLOSED_ROW_GROUP);
        }
    }
}
