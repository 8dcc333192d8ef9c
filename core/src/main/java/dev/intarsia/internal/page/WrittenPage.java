package dev.intarsia.internal.page;

/**
 * A page that lies in its lane. Immutable.
 *
 * @param headerBytes bytes of its header, the gap to guess for the next page
 * @param storedBytes bytes of its body as it is in the file
 * @param uncompressedBytes bytes of its body before compression
 */
public record WrittenPage(int headerBytes, int storedBytes, int uncompressedBytes) {}
