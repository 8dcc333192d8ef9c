package dev.intarsia.internal.file;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.Slices;
import dev.intarsia.internal.memory.StressMemory;
import dev.intarsia.options.WriterOptions;
import java.util.List;

/** States of a file without columns: one segment of finished bytes and one of metadata, each beginning with a value. */
public final class StressStates {
    private StressStates() {}

    /** What a file holds beside its finished bytes: here a segment, whose reference is transferred. */
    static OpenState open(final Segment metadata) {
        return new OpenState(
                null,
                WriterOptions.DEFAULT,
                0,
                0,
                0,
                Long.BYTES,
                new FooterCache.State(slices(metadata), List.of(), List.of(), List.of(), List.of()),
                new FileIndexes.State(Slices.NONE, Slices.NONE, List.of(), true),
                List.of(),
                List.of(),
                null);
    }

    /** A state with one holder; the references are transferred. */
    public static FileState file(final Segment finished, final Segment metadata) {
        return new FileState(open(metadata), 0, slices(finished));
    }

    static Slices slices(final Segment segment) {
        return new Slices(new Segment[] {segment}, new int[] {0}, new int[] {Long.BYTES}, Long.BYTES);
    }

    /** How many of the two values of a state are alive; only for a holder. */
    public static int alive(final FileState state) {
        return alive(state.rope) + alive(state.open.footer.rowGroups());
    }

    /** Whether a value is alive, found by a reference, as a fork has one: 1 if so. */
    static int alive(final Slices slices) {
        final int[] alive = {0};
        slices.shareFrom(0, (segment, offset, length) -> {
            alive[0] = NativeMemory.getLong(segment.address()) == StressMemory.ALIVE ? 1 : 0;
            segment.release();
        });
        return alive[0];
    }
}
