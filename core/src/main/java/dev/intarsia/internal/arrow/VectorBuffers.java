package dev.intarsia.internal.arrow;

import dev.intarsia.options.InvalidBatchException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;

/** Addresses of the buffers of a vector, refused where they are closed or too short. */
final class VectorBuffers {
    private VectorBuffers() {}

    /** The vector that holds the slots: an extension's storage. */
    static FieldVector storage(final FieldVector vector) {
        FieldVector storage = vector;
        while (storage instanceof ExtensionTypeVector<?> extension) {
            storage = (FieldVector) extension.getUnderlyingVector();
        }
        return storage;
    }

    /**
     * Address of a buffer.
     *
     * @param subject column or field, with its path, for messages
     * @param name what the buffer holds
     * @param slots how many slots are to be read
     * @param neededBytes bytes that they take at least
     * @throws InvalidBatchException if they are not there
     */
    static long address(
            final String subject, final String name, final ArrowBuf buffer, final int slots, final long neededBytes) {
        if (buffer.capacity() < neededBytes) {
            throw new InvalidBatchException(subject + ": the " + name + " buffer of the vector has "
                    + buffer.capacity() + " bytes, " + slots + " rows need " + neededBytes
                    + "; the vector is damaged or its value count is too high");
        }
        if (buffer.capacity() > 0 && buffer.refCnt() < 1) {
            throw new InvalidBatchException(subject + ": the " + name
                    + " buffer of the vector is closed; keep a batch open until it is written");
        }
        return buffer.memoryAddress();
    }

    /** Whether the vector has a bitmap at all; of run ends the values have one, of a vector of nulls nobody. */
    static boolean hasValidity(final FieldVector vector) {
        return !(vector instanceof RunEndEncodedVector) && !(vector instanceof NullVector);
    }
}
