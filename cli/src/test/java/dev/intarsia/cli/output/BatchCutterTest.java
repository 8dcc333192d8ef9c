package dev.intarsia.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchCutterTest {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    @Test
    void aSmallBatchIsNotCut() {
        assertThat(BatchCutter.nextRows(100, 50, NO_LIMIT, 25)).isEqualTo(100);
        assertThat(BatchCutter.nextRows(BatchCutter.MAX_ROWS, 50, NO_LIMIT, 25)).isEqualTo(BatchCutter.MAX_ROWS);
    }

    @Test
    void aLargeBatchIsCutByRowsAndByBytes() {
        assertThat(BatchCutter.nextRows(1_000_000, 50, NO_LIMIT, 25)).isEqualTo(BatchCutter.MAX_ROWS);
        assertThat(BatchCutter.nextRows(1_000_000, 64 << 10, NO_LIMIT, 25)).isEqualTo(64);
        assertThat(BatchCutter.nextRows(1_000_000, 1e9, NO_LIMIT, 25)).isEqualTo(8);
        assertThat(BatchCutter.nextRows(3, 1e9, NO_LIMIT, 25)).isEqualTo(3);
    }

    @Test
    void piecesShrinkAsTheFileFills() {
        assertThat(BatchCutter.nextRows(10_000, 50, 25_000, 25)).isEqualTo(1_000);
        assertThat(BatchCutter.nextRows(10_000, 50, 26, 25)).isEqualTo(8);
        assertThat(BatchCutter.nextRows(10_000, 50, -1, 25)).isEqualTo(8);
    }

    @Test
    void rowsWithoutBytesAreNoTrap() {
        assertThat(BatchCutter.nextRows(10_000, 0, 1, 0)).isEqualTo(1_000);
        assertThat(BatchCutter.nextRows(10_000, 0, NO_LIMIT, 0)).isEqualTo(BatchCutter.MAX_ROWS);
    }

    @Test
    void everyPieceButTheLastIsAMultipleOfEight() {
        for (int room = 1; room < 20_000; room += 77) {
            assertThat(BatchCutter.nextRows(100_000, 10, room, 3) % 8).isZero();
        }
    }
}
