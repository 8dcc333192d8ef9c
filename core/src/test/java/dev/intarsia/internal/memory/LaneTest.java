package dev.intarsia.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final SlabPool pool = new SlabPool(32 << 20, 8 << 20);
    private final Reserve reserve = new Reserve(pool);
    private final Lane lane = new Lane(1 << 20);

    private record Slice(Segment segment, int offset, int length) {
        long address() {
            return segment.address() + offset;
        }
    }

    @AfterEach
    void nothingIsHeld() {
        lane.free();
        reserve.giveBack();
        pool.close();
    }

    private List<Slice> drain() {
        final List<Slice> slices = new ArrayList<>();
        lane.drainTo((segment, offset, length) -> slices.add(new Slice(segment, offset, length)));
        return slices;
    }

    @Test
    void aLaneHasNoMemoryUntilItIsUsed() {
        assertThat(lane.room()).isZero();
        assertThat(pool.usedBytes()).isZero();
        assertThat(drain()).isEmpty();
    }

    @Test
    void commitsThatTouchBecomeOneSliceAndOthersDoNot() {
        final long first = lane.claim(500, reserve);
        lane.commit(20, 100);
        assertThat(lane.claim(500, reserve))
                .as("what was not used is claimed again")
                .isEqualTo(first + 120);
        lane.commit(0, 50);
        lane.claim(100, reserve);
        lane.commit(7, 10);
        final List<Slice> slices = drain();
        assertThat(slices).extracting(Slice::address).containsExactly(first + 20, first + 177);
        assertThat(slices).extracting(Slice::length).containsExactly(150, 10);
        slices.forEach(slice -> slice.segment().release());
    }

    @Test
    void segmentsDoubleNoFurtherThanThePoolHasBlocks() {
        final SlabPool small = new SlabPool(1 << 20, 64 << 10);
        final Reserve ofSmall = new Reserve(small);
        final Lane growing = new Lane(small.maxBlockBytes());
        for (int i = 0; i < 200; i++) {
            growing.claim(3_000, ofSmall);
            growing.commit(0, 2_500);
        }
        assertThat(growing.bytes()).isEqualTo(500_000);
        growing.free();
        small.close();
    }

    @Test
    void bytesStayWhereTheyWereWritten() {
        final List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            final long at = lane.claim(3000, reserve);
            NativeMemory.putInt(at + 8, i);
            lane.commit(8, 4);
            addresses.add(at + 8);
        }
        assertThat(lane.bytes()).isEqualTo(4000);
        final List<Slice> slices = drain();
        int i = 0;
        for (final Slice slice : slices) {
            for (int at = 0; at < slice.length(); at += 4) {
                assertThat(slice.address() + at).isEqualTo(addresses.get(i));
                assertThat(NativeMemory.getInt(slice.address() + at)).isEqualTo(i++);
            }
            slice.segment().release();
        }
        assertThat(i).isEqualTo(1000);
    }

    @Test
    void segmentsAreCutToWhatTheyHold() {
        lane.claim(1 << 20, reserve);
        lane.commit(0, 5000);
        final List<Slice> slices = drain();
        assertThat(pool.usedBytes()).isEqualTo(5 * 1024);
        slices.forEach(slice -> slice.segment().release());
    }

    @Test
    void slicesFromElsewhereStandBetweenItsOwn() {
        lane.claim(500, reserve);
        lane.commit(0, 500);
        final Segment other = reserve.take(3_000);
        lane.link(other, 100, 2_000);
        lane.claim(300, reserve);
        lane.commit(0, 300);

        assertThat(lane.bytes()).isEqualTo(2_800);
        final List<Slice> slices = drain();
        assertThat(slices).extracting(Slice::length).containsExactly(500, 2_000, 300);
        assertThat(slices.get(1).segment()).isSameAs(other);
        assertThat(slices.get(1).offset()).isEqualTo(100);
        assertThat(slices.get(2).segment()).isNotSameAs(slices.get(0).segment());
        slices.forEach(slice -> slice.segment().release());
        assertThat(pool.usedBytes()).isZero();
    }

    @Test
    void aPlanHoldsForWhateverIsCommitted() {
        for (int seed = 0; seed < 300; seed++) {
            final Random random = new Random(seed);
            final int max = 1 + random.nextInt(1 << (4 + random.nextInt(17)));
            for (int round = 0; round < 3; round++) {
                final int claims = random.nextInt(12);
                final Demand demand = new Demand();
                final int[] sizes = random.ints(claims, 1, max + 1).toArray();
                if (claims > 0 && random.nextBoolean()) {
                    Arrays.fill(sizes, 1 + max / 50);
                    sizes[random.nextInt(claims)] = max;
                }
                lane.plan(max, claims, Arrays.stream(sizes).asLongStream().sum(), demand);
                reserve.fill(demand, "a test");
                final MemoryHog everythingElse = MemoryHog.takeAll(pool);
                for (final int size : sizes) {
                    lane.claim(size, reserve);
                    lane.commit(0, random.nextInt(4) == 0 ? random.nextInt(size + 1) : size);
                }
                everythingElse.giveBack();
                reserve.giveBack();
            }
            lane.free();
        }
    }
}
