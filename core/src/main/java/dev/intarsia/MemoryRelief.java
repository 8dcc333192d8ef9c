package dev.intarsia;

/**
 * What the owner of a {@link WriterGroup} does when memory is short. Called on the group's thread, from inside of a
 * write that would be refused otherwise, between the operations of all writers of the group: an implementation may call
 * any of them, but not write to the one that is writing.
 *
 * <p>What is thrown here reaches the caller of the write; the batch has not been taken then, and
 * the writer is unharmed.
 */
public interface MemoryRelief {
    /**
     * Takes what this writer has buffered, as far as it pays, and sends it on its way. Its memory is free when the part
     * is closed and its bytes are durable, be that before this returns or later.
     *
     * @param writer whose {@link ParquetWriter#bufferedBytes} are at least the bytes of a part; borrowed
     */
    void handOut(ParquetWriter writer);

    /**
     * Finishes and closes this file, if the owner can do without it: of those that are not writing, it is the one that
     * has been written to least recently.
     *
     * @param leastRecentlyUsed an open writer, borrowed
     * @return whether it is finished, or closed; no other file is asked for once this is false
     */
    boolean finish(ParquetWriter leastRecentlyUsed);
}
