package dev.intarsia.internal.file;

import dev.intarsia.internal.column.EncodedChunk;
import dev.intarsia.internal.format.ParquetIds;
import dev.intarsia.internal.format.StoredChunk;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;

/** Sums over the chunks of a column, for the summary of the file. Confined to the writer's thread. */
public final class ColumnTotals {
    private long values;
    private long nulls;
    private long nans;
    private long storedBytes;
    private long uncompressedBytes;
    private int encodings;

    /** A copy, which stays as it is. */
    ColumnTotals copy() {
        final ColumnTotals copy = new ColumnTotals();
        copy.resume(this);
        return copy;
    }

    /** Becomes equal to another. */
    void resume(final ColumnTotals captured) {
        values = captured.values;
        nulls = captured.nulls;
        nans = captured.nans;
        storedBytes = captured.storedBytes;
        uncompressedBytes = captured.uncompressedBytes;
        encodings = captured.encodings;
    }

    void write(final StateOutput out) {
        out.putVarint(values);
        out.putVarint(nulls);
        out.putVarint(nans);
        out.putVarint(storedBytes);
        out.putVarint(uncompressedBytes);
        out.putVarint(encodings);
    }

    void read(final StateInput in) throws StateFormatException {
        values = in.getVarint();
        nulls = in.getVarint();
        nans = in.getVarint();
        storedBytes = in.getVarint();
        uncompressedBytes = in.getVarint();
        encodings = in.getVarintAsInt();
        for (int id = 0; id < Integer.SIZE; id++) {
            if ((encodings >>> id & 1) != 0 && !ParquetIds.isWrittenEncoding(id)) {
                throw StateInput.unknownCode("an encoding", id);
            }
        }
    }

    void add(final EncodedChunk chunk) {
        values += chunk.values();
        nulls += chunk.statistics().nullCount();
        nans += chunk.nans();
        storedBytes += chunk.storedBytes();
        uncompressedBytes += chunk.uncompressedBytes();
        encodings |= chunk.encodings();
    }

    void add(final StoredChunk chunk) {
        values += chunk.values();
        nulls += chunk.nulls();
        nans += chunk.nans();
        storedBytes += chunk.storedBytes();
        uncompressedBytes += chunk.uncompressedBytes();
        encodings |= chunk.encodings();
    }

    /** Values, nulls included. */
    public long values() {
        return values;
    }

    public long nulls() {
        return nulls;
    }

    public long nans() {
        return nans;
    }

    /** Bytes in the file, page headers included. */
    public long storedBytes() {
        return storedBytes;
    }

    /** The same before compression. */
    public long uncompressedBytes() {
        return uncompressedBytes;
    }

    /** The encodings used: a set of bits, by Parquet's id. */
    public int encodings() {
        return encodings;
    }
}
