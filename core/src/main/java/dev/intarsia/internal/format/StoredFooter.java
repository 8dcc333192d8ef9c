package dev.intarsia.internal.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The footer of a file that is finished, as far as it concerns all row groups; {@link #rowGroup} reads one of them
 * whole. Immutable; the bytes are retained.
 */
public final class StoredFooter {
    private final byte[] bytes;
    private int schemaFrom;
    private int schemaEnd;
    private String createdBy = "";
    private long rows = -1;
    private int[] groupFrom = {};
    private int groupsEnd;
    private long[] groupRows = {};
    private long[] groupBytes = {};
    private int keyValuesFrom;
    private int keyValues;
    private int[] orders = {};

    private StoredFooter(final byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads {@code FileMetaData}.
     *
     * @param bytes retained; exactly the footer, without the trailer
     * @throws IOException if it is damaged
     * @throws IllegalArgumentException if another writer made the file
     */
    public static StoredFooter read(final byte[] bytes) throws IOException {
        final StoredFooter footer = new StoredFooter(bytes);
        final CompactReader in = new CompactReader("the footer", bytes, 0, bytes.length);
        footer.readFields(in);
        if (!CreatedBy.isOurs(footer.createdBy)) {
            throw new IllegalArgumentException("row groups are taken over only from files that Intarsia wrote, because"
                    + " nobody vouches for the metadata of others, and this file says that its writer is '"
                    + footer.createdBy + "'; read it and write its rows");
        }
        footer.requireWhole(in);
        return footer;
    }

    private void readFields(final CompactReader in) throws IOException {
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            switch (id) {
                case 2 -> { // schema
                    schemaFrom = in.position();
                    in.skipField();
                    schemaEnd = in.position();
                }
                case 3 -> rows = in.i64Field(); // num_rows
                case 4 -> readRowGroups(in); // row_groups
                case 5 -> { // key_value_metadata
                    final int entries = in.listField(CompactProtocol.TYPE_STRUCT);
                    keyValuesFrom = in.position();
                    keyValues = entries;
                    for (int left = entries; left > 0; left--) {
                        in.skipStruct();
                    }
                }
                case 6 -> createdBy = new String(in.binaryField(), StandardCharsets.UTF_8); // created_by
                case 7 -> readOrders(in); // column_orders
                default -> in.skipField();
            }
        }
    }

    private void readRowGroups(final CompactReader in) throws IOException {
        final int groups = in.listField(CompactProtocol.TYPE_STRUCT);
        // A row group takes ten bytes and more; a list that only claims to be long must not cost more than that.
        groupFrom = new int[Math.min(groups, 16)];
        groupRows = new long[groupFrom.length];
        groupBytes = new long[groupFrom.length];
        for (int group = 0; group < groups; group++) {
            if (group == groupFrom.length) {
                final int more = Math.min(groups, 2 * group);
                groupFrom = Arrays.copyOf(groupFrom, more);
                groupRows = Arrays.copyOf(groupRows, more);
                groupBytes = Arrays.copyOf(groupBytes, more);
            }
            groupFrom[group] = in.position();
            groupRows[group] = -1;
            groupBytes[group] = -1;
            for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
                switch (id) {
                    case 3 -> groupRows[group] = in.i64Field(); // num_rows
                    case 6 -> groupBytes[group] = in.i64Field(); // total_compressed_size
                    default -> in.skipField();
                }
            }
            if (groupRows[group] < 0) {
                throw in.malformed("row group " + group + " has ended without a number of rows");
            }
        }
        groupsEnd = in.position();
    }

    private void readOrders(final CompactReader in) throws IOException {
        final int columns = in.listField(CompactProtocol.TYPE_STRUCT);
        orders = new int[columns];
        for (int column = 0; column < columns; column++) {
            for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
                orders[column] = id; // the choice of a union is its only field
                in.skipField();
            }
        }
    }

    private void requireWhole(final CompactReader in) throws IOException {
        if (in.position() != bytes.length) {
            throw in.malformed("it ends, and " + (bytes.length - in.position()) + " bytes follow");
        }
        if (schemaEnd == 0) {
            throw in.malformed("it ends without a schema");
        }
        long left = rows;
        for (int group = 0; group < groupFrom.length; group++) {
            if (groupRows[group] <= 0 || groupRows[group] > left || groupBytes[group] < 0) {
                throw in.malformed("it has stated that row group " + group + " has " + groupRows[group] + " rows in "
                        + groupBytes[group] + " bytes, in a file of " + rows + " rows");
            }
            left -= groupRows[group];
        }
        if (left != 0) {
            throw in.malformed("it has stated " + rows + " rows, and the row groups have " + left + " fewer");
        }
    }

    /** Row groups of the file. */
    public int rowGroups() {
        return groupFrom.length;
    }

    /** Rows of a row group; above 0. */
    public long rows(final int group) {
        return groupRows[group];
    }

    /** Bytes of the pages of a row group as stored, headers included. */
    public long storedBytes(final int group) {
        return groupBytes[group];
    }

    /**
     * An entry of the file's own metadata.
     *
     * @param key borrowed
     * @return its value, a new array, or {@code null} if there is none
     * @throws IOException if the metadata is damaged
     */
    public byte[] valueOf(final byte[] key) throws IOException {
        final CompactReader in = new CompactReader("the footer", bytes, keyValuesFrom, bytes.length);
        for (int left = keyValues; left > 0; left--) {
            boolean found = false;
            for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
                switch (id) {
                    case 1 -> found = Arrays.equals(key, in.binaryField()); // key
                    case 2 -> { // value
                        if (found) {
                            return in.binaryField();
                        }
                        in.skipField();
                    }
                    default -> in.skipField();
                }
            }
        }
        return null;
    }

    /** Of each column which choice of {@code ColumnOrder} it is: 1 as its type defines, 2 IEEE 754's total order. */
    public int[] orders() {
        return orders.clone();
    }

    /**
     * The first element of a schema that is not so in this file.
     *
     * @param schema borrowed; what {@link SchemaWriter} made
     * @return words that name it, or {@code null} if the schemas are the same
     * @throws IOException if the schema of this file is damaged
     */
    public String differenceFrom(final byte[] schema) throws IOException {
        return Arrays.equals(schema, 0, schema.length, bytes, schemaFrom, schemaEnd)
                ? null
                : SchemaDifference.between(schema, bytes, schemaFrom, schemaEnd);
    }

    /**
     * Reads a row group whole.
     *
     * @throws IOException if it is damaged
     */
    public StoredRowGroup rowGroup(final int group) throws IOException {
        return StoredRowGroup.read(
                new CompactReader("the metadata of row group " + group, bytes, groupFrom[group], bytes.length), bytes);
    }

    /**
     * The metadata of the first row groups as their writer had it before the file ended.
     *
     * @param groups those, as {@link #rowGroup} read them
     */
    public RowGroupBytes withoutPlaces(final List<StoredRowGroup> groups) {
        final List<Long> starts = new ArrayList<>(groups.size());
        final List<int[]> holes = new ArrayList<>(groups.size());
        final int end = groups.isEmpty() ? 0 : endOf(groups.size() - 1);
        final byte[] cut = new byte[groups.isEmpty() ? 0 : end - groupFrom[0]];
        int length = 0;
        for (int group = 0; group < groups.size(); group++) {
            final List<StoredChunk> chunks = groups.get(group).chunks();
            final int[] holesOfGroup = new int[chunks.size()];
            final int start = length;
            int copied = groupFrom[group];
            for (int column = 0; column < chunks.size(); column++) {
                final StoredChunk chunk = chunks.get(column);
                length = copy(copied, chunk.placesFrom(), cut, length);
                copied = chunk.placesEnd();
                holesOfGroup[column] = length - start;
            }
            length = copy(copied, endOf(group), cut, length);
            starts.add((long) start);
            holes.add(holesOfGroup);
        }
        return new RowGroupBytes(Arrays.copyOf(cut, length), starts, holes);
    }

    private int endOf(final int group) {
        return group + 1 < groupFrom.length ? groupFrom[group + 1] : groupsEnd;
    }

    private int copy(final int from, final int to, final byte[] target, final int at) {
        System.arraycopy(bytes, from, target, at, to - from);
        return at + to - from;
    }
}
