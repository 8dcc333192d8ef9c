package dev.intarsia.internal.arrow;

import dev.intarsia.internal.schema.Node;
import dev.intarsia.options.InvalidBatchException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** A node of the schema, bound to its vector of a batch. Confined. */
abstract class NodeReader {
    private static final String NULL_VALUE =
            " is null, and the field is not nullable; fill it or declare the field nullable";

    private final Node node;
    private final String subject;
    private final SlotSpace space;
    private final Presence presence;
    private final SlotPath path;

    /** Why there must be no null, where there must be none, and what to do about it. */
    private String nullComplaint = NULL_VALUE;

    /**
     * @param subject column or field, with its path, for messages
     * @param space the slots of the node
     * @param around the struct that the node is a field of; null where it is the element of a list, or at the top
     */
    NodeReader(
            final Node node,
            final String subject,
            final SlotSpace space,
            final NodeReader around,
            final DictionaryProvider dictionaries) {
        this.node = node;
        this.subject = subject;
        this.space = space;
        final Presence presenceAround = around == null ? null : around.presence;
        presence = new Presence(presenceAround, node.nullable());
        path = new SlotPath(node, subject, space, around == null ? null : around.path, presenceAround, dictionaries);
    }

    /** Replaces the sentence about a null where there must be none. */
    final void complainOfNulls(final String complaint) {
        nullComplaint = complaint;
    }

    final Node node() {
        return node;
    }

    /** Column or field, with its path. */
    final String subject() {
        return subject;
    }

    final SlotSpace space() {
        return space;
    }

    final Presence presence() {
        return presence;
    }

    final SlotPath path() {
        return path;
    }

    /**
     * Binds the node and all below it. What is refused may leave it half bound: the batch unbinds then.
     *
     * @throws InvalidBatchException if it is not what the schema says, or is damaged
     */
    final void bind(final FieldVector vector, final Scratch scratch) {
        path.bind(vector, scratch);
        match(path.values());
        path.readNulls(scratch);
        presence.bind(path.own(), space.slots(), scratch);
        bindValues(path.values(), scratch);
    }

    /** Forgets the vector and gives the scratch back, here and below. */
    void unbind(final Scratch scratch) {
        presence.unbind(scratch);
        path.unbind(scratch);
    }

    /** Refuses a vector that is not what the schema says. */
    abstract void match(FieldVector values);

    /** Binds what the node's vector holds. Nulls where there must be none are not refused yet. */
    abstract void bindValues(FieldVector values, Scratch scratch);

    /** Refuses a null in a node that has none. One under a null further up is none of its own. */
    final void requireNoNulls() {
        if (!node.nullable()) {
            final int ordinal = LiveSlots.firstNull(space, presence.bitsAbove(), path.own());
            if (ordinal >= 0) {
                throw new InvalidBatchException(subject + ": " + space.place(ordinal) + nullComplaint);
            }
        }
    }
}
