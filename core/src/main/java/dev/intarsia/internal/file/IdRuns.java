package dev.intarsia.internal.file;

import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.internal.state.StateOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of checkpoints, in ascending order, as runs of those that follow each other. Immutable.
 *
 * <p>A row group that takes long has a checkpoint in each of a thousand moments, and each increment names all before
 * it: one by one they would soon be more than what is new. They are not listed one by one in memory either, since a run
 * that is read may claim to be as long as it likes.
 */
record IdRuns(List<Run> runs) {
    /** Numbers from the first to the last. */
    record Run(long first, long last) {
        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + (last == first + 1 ? ", " : " to ") + last;
        }
    }

    IdRuns {
        runs = List.copyOf(runs);
    }

    /** The runs of numbers above 0, in ascending order. */
    static IdRuns of(final List<Long> ids) {
        final List<Run> runs = new ArrayList<>();
        int next = 0;
        while (next < ids.size()) {
            final long first = ids.get(next);
            long last = first;
            for (next++; next < ids.size() && ids.get(next) == last + 1; next++) {
                last++;
            }
            runs.add(new Run(first, last));
        }
        return new IdRuns(runs);
    }

    void write(final StateOutput out) {
        out.putVarint(runs.size());
        long before = 0;
        for (final Run run : runs) {
            out.putVarint(run.first - before);
            out.putVarint(run.last - run.first);
            before = run.last;
        }
    }

    static IdRuns read(final StateInput in) throws StateFormatException {
        final List<Run> runs = new ArrayList<>();
        long before = 0;
        for (int left = in.getCount(2); left > 0; left--) {
            final long first = before + in.getVarint();
            final long last = first + in.getVarint();
            if (first <= before || last < first) {
                throw in.malformed("checkpoint " + first + " is named behind checkpoint " + before);
            }
            runs.add(new Run(first, last));
            before = last;
        }
        return new IdRuns(runs);
    }

    /**
     * Whether these are the numbers.
     *
     * @param ids one at least
     * @param fromFirst whether the first of them stands for all that are not above it, even where it is none of them
     */
    boolean isOf(final List<Long> ids, final boolean fromFirst) {
        final long standing = fromFirst ? ids.get(0) : 0;
        int found = fromFirst && runs.get(0).first <= standing ? 1 : 0;
        for (final Run run : runs) {
            for (long id = Math.max(run.first, standing + 1); id <= run.last; id++) {
                if (found == ids.size() || ids.get(found) != id) {
                    return false;
                }
                found++;
            }
        }
        return found == ids.size();
    }

    @Override
    public String toString() {
        return runs.toString();
    }
}
