package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.intarsia.Increment;
import dev.intarsia.ParquetWriter;
import dev.intarsia.SavedFile;
import dev.intarsia.options.MemoryBudgetException;
import dev.intarsia.options.UnsupportedSchemaException;
import dev.intarsia.options.WriterOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The checkpoints of a file: which its writer knows, and the increments that were saved of them. Confined. */
final class SavedStates {
    private static final int MOST_UNCONFIRMED = 16;

    private final Work work;
    private final NavigableSet<Long> known = new TreeSet<>();
    private final Map<Long, State> states = new HashMap<>();
    private long confirmed;

    /**
     * An increment that was saved.
     *
     * @param needs those that it takes to restore it
     * @param history of the file then
     * @param durable bytes of the file then
     */
    record State(long id, byte[] bytes, List<Long> needs, History history, byte[] durable) {}

    SavedStates(final Work work) {
        this.work = work;
    }

    boolean isEmpty() {
        return states.isEmpty();
    }

    /** Notes a capture. */
    void note(final long id) {
        assertThat(known.isEmpty() || id > known.last()).isTrue();
        known.add(id);
        while (known.size() - (confirmed == 0 ? 0 : 1) > MOST_UNCONFIRMED) {
            known.remove(confirmed == 0 ? known.first() : known.higher(confirmed));
        }
    }

    /** Saves an increment of a capture since one that was saved, or tries since one that cannot be. */
    void save(final Taken taken, final SplittableRandom random) throws IOException {
        final long id = taken.capture.id();
        final long since = since(id, random);
        if (random.nextInt(8) == 0) {
            refuse(taken, random.nextBoolean() ? id + 1000 : confirmed - 1);
            return;
        }
        if (since >= id) {
            refuse(taken, since);
            work.saw(Seen.REFUSED_INCREMENT_SINCE_A_LATER_ONE);
            return;
        }
        if (since != 0 && !states.containsKey(since)) {
            refuse(taken, since);
            work.saw(Seen.REFUSED_INCREMENT_SINCE_ONE_WITHOUT);
            return;
        }
        if (states.containsKey(id)
                && states.values().stream().anyMatch(other -> other.id > id && other.needs.contains(id))) {
            return; // others build upon what was saved of it, which stays as it is
        }
        try (Increment increment = taken.capture.since(since)) {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            increment.writeTo(Channels.newChannel(bytes));
            assertThat(increment.id()).isEqualTo(id);
            assertThat(increment.since()).isEqualTo(since);
            assertThat(increment.bytes()).isEqualTo(bytes.size());
            assertThat(increment.needs()).endsWith(id);
            assertThat(since == 0 ? List.of(id) : increment.needs()).isEqualTo(increment.needs());
            states.put(id, new State(id, bytes.toByteArray(), increment.needs(), taken.history, taken.durable()));
            work.saw(since == 0 ? Seen.INCREMENT_OF_THE_WHOLE : Seen.INCREMENT_SINCE_ANOTHER);
        } catch (final MemoryBudgetException e) {
            work.saw(Seen.REFUSED_FOR_MEMORY_INCREMENT);
        }
    }

    private long since(final long id, final SplittableRandom random) {
        if (random.nextInt(8) == 0 || known.isEmpty()) {
            return 0;
        }
        if (random.nextInt(6) == 0) {
            return known.floor(random.nextLong(known.first(), known.last() + 1));
        }
        return known.headSet(id).stream()
                .filter(states::containsKey)
                .reduce(0L, (first, second) -> random.nextInt(3) > 0 ? second : first);
    }

    private void refuse(final Taken taken, final long since) {
        if (since != 0) {
            assertThatIllegalArgumentException().isThrownBy(() -> taken.capture.since(since));
            work.saw(Seen.REFUSED_UNKNOWN_CHECKPOINT);
        }
    }

    /** Says that one is safe; what only earlier ones need is deleted then. */
    void confirm(final ParquetWriter writer, final SplittableRandom random) {
        if (known.isEmpty() || random.nextInt(6) == 0) {
            final long unknown = known.isEmpty() || random.nextBoolean() ? 1L << 40 : known.first() - 1;
            assertThatIllegalArgumentException().isThrownBy(() -> writer.confirm(unknown));
            work.saw(Seen.REFUSED_UNKNOWN_CHECKPOINT);
            return;
        }
        confirmed = known.floor(random.nextLong(known.first(), known.last() + 1));
        writer.confirm(confirmed);
        known.headSet(confirmed).clear();
        work.saw(Seen.CONFIRMED);
        final NavigableSet<Long> needed = new TreeSet<>();
        states.values().stream().filter(state -> state.id >= confirmed).forEach(state -> needed.addAll(state.needs));
        states.keySet().retainAll(needed);
    }

    /** One that can be restored, or null. */
    State any(final SplittableRandom random) {
        final List<State> whole = states.values().stream()
                .filter(state -> states.keySet().containsAll(state.needs))
                .toList();
        return whole.isEmpty() ? null : whole.get(random.nextInt(whole.size()));
    }

    /** The increments of one, in order. */
    List<byte[]> chain(final State state) {
        return state.needs.stream().map(id -> states.get(id).bytes).toList();
    }

    /** After it was restored, it is what there is. */
    void restored(final State state) {
        states.keySet().retainAll(state.needs);
        known.clear();
        known.add(state.id);
        confirmed = state.id;
    }

    /** Restores one of them somewhere else, and looks at what becomes of it. */
    void check(final SplittableRandom random, final WriterOptions options) throws IOException {
        final State state = any(random);
        if (state != null) {
            work.judge().assertRestores(chain(state), state.durable, state.history, options);
        }
    }

    /** Tries to restore what is damaged, incomplete, or of another schema. */
    void refuse(final State state, final SplittableRandom random, final WriterOptions options) throws IOException {
        final List<byte[]> chain = chain(state);
        final List<byte[]> damaged = new ArrayList<>(chain);
        final int which = random.nextInt(damaged.size());
        final byte[] bytes = damaged.get(which).clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        damaged.set(which, bytes);
        try {
            // A payload that is of no use any more may be what it likes.
            work.judge().assertRestores(damaged, state.durable, state.history, options);
        } catch (final IOException e) {
            work.saw(Seen.REFUSED_DAMAGED);
        }
        if (chain.size() > 1) {
            final List<byte[]> incomplete = new ArrayList<>(chain);
            incomplete.remove(random.nextInt(incomplete.size() - 1));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> work.judge().assertRestores(incomplete, state.durable, state.history, options));
            work.saw(Seen.REFUSED_INCOMPLETE_CHAIN);
        }
        final List<Field> fields = new ArrayList<>(state.history.schema().getFields());
        fields.add(Field.nullable("another", fields.get(0).getType()));
        final SavedFile file =
                SavedFile.ofBytes(chain.stream().map(ByteBuffer::wrap).toList());
        assertThatExceptionOfType(UnsupportedSchemaException.class)
                .isThrownBy(() -> ParquetWriter.restore(
                        work.context(), new Schema(fields), new DictionaryProvider.MapDictionaryProvider(), file))
                .withMessageContaining("another");
        work.saw(Seen.REFUSED_INCOMPATIBLE_SCHEMA);
    }

    @Override
    public String toString() {
        return "checkpoints " + known + " known, " + states.keySet() + " saved, " + confirmed + " confirmed";
    }
}
