package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.testkit.random.SeedGroups;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random sequences of all that can be done to files in progress.
 *
 * <p>{@code -Dintarsia.sequences=2000} runs so many, {@code -Dintarsia.sequencesFrom=500} begins there.
 */
class ModelTest {
    private static final SeedGroups SEQUENCES = SeedGroups.asked("intarsia.sequences", 40, 20);
    private static final int ENOUGH_FOR_MOST = 40;
    private static final int ENOUGH_FOR_ALL = 1_000;

    /** What a few sequences may well do without. */
    private static final Set<Seen> RARE = EnumSet.of(
            Seen.COMPLETED_FROM_A_SAVED_TAIL,
            Seen.RESTORED_FROM_A_STORED_TAIL,
            Seen.RESTORED_FROM_A_CHAIN_UPON_A_TAIL,
            Seen.RESTORED_FROM_A_COMPACTED_ONE,
            Seen.RESTORED_FROM_A_CHAIN_UPON_A_COMPACTED_ONE,
            Seen.FINISHED_AFTER_A_REFUSAL,
            Seen.REFUSED_FOR_MEMORY_FINISH,
            Seen.REFUSED_FOR_MEMORY_FLUSH,
            Seen.REFUSED_FOR_MEMORY_INCREMENT,
            Seen.REFUSED_COMPACTING_A_TAIL,
            Seen.REFUSED_FOR_MEMORY_METADATA);

    private static final Set<Seen> SEEN = EnumSet.noneOf(Seen.class);

    private static ExecutorService builder;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        builder = Executors.newSingleThreadExecutor();
    }

    @AfterAll
    static void everyOperationAndEveryRefusalWasSeen() {
        builder.shutdownNow();
        final Set<Seen> missing = EnumSet.complementOf(EnumSet.copyOf(SEEN));
        if (SEQUENCES.count() < ENOUGH_FOR_ALL) {
            missing.removeAll(RARE);
        }
        if (SEQUENCES.count() >= ENOUGH_FOR_MOST) {
            assertThat(missing).as("not seen").isEmpty();
        }
    }

    static List<Integer> firstSeeds() {
        return SEQUENCES.firsts();
    }

    @ParameterizedTest(name = "sequences from {0} on")
    @MethodSource("firstSeeds")
    void whateverIsDoneToFilesTheyAreWhatTheirRowsMakeOfThem(final int first, final BufferAllocator allocator) {
        try (Judge judge = new Judge(allocator, folder)) {
            SEQUENCES.from(first).forEach(seed -> new Sequence(seed).run(allocator, judge, builder, SEEN));
        }
    }
}
