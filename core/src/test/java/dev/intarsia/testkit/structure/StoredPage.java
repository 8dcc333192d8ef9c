package dev.intarsia.testkit.structure;

/**
 * A page as it lies in the file. Immutable.
 *
 * @param place for findings
 * @param offset of its header in the file
 * @param headerBytes length of its header
 * @param header the PageHeader
 * @param stored its bytes behind the header
 */
record StoredPage(String place, long offset, int headerBytes, Struct header, byte[] stored) {
    static final int DATA = 0;
    static final int DICTIONARY = 2;
    static final int DATA_V2 = 3;

    int type() {
        return header.i32(1);
    }

    boolean isData() {
        return type() == DATA || type() == DATA_V2;
    }

    /** The struct that a page of this type has. */
    Struct own() {
        return header.struct(type() + 5);
    }

    int encoding() {
        return own().i32(type() == DATA_V2 ? 4 : 2);
    }

    int fileBytes() {
        return headerBytes + stored.length;
    }

    long endOffset() {
        return offset + fileBytes();
    }
}
