package dev.intarsia.internal.file;

import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;

/**
 * What the metadata of an envelope begins with. Immutable.
 *
 * @param needs the checkpoints whose envelopes it takes to read the state back, its own included, in ascending order
 * @param tailOffset file offset of the first byte that was not durable
 * @param closedRows rows of closed row groups
 * @param openRows rows of the row group in progress
 * @param unchanged whether nothing but what is durable has changed since the checkpoint that it builds upon
 */
record FileHead(IdRuns needs, long tailOffset, long closedRows, int openRows, boolean unchanged) {
    void write(final StateOutput out) {
        needs.write(out);
        out.putVarint(tailOffset);
        out.putVarint(closedRows);
        out.putVarint(openRows);
        out.putBoolean(unchanged);
    }

    static FileHead read(final StateInput in) throws StateFormatException {
        return new FileHead(IdRuns.read(in), in.getVarint(), in.getVarint(), in.getVarintAsInt(), in.getBoolean());
    }
}
