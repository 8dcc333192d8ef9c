package dev.intarsia.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BuddyTreeTest {
    private static final int MAX_ORDER = 10;
    private static final int UNITS = 1 << MAX_ORDER;

    private record Block(int unit, int units) {}

    @Test
    void theWholeSlabIsOneBlock() {
        final BuddyTree tree = new BuddyTree(MAX_ORDER);
        assertThat(tree.isEmpty()).isTrue();
        assertThat(tree.allocate(MAX_ORDER)).isZero();
        assertThat(tree.fits(0)).isFalse();
        assertThat(tree.allocate(0)).isEqualTo(-1);
        tree.free(0, MAX_ORDER);
        assertThat(tree.isEmpty()).isTrue();
    }

    @Test
    void smallBlocksKeepLargeOnesWhole() {
        final BuddyTree tree = new BuddyTree(MAX_ORDER);
        final int first = tree.allocate(3);
        final int second = tree.allocate(0);
        final int third = tree.allocate(0);
        assertThat(second / 8).isNotEqualTo(first / 8);
        assertThat(third / 8).as("the half-used neighbourhood is used first").isEqualTo(second / 8);
        assertThat(tree.fits(MAX_ORDER - 1)).isTrue();
    }

    @Test
    void aTrimmedBlockKeepsItsBeginningOnly() {
        final BuddyTree tree = new BuddyTree(MAX_ORDER);
        assertThat(tree.allocate(MAX_ORDER)).isZero();
        tree.trim(0, MAX_ORDER, UNITS - 5);
        assertThat(tree.allocate(2)).isEqualTo(UNITS - 4);
        assertThat(tree.allocate(0)).isEqualTo(UNITS - 5);
        assertThat(tree.fits(0)).isFalse();
    }

    @Test
    void randomBlocksNeverOverlapAndAllComesTogetherAgain() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final BuddyTree tree = new BuddyTree(MAX_ORDER);
            final BitSet used = new BitSet(UNITS);
            final List<Block> blocks = new ArrayList<>();
            for (int step = 0; step < 2000; step++) {
                if (random.nextInt(5) < 3) {
                    allocate(random, tree, used, blocks);
                } else if (!blocks.isEmpty()) {
                    free(tree, used, blocks.remove(random.nextInt(blocks.size())));
                }
                assertThat(tree.isEmpty()).isEqualTo(used.isEmpty());
            }
            blocks.forEach(block -> free(tree, used, block));
            assertThat(tree.isEmpty()).isTrue();
            assertThat(tree.allocate(MAX_ORDER)).isZero();
        }
    }

    private static void allocate(
            final Random random, final BuddyTree tree, final BitSet used, final List<Block> blocks) {
        final int order = random.nextInt(7);
        final boolean fits = tree.fits(order);
        final int unit = tree.allocate(order);
        assertThat(unit >= 0).isEqualTo(fits);
        if (!fits) {
            assertThat(alignedFreeBlock(used, 1 << order))
                    .as("no aligned block of that size is free")
                    .isFalse();
            return;
        }
        assertThat(unit % (1 << order)).as("a block is aligned to its size").isZero();
        assertThat(used.get(unit, unit + (1 << order)).isEmpty())
                .as("a block is free")
                .isTrue();
        final int kept = random.nextBoolean() ? 1 << order : 1 + random.nextInt(1 << order);
        if (kept < 1 << order) {
            tree.trim(unit, order, kept);
        }
        used.set(unit, unit + kept);
        blocks.add(new Block(unit, kept));
    }

    private static boolean alignedFreeBlock(final BitSet used, final int units) {
        for (int unit = 0; unit < UNITS; unit += units) {
            final int next = used.nextSetBit(unit);
            if (next < 0 || next >= unit + units) {
                return true;
            }
        }
        return false;
    }

    /** Frees a block, trimmed or not, in the pieces that {@link SlabPool} frees it in. */
    private static void free(final BuddyTree tree, final BitSet used, final Block block) {
        int unit = block.unit();
        int units = block.units();
        used.clear(unit, unit + units);
        while (units > 0) {
            final int order = 31 - Integer.numberOfLeadingZeros(units);
            tree.free(unit, order);
            unit += 1 << order;
            units -= 1 << order;
        }
    }
}
