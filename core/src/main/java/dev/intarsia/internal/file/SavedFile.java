package dev.intarsia.internal.file;

import dev.intarsia.internal.compress.CompressorPool;
import dev.intarsia.internal.memory.Demand;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import dev.intarsia.internal.schema.ParquetSchema;
import dev.intarsia.internal.schema.SchemaForm;
import dev.intarsia.internal.state.EnvelopeHeader;
import dev.intarsia.internal.state.EnvelopeKind;
import dev.intarsia.internal.state.EnvelopeReader;
import dev.intarsia.internal.state.EnvelopeSource;
import dev.intarsia.internal.state.OptionsForm;
import dev.intarsia.internal.state.PayloadReader;
import dev.intarsia.internal.state.Piece;
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** A file in progress as its envelopes have it. Confined to one thread; the envelopes are borrowed. */
public final class SavedFile {
    private static final int BUFFER_BYTES = 64 << 10;

    private final List<EnvelopeSource> sources;
    private final List<EnvelopeReader> envelopes;
    private final List<Long> needs;
    private final FileHead head;

    private SavedFile(
            final List<EnvelopeSource> sources,
            final List<EnvelopeReader> envelopes,
            final List<Long> needs,
            final FileHead head) {
        this.sources = sources;
        this.envelopes = envelopes;
        this.needs = needs;
        this.head = head;
    }

    /**
     * Looks at the envelopes of a checkpoint, but not at their payloads.
     *
     * @param sources the envelopes that the last of them names, in ascending order of their ids
     * @throws IOException if one cannot be read, is damaged, of another file, or missing
     */
    public static SavedFile open(final List<EnvelopeSource> sources) throws IOException {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a file is restored from one envelope or more, and none was given");
        }
        final List<EnvelopeReader> envelopes = new ArrayList<>();
        for (final EnvelopeSource source : sources) {
            final EnvelopeReader envelope = EnvelopeReader.open(source);
            if (!envelopes.isEmpty()) {
                requireSameFile(envelope.header(), envelopes.get(0).header());
            }
            envelopes.add(envelope);
        }
        final FileHead head = FileHead.read(envelopes.get(envelopes.size() - 1).metadata());
        final List<Long> given = envelopes.stream()
                .map(envelope -> envelope.header().checkpointId())
                .toList();
        // One that is complete by itself stands for those up to it, whether it is named or not.
        final boolean complete = envelopes.get(0).header().baseId() == 0;
        if (!head.needs().isOf(given, complete)) {
            throw StateFormatException.another("checkpoint " + given.get(given.size() - 1)
                    + " is read from the envelopes of the checkpoints " + head.needs() + " in this order, and those of "
                    + given + " were given");
        }
        for (final EnvelopeReader envelope : envelopes.subList(1, envelopes.size())) {
            requireBuiltUpon(envelope.header(), given.get(0));
        }
        return new SavedFile(List.copyOf(sources), envelopes, given, head);
    }

    private static void requireSameFile(final EnvelopeHeader header, final EnvelopeHeader first)
            throws StateFormatException {
        if (!header.fileId().equals(first.fileId())) {
            throw StateFormatException.another(
                    "it is of the file " + header.fileId() + ", and the first one of the file " + first.fileId());
        }
        if (header.kind() != EnvelopeKind.INCREMENT || header.baseId() == 0) {
            throw StateFormatException.another(header + " is complete by itself, and was given behind " + first
                    + ": give it alone or as the first");
        }
    }

    /** What is new since an earlier moment than the first is of would be put behind what is new since then, twice. */
    private static void requireBuiltUpon(final EnvelopeHeader header, final long first) throws StateFormatException {
        if (header.baseId() < first) {
            throw StateFormatException.another(header + " was given behind checkpoint " + first
                    + ": give it with those that it needs, and not with one of a later moment in their place");
        }
    }

    /** The file's own id. */
    public UUID fileId() {
        return envelopes.get(0).header().fileId();
    }

    /** Number of the checkpoint. */
    public long id() {
        return envelopes.get(envelopes.size() - 1).header().checkpointId();
    }

    /** The checkpoints whose envelopes it was read from, in ascending order. */
    public List<Long> needs() {
        return needs;
    }

    /** File offset behind the last byte that was durable. */
    public long tailOffset() {
        return head.tailOffset();
    }

    /** Rows of the file. */
    public long rows() {
        return head.closedRows() + head.openRows();
    }

    /**
     * Re-opens the file.
     *
     * @param schema of the batches to come
     * @param ledger gets the checkpoint, for those that will build upon it
     * @throws dev.intarsia.options.UnsupportedSchemaException if the file has another; the message names the difference
     * @throws dev.intarsia.options.MemoryBudgetException if there is no room for it
     * @throws IOException if a payload cannot be read or is damaged
     */
    public FileWriter restore(
            final ParquetSchema schema,
            final DictionaryProvider dictionaries,
            final SlabPool memory,
            final CompressorPool compressors,
            final CheckpointLedger ledger)
            throws IOException {
        final List<CheckpointLedger.Envelope> chain = new ArrayList<>();
        final FileRestore restore = read(schema, chain);
        final Reserve reserve = new Reserve(memory);
        final FileState state;
        try {
            state = restore.load(memory.maxBlockBytes(), new Demand(), reserve);
        } finally {
            reserve.giveBack();
        }
        final FileWriter writer;
        try {
            writer = FileWriters.resumed(state, dictionaries, memory, compressors);
        } catch (final IllegalArgumentException e) {
            throw StateFormatException.damaged("it cannot be gone on with: " + e.getMessage());
        } finally {
            state.release(); // the writer holds all of it, alone from now on
        }
        try {
            writer.requireFloor();
            writer.expectCaptures();
            ledger.noteRestored(id(), state.open.marks, chain);
            return writer;
        } catch (final Throwable refused) {
            writer.close();
            throw refused;
        }
    }

    /** Reads the metadata of all envelopes, and their payloads once, for their checksums. */
    private FileRestore read(final ParquetSchema schema, final List<CheckpointLedger.Envelope> chain)
            throws IOException {
        FileRestore restore = null;
        for (int i = 0; i < envelopes.size(); i++) {
            final EnvelopeReader envelope = envelopes.get(i);
            final EnvelopeHeader header = envelope.header();
            final StateInput in = envelope.metadata();
            final FileHead each = FileHead.read(in);
            if (i == 0) {
                restore = begin(header, in, schema);
            }
            final PayloadReader payload = PayloadReader.open(sources.get(i), envelope);
            if (header.kind() == EnvelopeKind.TAIL) {
                restore.readTail(each, in, payload);
            } else {
                restore.read(each, in, payload);
            }
            chain.add(new CheckpointLedger.Envelope(
                    header.checkpointId(), restore.rowGroups(), i == 0 || restore.hasLastingNews()));
        }
        return restore;
    }

    private FileRestore begin(final EnvelopeHeader header, final StateInput in, final ParquetSchema schema)
            throws StateFormatException {
        if (header.baseId() != 0) {
            throw StateFormatException.another(header + " is the first that was given, and builds upon another");
        }
        SchemaForm.read(in.getNested()).requireSame(schema);
        final WriterOptions options = OptionsForm.read(in.getNested());
        try {
            return new FileRestore(schema, options, head.tailOffset());
        } catch (final IllegalArgumentException e) {
            throw StateFormatException.damaged("its options are not of its schema: " + e.getMessage());
        }
    }

    /**
     * Writes the Parquet bytes of a tail: those that end the file behind its durable ones.
     *
     * @return how many they are
     * @throws IllegalStateException if it was not saved as a tail
     * @throws IOException if they cannot be read, are damaged, or the channel fails
     */
    public long complete(final WritableByteChannel channel) throws IOException {
        final EnvelopeReader envelope = envelopes.get(0);
        if (envelopes.size() > 1 || envelope.header().kind() != EnvelopeKind.TAIL) {
            throw new IllegalStateException("checkpoint " + id() + " was saved as increments, which have no footer:"
                    + " restore the file with ParquetWriter.restore, and finish it");
        }
        final PayloadReader payload = PayloadReader.open(sources.get(0), envelope);
        final Piece parquet = payload.at(0, payload.bytes());
        final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long at = 0; at < parquet.length(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), parquet.length() - at));
            parquet.read(at, buffer);
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        return parquet.length();
    }

    /**
     * Writes one increment since the beginning of the file that says what all envelopes say together.
     *
     * @param schema of the file
     * @throws IllegalStateException if the first envelope is a tail
     * @throws dev.intarsia.options.UnsupportedSchemaException if the file has another schema; the message names the
     *     difference
     * @throws IOException if a payload cannot be read or is damaged, or the channel fails
     */
    public void compact(final ParquetSchema schema, final WritableByteChannel channel) throws IOException {
        final EnvelopeReader first = envelopes.get(0);
        if (first.header().kind() == EnvelopeKind.TAIL) {
            throw new IllegalStateException("checkpoint " + id() + " was saved as a tail, or upon one, whose bytes are"
                    + " those of a Parquet file: restore it with ParquetWriter.restore, and take an increment since 0");
        }
        final FileRestore file = read(schema, new ArrayList<>());
        final StateInput in = first.metadata();
        FileHead.read(in);
        new FileCompaction(file).writeTo(channel, fileId(), id(), SchemaForm.read(in.getNested()));
    }
}
