package dev.intarsia.internal.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hashes that an increment tells instead of a bitset: as many as are smaller than it, and what was captured stays.
 */
class BloomHashesTest {
    private static final int HASH_BYTES = 8;
    private static final int MOMENTS = 50;

    private final SlabPool memory = new SlabPool(16 << 20, 1 << 20);
    private final Reserve reserve = new Reserve(memory);
    private final BloomHashes hashes = new BloomHashes();
    /** All that were entered, the latest last. */
    private final List<Long> entered = new ArrayList<>();

    /** How many were entered behind each run: at these moments increments may begin. */
    private final List<Integer> moments = new ArrayList<>(List.of(0));

    private final List<Captured> captured = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);

    /** What was captured when so many values had been entered. */
    private record Captured(BloomHashes.State state, int values) {}

    @AfterEach
    void givesAllMemoryBack() {
        captured.forEach(each -> each.state.hashes().release());
        hashes.giveBackTo(reserve);
        reserve.giveBack();
        assertThat(memory.usedBytes()).isZero();
        memory.close();
    }

    @Test
    void nothingIsKeptOrPlannedBeforeIncrementsMayBeAskedFor() {
        final Demand demand = new Demand();
        hashes.plan(1000, 4096, demand);
        assertThat(demand.bytes()).isZero();
        assertThat(hashes.keeps(1, 4096)).isFalse();
        hashes.keep(7);
        hashes.plan(1000, 4096, demand);
        assertThat(demand.bytes()).isPositive();
        assertThat(hashes.keeps(1, 4096)).isTrue();
        assertThat(hashes.capture().bytesSince(7)).isZero();
        assertThat(hashes.capture().bytesSince(6))
                .as("entered before they were kept")
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"32, 3", "64, 7", "1024, 127", "1048576, 131071"})
    void aRunIsKeptWhileItIsSmallerThanTheBitset(final int bitsetBytes, final int most) {
        hashes.keep(0);
        assertThat(hashes.keeps(most, bitsetBytes)).isTrue();
        assertThat(hashes.keeps(most + 1, bitsetBytes)).isFalse();
    }

    @Test
    void aRunThatIsNotKeptTakesThoseBeforeItWithIt() {
        hashes.keep(0);
        append(3, 64);
        capture();
        enter(9, 64);
        capture();
        enter(2, 64);
        capture();
        assertThat(captured.get(2).state.bytesSince(12)).isEqualTo(2L * HASH_BYTES);
        assertThat(captured.get(2).state.bytesSince(11)).isEqualTo(-1);
        assertThat(captured.get(2).state.bytesSince(0)).isEqualTo(-1);
        assertSound(64);
    }

    /** One by one, so that every place at which they move to the front is met. */
    @ParameterizedTest
    @ValueSource(ints = {32, 64, 256, 1024})
    void hashesAreThereSinceEveryMomentForWhichTheyAreSmallerThanTheBitset(final int bitsetBytes) {
        hashes.keep(0);
        for (int i = 0; i < 4 * bitsetBytes / HASH_BYTES + 3; i++) {
            append(1, bitsetBytes);
            final BloomHashes.State state = hashes.capture();
            for (final int since : moments) {
                assertSince(state, entered.size(), since, bitsetBytes);
            }
            state.hashes().release();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 1024, 8192})
    void whatWasCapturedStaysAsItWasWhileMoreIsEntered(final int bitsetBytes) {
        final int[] counts = {1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000};
        hashes.keep(0);
        for (int step = 0; step < 400; step++) {
            enter(counts[random.nextInt(counts.length)], bitsetBytes);
            if (random.nextInt(3) == 0) {
                capture();
            }
            if (captured.size() > 2) {
                assertSound(bitsetBytes);
                captured.remove(0).state.hashes().release();
            }
        }
        assertSound(bitsetBytes);
    }

    @Test
    void theNextChunkBeginsWithNone() {
        hashes.keep(0);
        append(5, 1024);
        capture();
        hashes.restart(0, reserve);
        reserve.giveBack();
        assertSound(1024);
        captured.remove(0).state.hashes().release();
        entered.clear();
        moments.subList(1, moments.size()).clear();
        append(2, 1024);
        capture();
        assertThat(captured.get(0).state.bytesSince(0)).isEqualTo(2L * HASH_BYTES);
        assertSound(1024);
    }

    private void enter(final int count, final int bitsetBytes) {
        if (hashes.keeps(count, bitsetBytes)) {
            append(count, bitsetBytes);
        } else {
            random.longs(count).forEach(entered::add);
            moments.add(entered.size());
            hashes.restart(entered.size(), reserve);
        }
    }

    /** With no more memory than was planned. */
    private void append(final int count, final int bitsetBytes) {
        final Demand demand = new Demand();
        hashes.plan(count, bitsetBytes, demand);
        reserve.fill(demand, "a test");
        final long at = hashes.append(count, bitsetBytes, reserve);
        for (int i = 0; i < count; i++) {
            final long hash = random.nextLong();
            NativeMemory.putLong(at + (long) HASH_BYTES * i, hash);
            entered.add(hash);
        }
        moments.add(entered.size());
        reserve.giveBack();
    }

    private void capture() {
        captured.add(new Captured(hashes.capture(), entered.size()));
    }

    private void assertSound(final int bitsetBytes) {
        for (final Captured each : captured) {
            for (final int since : moments.subList(Math.max(0, moments.size() - MOMENTS), moments.size())) {
                if (since <= each.values) {
                    assertSince(each.state, each.values, since, bitsetBytes);
                }
            }
        }
    }

    private void assertSince(final BloomHashes.State state, final int values, final int since, final int bitsetBytes) {
        final long bytes = state.bytesSince(since);
        if (bytes < 0) {
            assertThat((long) HASH_BYTES * (values - since))
                    .as("hashes that are gone, of %s values since %s", values, since)
                    .isGreaterThanOrEqualTo(bitsetBytes);
            return;
        }
        assertThat(bytes).isEqualTo((long) HASH_BYTES * (values - since));
        final long first = state.hashes().address() + state.hashes().bytes() - bytes;
        for (int i = since; i < values; i++) {
            assertThat(NativeMemory.getLong(first + (long) HASH_BYTES * (i - since)))
                    .as("hash %s of %s", i, values)
                    .isEqualTo(entered.get(i));
        }
    }
}
