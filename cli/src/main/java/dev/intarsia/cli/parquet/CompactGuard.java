package dev.intarsia.cli.parquet;

/**
 * Walks over a struct of Thrift's compact protocol without building it, and finds its end. The generated readers
 * allocate lists by the length that is written before them and trust it; behind this guard a length is never larger
 * than the bytes that follow it. Confined.
 */
public final class CompactGuard {
    /** What {@link #structEnd} returns when the struct goes on behind the last byte. */
    public static final int NEEDS_MORE = -1;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_VARINT_BYTES = 10;
    private static final int LONG_LIST = 15;
    private static final int UUID_BYTES = 16;

    private static final class OutOfBytes extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfBytes() {
            super("the struct goes on behind the last byte", null, false, false);
        }
    }

    private final byte[] bytes;
    private final int end;
    private int at;

    private CompactGuard(final byte[] bytes, final int from, final int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /**
     * @return index behind the struct that begins at {@code from}, or {@link #NEEDS_MORE}
     * @throws MalformedException if it is no such struct
     */
    public static int structEnd(final byte[] bytes, final int from, final int end) throws MalformedException {
        final CompactGuard guard = new CompactGuard(bytes, from, end);
        try {
            guard.skipStruct(0);
            return guard.at;
        } catch (final OutOfBytes e) {
            return NEEDS_MORE;
        }
    }

    private void skipStruct(final int depth) throws MalformedException {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("structs are nested more than " + MAX_DEPTH + " deep");
        }
        while (true) {
            final int header = nextByte();
            final int type = header & 0x0F;
            if (type == 0) {
                return;
            }
            if ((header & 0xF0) == 0) {
                nextVarint();
            }
            // A boolean field has its value in its type.
            if (type > 2) {
                skipValue(type, depth);
            }
        }
    }

    private void skipValue(final int type, final int depth) throws MalformedException {
        switch (type) {
            case 1, 2, 3 -> skip(1);
            case 4, 5, 6 -> nextVarint();
            case 7 -> skip(Double.BYTES);
            case 8 -> skip(nextVarint());
            case 9, 10 -> skipList(depth);
            case 11 -> skipMap(depth);
            case 12 -> skipStruct(depth + 1);
            case 13 -> skip(UUID_BYTES);
            default -> throw new MalformedException("there is no Thrift type " + type);
        }
    }

    private void skipList(final int depth) throws MalformedException {
        final int header = nextByte();
        final long size = header >>> 4 == LONG_LIST ? nextVarint() : header >>> 4;
        requireRoomFor(size);
        for (long i = 0; i < size; i++) {
            skipValue(header & 0x0F, depth + 1);
        }
    }

    private void skipMap(final int depth) throws MalformedException {
        final long size = nextVarint();
        if (size == 0) {
            return;
        }
        requireRoomFor(size);
        final int types = nextByte();
        for (long i = 0; i < size; i++) {
            skipValue(types >>> 4, depth + 1);
            skipValue(types & 0x0F, depth + 1);
        }
    }

    /** Every element takes a byte at least. */
    private void requireRoomFor(final long elements) {
        if (elements < 0 || elements > end - at) {
            throw new OutOfBytes();
        }
    }

    private void skip(final long count) {
        if (count < 0 || count > end - at) {
            throw new OutOfBytes();
        }
        at += (int) count;
    }

    private int nextByte() {
        if (at >= end) {
            throw new OutOfBytes();
        }
        return bytes[at++] & 0xFF;
    }

    private long nextVarint() throws MalformedException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            final int next = nextByte();
            value |= (long) (next & 0x7F) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedException("a number takes more than " + MAX_VARINT_BYTES + " bytes");
    }
}
