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
import dev.intarsia.internal.state.StateFormatException;
import dev.intarsia.internal.state.StateInput;
import dev.intarsia.options.WriterOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** A file in progress as its envelopes have it. Confined to one thread; the envelopes are borrowed. */
public final class SavedFile {
    private final List<EnvelopeSource> sources;
    private final List<EnvelopeReader> envelopes;
    private final FileHead head;

    private SavedFile(final List<EnvelopeSource> sources, final List<EnvelopeReader> envelopes, final FileHead head) {
        this.sources = sources;
        this.envelopes = envelopes;
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
        if (!given.equals(head.needs())) {
            throw StateFormatException.another("checkpoint " + given.get(given.size() - 1)
                    + " is read from the envelopes of the checkpoints " + head.needs() + " in this order, and those of "
                    + given + " were given");
        }
        return new SavedFile(List.copyOf(sources), envelopes, head);
    }

    private static void requireSameFile(final EnvelopeHeader header, final EnvelopeHeader first)
            throws StateFormatException {
        if (!header.fileId().equals(first.fileId())) {
            throw StateFormatException.another(
                    "it is of the file " + header.fileId() + ", and the first one of the file " + first.fileId());
        }
        if (header.kind() != EnvelopeKind.INCREMENT || first.kind() != EnvelopeKind.INCREMENT) {
            throw StateFormatException.another("a tail is complete by itself, and several envelopes were given");
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
        FileRestore restore = null;
        final List<CheckpointLedger.Envelope> chain = new ArrayList<>();
        for (int i = 0; i < envelopes.size(); i++) {
            final EnvelopeReader envelope = envelopes.get(i);
            final StateInput in = envelope.metadata();
            final FileHead each = FileHead.read(in);
            if (i == 0) {
                restore = new FileRestore(schema, begin(envelope.header(), in, schema));
            }
            final PayloadReader payload = PayloadReader.open(sources.get(i), envelope);
            restore.read(each, in, payload);
            chain.add(new CheckpointLedger.Envelope(
                    envelope.header().checkpointId(),
                    restore.rowGroups(),
                    restore.hasLastingNews()));
        }
        final Reserve reserve = new Reserve(memory);
        final FileState state;
        try {
            state = restore.load(memory.maxBlockBytes(), new Demand(), reserve);
        } finally {
            reserve.giveBack();
        }
        try {
            final FileWriter writer = FileWriter.resume(state, dictionaries, memory, compressors);
            writer.expectCaptures();
            ledger.noteRestored(id(), state.open.marks, chain);
            return writer;
        } finally {
            state.release();
        }
    }

    private static WriterOptions begin(final EnvelopeHeader header, final StateInput in, final ParquetSchema schema)
            throws StateFormatException {
        if (header.baseId() != 0) {
            throw StateFormatException.another(header + " is the first that was given, and builds upon another");
        }
        SchemaForm.read(in.getNested()).requireSame(schema);
        return OptionsForm.read(in.getNested());
    }
}
