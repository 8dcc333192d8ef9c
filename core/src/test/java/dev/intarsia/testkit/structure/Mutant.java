package dev.intarsia.testkit.structure;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A sound file taken apart, changed in one thing, and put together again: all offsets and sizes are made true anew, so
 * that the one thing is all that is wrong. Changes to structs are made on the very trees; what depends on where things
 * lie is changed in {@link #beforeIndexes} and {@link #beforeFooter}. Confined.
 */
final class Mutant {
    /** A page whose header and body can be changed. */
    static final class Page {
        final Struct header;
        private byte[] body;

        Page(final Struct header, final byte[] body) {
            this.header = header;
            this.body = body;
        }

        byte[] body() {
            return body;
        }

        /** Another bit, and nothing that tells of it. */
        void damage(final int at) {
            body = withByte(body, at, body[at] ^ 1);
        }

        /** Other bytes, of an uncompressed page, with size and checksum that are theirs. */
        void body(final byte[] bytes) {
            body = bytes;
            header.set(2, bytes.length).set(3, bytes.length);
            if (header.has(4)) {
                final CRC32 crc = new CRC32();
                crc.update(bytes);
                header.set(4, (int) crc.getValue());
            }
        }

        Struct own() {
            return header.struct(header.i32(1) + 5);
        }
    }

    /** A column chunk and what belongs to it; null where it has no such thing. */
    static final class Column {
        Struct chunk;
        Struct metadata;
        final List<Page> pages = new ArrayList<>();
        Struct offsetIndex;
        Struct columnIndex;
        Struct bloomHeader;
        byte[] bloomBits;

        Page dataPage(final int index) {
            return pages.stream()
                    .filter(page -> page.header.i32(1) != StoredPage.DICTIONARY)
                    .toList()
                    .get(index);
        }

        Struct statistics() {
            return metadata.struct(12);
        }
    }

    final Struct footer;
    final List<List<Column>> groups = new ArrayList<>();
    Consumer<Mutant> beforeIndexes = mutant -> {};
    Consumer<Mutant> beforeFooter = mutant -> {};
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Mutant(final byte[] file) {
        final int footerLength = new Cursor(file, file.length - 8, file.length).i32();
        footer = ThriftReader.read(new Cursor(file, file.length - 8 - footerLength, file.length - 8), "FileMetaData");
        for (final Struct group : footer.structs(4)) {
            final List<Column> columns = new ArrayList<>();
            for (final Struct chunk : group.structs(1)) {
                columns.add(column(file, chunk));
            }
            groups.add(columns);
        }
    }

    Struct group(final int index) {
        return footer.structs(4).get(index);
    }

    /** The schema element of this name. */
    Struct element(final String name) {
        return footer.structs(2).stream()
                .filter(element -> element.text(4).equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The first row group's column of this path. */
    Column column(final String path) {
        return column(0, path);
    }

    Column column(final int group, final String path) {
        return groups.get(group).stream()
                .filter(column -> path.equals(String.join(
                        ".",
                        column.metadata.list(3, byte[].class).stream()
                                .map(String::new)
                                .toList())))
                .findFirst()
                .orElseThrow();
    }

    /** Bytes that nothing owns, where the file has come to; for {@link #beforeIndexes}. */
    void junk(final int bytes) {
        out.writeBytes(new byte[bytes]);
    }

    /** Puts the file together; once. */
    byte[] bytes() {
        out.writeBytes(FooterRules.MAGIC);
        for (int i = 0; i < groups.size(); i++) {
            group(group(i), groups.get(i));
        }
        beforeIndexes.accept(this);
        groups.forEach(columns -> columns.forEach(this::bloomFilter));
        groups.forEach(columns -> columns.forEach(column -> index(column.columnIndex, column.chunk, 6)));
        groups.forEach(columns -> columns.forEach(column -> index(column.offsetIndex, column.chunk, 4)));
        beforeFooter.accept(this);
        final byte[] bytes = ThriftWriter.bytes(footer);
        out.writeBytes(bytes);
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .array());
        out.writeBytes(FooterRules.MAGIC);
        return out.toByteArray();
    }

    private static Column column(final byte[] file, final Struct chunk) {
        final Column column = new Column();
        column.chunk = chunk;
        column.metadata = chunk.struct(3);
        final long data = column.metadata.i64(9);
        final long start = Math.min(data, column.metadata.i64(11, data));
        final Cursor in = new Cursor(file, start, start + column.metadata.i64(7));
        while (in.remaining() > 0) {
            final Struct header = ThriftReader.read(in, "PageHeader");
            column.pages.add(new Page(header, in.take(header.i32(3))));
        }
        if (column.metadata.has(14)) {
            final Cursor bloom = new Cursor(file, column.metadata.i64(14), file.length);
            column.bloomHeader = ThriftReader.read(bloom, "BloomFilterHeader");
            column.bloomBits = bloom.take(column.bloomHeader.i32(1));
        }
        column.offsetIndex = chunk.has(4) ? at(file, chunk.i64(4), "OffsetIndex") : null;
        column.columnIndex = chunk.has(6) ? at(file, chunk.i64(6), "ColumnIndex") : null;
        return column;
    }

    private static Struct at(final byte[] file, final long offset, final String name) {
        return ThriftReader.read(new Cursor(file, offset, file.length), name);
    }

    private void group(final Struct group, final List<Column> columns) {
        final long start = out.size();
        long uncompressed = 0;
        for (final Column column : columns) {
            uncompressed += pages(column);
        }
        group.set(2, uncompressed);
        setIfThere(group, 5, start);
        setIfThere(group, 6, out.size() - start);
    }

    /** Returns the size of the chunk were it not compressed. */
    private long pages(final Column column) {
        final long start = out.size();
        long uncompressed = 0;
        int dataPages = 0;
        for (final Page page : column.pages) {
            final long offset = out.size();
            final byte[] header = ThriftWriter.bytes(page.header);
            out.writeBytes(header);
            out.writeBytes(page.body);
            uncompressed += header.length + page.header.i32(2);
            if (page.header.i32(1) == StoredPage.DICTIONARY) {
                if (offset == start) {
                    setIfThere(column.metadata, 11, offset);
                }
                continue;
            } else if (dataPages == 0) {
                column.metadata.set(9, offset);
            }
            if (column.offsetIndex != null
                    && dataPages < column.offsetIndex.structs(1).size()) {
                column.offsetIndex.structs(1).get(dataPages).set(1, offset).set(2, (int) (out.size() - offset));
            }
            dataPages++;
        }
        column.metadata.set(6, uncompressed).set(7, out.size() - start);
        return uncompressed;
    }

    private void bloomFilter(final Column column) {
        if (column.bloomHeader != null) {
            final long offset = out.size();
            out.writeBytes(ThriftWriter.bytes(column.bloomHeader));
            out.writeBytes(column.bloomBits);
            column.metadata.set(14, offset);
            setIfThere(column.metadata, 15, (int) (out.size() - offset));
        }
    }

    private void index(final Struct index, final Struct chunk, final int field) {
        if (index != null) {
            final byte[] bytes = ThriftWriter.bytes(index);
            chunk.set(field, (long) out.size()).set(field + 1, bytes.length);
            out.writeBytes(bytes);
        }
    }

    private static void setIfThere(final Struct struct, final int id, final Object value) {
        if (struct.has(id)) {
            struct.set(id, value);
        }
    }

    /** A copy with one byte changed. */
    static byte[] withByte(final byte[] bytes, final int at, final int value) {
        final byte[] copy = Arrays.copyOf(bytes, bytes.length);
        copy[at] = (byte) value;
        return copy;
    }
}
