package dev.intarsia.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.SlabPool;
import org.junit.jupiter.api.Test;

class PartTest {
    @Test
    void viewsMadeBeforeThePartWasClosedByAnotherThreadDoNotStay() {
        final SlabPool pool = new SlabPool(1 << 20, 1 << 18);
        final Segment held = new Reserve(pool).take(1024);
        final Segment gone = new Reserve(pool).take(1024);
        gone.release(); // as a close between two slices would leave it
        final Part part = new Part(0, 2, new Part.Slice[] {new Part.Slice(held, 0, 1), new Part.Slice(gone, 0, 1)});

        assertThatIllegalStateException().isThrownBy(part::byteBufs).withMessageContaining("0 references");

        held.release();
        assertThat(pool.usedBytes()).isZero();
        pool.close();
    }
}
