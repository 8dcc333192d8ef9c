package dev.intarsia.testkit.structure;

import static dev.intarsia.testkit.structure.Mutation.Base.JAVA_V1;
import static dev.intarsia.testkit.structure.Mutation.late;
import static dev.intarsia.testkit.structure.Mutation.of;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Files that break IndexRules and ColumnIndexRules. */
final class IndexMutations {
    private IndexMutations() {}

    static List<Mutation> all() {
        final List<Mutation> all = new ArrayList<>();
        locations(all);
        offsetIndex(all);
        columnIndex(all);
        boundaryOrder(all);
        return all;
    }

    private static void locations(final List<Mutation> all) {
        all.add(late(
                Rule.INDEX_LOCATION,
                "an offset index a byte too short",
                JAVA_V1,
                m -> Mutation.add(m.column("id").chunk, 5, -1),
                "row group 0, column 'id': 1 bytes are needed",
                Rule.CONTIGUOUS,
                Rule.PAGE_INDEX_PRESENT));
        all.add(late(
                Rule.INDEX_LOCATION,
                "a column index a byte too long",
                JAVA_V1,
                m -> Mutation.add(m.column("id").chunk, 7, 1),
                "the ColumnIndex ends 1 bytes before its section does",
                Rule.CONTIGUOUS));
        all.add(of(
                Rule.INDEX_LOCATION,
                "a column index alone",
                JAVA_V1,
                m -> withoutIndex(m.column("id"), 4),
                "a column index stands without an offset index",
                Rule.PAGE_INDEX_PRESENT));
        all.add(of(
                Rule.PAGE_INDEX_PRESENT,
                "no index",
                JAVA_V1,
                m -> {
                    withoutIndex(m.column("id"), 4);
                    withoutIndex(m.column("id"), 6);
                },
                "row group 0, column 'id': the chunk has no offset index"));
        all.add(of(
                Rule.COLUMN_INDEX_PRESENT,
                "an offset index alone",
                JAVA_V1,
                m -> withoutIndex(m.column("id"), 6),
                "row group 0, column 'id': there is an offset index and no column index"));
    }

    private static void withoutIndex(final Mutant.Column column, final int field) {
        column.chunk.remove(field).remove(field + 1);
        if (field == 4) {
            column.offsetIndex = null;
        } else {
            column.columnIndex = null;
        }
    }

    private static void offsetIndex(final List<Mutation> all) {
        final String[] names = {"offset", "compressed_page_size", "first_row_index"};
        for (int field = 1; field <= names.length; field++) {
            final int changed = field;
            all.add(of(
                    Rule.OFFSET_INDEX,
                    names[field - 1],
                    JAVA_V1,
                    m -> m.beforeIndexes = mutant -> Mutation.add(
                            mutant.column("id").offsetIndex.structs(1).get(1), changed, 1),
                    "offset index of row group 0, column 'id', page 1 at byte"));
        }
        all.add(of(
                Rule.OFFSET_INDEX,
                "a page too few",
                JAVA_V1,
                m -> m.column("id").offsetIndex.structs(1).remove(2),
                "row group 0, column 'id': the number of page locations is 2, and should be 3"));
        all.add(of(
                Rule.OFFSET_INDEX,
                "a byte too many",
                JAVA_V1,
                m -> m.column("name").offsetIndex.list(2, Long.class).set(1, 1L),
                "unencoded_byte_array_data_bytes are [600, 1, "));
    }

    private static void columnIndex(final List<Mutation> all) {
        index(
                all,
                Rule.COLUMN_INDEX,
                "a page too few",
                "id",
                i -> i.list(2, byte[].class).remove(0),
                "have 3, 2 and 3");
        index(
                all,
                Rule.NULL_PAGES,
                "a null page that is none",
                "name",
                i -> i.list(1, Boolean.class).set(0, true),
                "null_pages says true, and 100 values are not null");
        index(
                all,
                Rule.NULL_PAGES,
                "a page of nulls that says it is none",
                "name",
                i -> i.list(1, Boolean.class).set(1, false),
                "null_pages says false, and 0 values are not null",
                Rule.BOUNDARY_ORDER);
        index(
                all,
                Rule.NULL_PAGES,
                "bounds of nulls",
                "name",
                i -> i.list(2, byte[].class).set(1, new byte[] {'n'}),
                "a null page has the bounds of 1 and 0 bytes");
        index(
                all,
                Rule.INDEX_COUNTS,
                "null_counts",
                "name",
                i -> i.list(5, Long.class).set(0, 3L),
                "row group 0, column 'name': null_counts are [3, 50, ");
        index(
                all,
                Rule.INDEX_COUNTS,
                "nan_counts",
                "real",
                i -> i.list(8, Long.class).set(0, 3L),
                "row group 0, column 'real': nan_counts are [3, 0, ");
        index(
                all,
                Rule.BOUNDS,
                "a minimum too high",
                "id",
                i -> i.list(2, byte[].class).set(0, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}),
                "column index of row group 0, column 'id', page 0 at byte 4: the minimum is 0x01");
        index(
                all,
                Rule.TRUNCATION,
                "a minimum too low",
                "id",
                i -> i.list(2, byte[].class).set(0, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}),
                "column index of row group 0, column 'id', page 0 at byte 4: the minimum is 0xff");
        index(
                all,
                Rule.INDEX_HISTOGRAMS,
                "a level too many",
                "tags.list.element",
                i -> i.list(7, Long.class).set(0, 9L),
                "the definition level histograms are [9, ");
    }

    private static void boundaryOrder(final List<Mutation> all) {
        index(
                all,
                Rule.BOUNDARY_ORDER,
                "rising called falling",
                "id",
                i -> i.set(4, 2),
                "row group 0, column 'id': boundary_order is 2, true is only 1");
        index(
                all,
                Rule.BOUNDARY_ORDER_CLAIMED,
                "an order that is not claimed",
                "id",
                i -> i.set(4, 0),
                "boundary_order (signed) is 0, and should be 1");
        index(
                all,
                Rule.BOUNDARY_ORDER,
                "falling called rising",
                "id",
                i -> {
                    Collections.reverse(i.list(2, byte[].class));
                    Collections.reverse(i.list(3, byte[].class));
                },
                "boundary_order is 1, true is only 2",
                Rule.BOUNDS,
                Rule.TRUNCATION);
    }

    private static void index(
            final List<Mutation> all,
            final Rule rule,
            final String name,
            final String column,
            final Consumer<Struct> change,
            final String text,
            final Rule... also) {
        all.add(of(rule, name, JAVA_V1, m -> change.accept(m.column(column).columnIndex), text, also));
    }
}
