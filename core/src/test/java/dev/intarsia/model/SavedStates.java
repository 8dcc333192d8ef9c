package dev.intarsia.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.Checkpoint;
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

/** The checkpoints of a file: which its writer knows, and what was saved of them. Confined. */
final class SavedStates {
    private static final int MOST_UNCONFIRMED = 16;

    private final Work work;
    private final NavigableSet<Long> known = new TreeSet<>();
    private final Map<Long, State> states = new HashMap<>();
    /** What the increments of a checkpoint build upon, but for those that are complete. */
    private final Map<Long, Long> bases = new HashMap<>();
    /** Those that nothing builds upon before they are restored. */
    private final Map<Long, State> tails = new HashMap<>();

    private long confirmed;

    SavedStates(final Work work) {
        this.work = work;
    }

    /** How a checkpoint was saved. */
    enum Form {
        INCREMENT,
        COMPACTED,
        TAIL,
        STORED_TAIL
    }

    /**
     * A checkpoint that was saved.
     *
     * @param needs those that it takes to restore it
     * @param captured history of the file then
     * @param durable bytes of the file then
     */
    record State(long id, Form form, byte[] bytes, List<Long> needs, History captured, byte[] durable) {
        boolean isTail() {
            return form == Form.TAIL || form == Form.STORED_TAIL;
        }

        /** History of the file once it is restored. */
        History restored() {
            return isTail() ? captured.with(new History.Restored(form == Form.STORED_TAIL)) : captured;
        }
    }

    boolean isEmpty() {
        return states.isEmpty() && tails.isEmpty();
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
        if (since != 0 && bases.getOrDefault(id, since) != since) {
            refuse(taken, since);
            work.saw(Seen.REFUSED_INCREMENT_SINCE_TWO);
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
            states.put(
                    id,
                    new State(
                            id,
                            Form.INCREMENT,
                            bytes.toByteArray(),
                            increment.needs(),
                            taken.history,
                            taken.durable()));
            if (since != 0) {
                bases.put(id, since);
            }
            work.saw(since == 0 ? Seen.INCREMENT_OF_THE_WHOLE : Seen.INCREMENT_SINCE_ANOTHER);
        } catch (final MemoryBudgetException e) {
            work.saw(Seen.REFUSED_FOR_MEMORY_INCREMENT);
        }
    }

    /** Saves a tail, upon which nothing builds before it is restored. */
    void saveTail(final Taken taken, final Checkpoint checkpoint, final boolean stored) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        checkpoint.writeTo(Channels.newChannel(bytes));
        assertThat(checkpoint.bytes()).isEqualTo(bytes.size());
        final long id = checkpoint.id();
        final Form form = stored ? Form.STORED_TAIL : Form.TAIL;
        tails.put(id, new State(id, form, bytes.toByteArray(), List.of(id), taken.history, taken.durable()));
        work.saw(Seen.TAIL_SAVED);
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
        tails.keySet().removeIf(id -> id < confirmed);
    }

    /** One that can be restored, or null. */
    State any(final SplittableRandom random) {
        final List<State> whole = new ArrayList<>(tails.values());
        states.values().stream()
                .filter(state -> states.keySet().containsAll(state.needs))
                .forEach(whole::add);
        return whole.isEmpty() ? null : whole.get(random.nextInt(whole.size()));
    }

    /** What it takes to restore one, in order. */
    List<byte[]> chain(final State state) {
        return links(state).stream().map(State::bytes).toList();
    }

    private List<State> links(final State state) {
        if (state.isTail()) {
            return List.of(state);
        }
        final List<State> links = new ArrayList<>();
        for (final long id : state.needs) {
            final State link = states.get(id);
            if (link.form == Form.COMPACTED || link.needs.size() == 1) {
                links.clear(); // it stands for those in front of it
            }
            links.add(link);
        }
        return links;
    }

    /** Says what it took to restore one; after that it is what there is. */
    void restored(final State state) {
        final List<State> links = links(state);
        work.saw(restoring(state, links));
        if (state.isTail()) {
            states.clear();
            states.put(state.id, state);
        }
        states.keySet().retainAll(links.stream().map(State::id).toList());
        tails.clear();
        known.clear();
        known.add(state.id);
        confirmed = state.id;
    }

    private static Seen restoring(final State state, final List<State> links) {
        if (state.isTail()) {
            return state.form == Form.TAIL ? Seen.RESTORED_FROM_A_TAIL : Seen.RESTORED_FROM_A_STORED_TAIL;
        }
        return switch (links.get(0).form) {
            case TAIL, STORED_TAIL -> Seen.RESTORED_FROM_A_CHAIN_UPON_A_TAIL;
            case COMPACTED ->
                links.size() > 1 ? Seen.RESTORED_FROM_A_CHAIN_UPON_A_COMPACTED_ONE : Seen.RESTORED_FROM_A_COMPACTED_ONE;
            case INCREMENT -> links.size() > 1 ? Seen.RESTORED_FROM_A_CHAIN : Seen.RESTORED;
        };
    }

    /** Restores one of them somewhere else, or ends the file with it, or compacts it, and looks at what comes of it. */
    void check(final SplittableRandom random, final WriterOptions options) throws IOException {
        final State state = any(random);
        if (state == null) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> complete(state, options);
            case 1 -> compact(state);
            default -> {}
        }
        final State now = states.getOrDefault(state.id, state);
        work.judge().assertRestores(chain(now), now.durable, now.restored(), options);
    }

    private SavedFile open(final State state) throws IOException {
        return SavedFile.ofBytes(chain(state).stream().map(ByteBuffer::wrap).toList());
    }

    private void complete(final State state, final WriterOptions options) throws IOException {
        final SavedFile file = open(state);
        final ByteArrayOutputStream ended = new ByteArrayOutputStream();
        if (!state.isTail()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> file.complete(Channels.newChannel(ended)))
                    .withMessageContaining("saved as increments");
            assertThat(ended.size()).isZero();
            work.saw(Seen.REFUSED_COMPLETING_INCREMENTS);
            return;
        }
        ended.write(state.durable, 0, Math.toIntExact(file.fileOffset()));
        assertThat(file.complete(Channels.newChannel(ended))).isEqualTo(ended.size() - file.fileOffset());
        work.judge()
                .assertIs(
                        ended.toByteArray(),
                        state.captured,
                        state.form == Form.STORED_TAIL,
                        options,
                        "a file that ends with the tail that was saved of " + file);
        work.saw(Seen.COMPLETED_FROM_A_SAVED_TAIL);
    }

    /** Compacts all that one needs; what is in front of it stays, since others may need that and not it. */
    private void compact(final State state) throws IOException {
        final SavedFile file = open(state);
        final ByteArrayOutputStream compacted = new ByteArrayOutputStream();
        if (links(state).get(0).isTail()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> file.compact(
                            state.captured.schema(),
                            new DictionaryProvider.MapDictionaryProvider(),
                            Channels.newChannel(compacted)))
                    .withMessageContaining("saved as a tail");
            assertThat(compacted.size()).isZero();
            work.saw(Seen.REFUSED_COMPACTING_A_TAIL);
            return;
        }
        file.compact(
                state.captured.schema(),
                new DictionaryProvider.MapDictionaryProvider(),
                Channels.newChannel(compacted));
        states.put(
                state.id,
                new State(
                        state.id, Form.COMPACTED, compacted.toByteArray(), state.needs, state.captured, state.durable));
        assertThat(open(states.get(state.id)).needs()).containsExactly(state.id);
        work.saw(Seen.COMPACTED);
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
            work.judge().assertRestores(damaged, state.durable, state.restored(), options);
        } catch (final IOException e) {
            work.saw(Seen.REFUSED_DAMAGED);
        }
        if (chain.size() > 1) {
            final List<byte[]> incomplete = new ArrayList<>(chain);
            incomplete.remove(random.nextInt(incomplete.size() - 1));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> work.judge()
                    .assertRestores(incomplete, state.durable, state.restored(), options));
            work.saw(Seen.REFUSED_INCOMPLETE_CHAIN);
        }
        final List<Field> fields = new ArrayList<>(state.captured.schema().getFields());
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
        return "checkpoints " + known + " known, " + states.keySet() + " saved, tails of " + tails.keySet() + ", "
                + confirmed + " confirmed";
    }
}
