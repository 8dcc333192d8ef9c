package dev.intarsia.testkit.structure;

import static dev.intarsia.testkit.structure.FooterMutations.utf8;
import static dev.intarsia.testkit.structure.Mutation.Base.OURS;
import static dev.intarsia.testkit.structure.Mutation.late;
import static dev.intarsia.testkit.structure.Mutation.of;

import java.util.ArrayList;
import java.util.List;

/** Files that break RowGroupRules and SortRules. */
final class GroupMutations {
    private GroupMutations() {}

    static List<Mutation> all() {
        final List<Mutation> all = new ArrayList<>();
        groups(all);
        sorting(all);
        return all;
    }

    private static void groups(final List<Mutation> all) {
        all.add(of(
                Rule.GROUP_COLUMNS,
                "another path",
                OURS,
                m -> m.column(1, "id").metadata.set(3, new ArrayList<>(List.of(utf8("idx")))),
                "row group 1, column 'id': the chunk is of [idx] and INT32",
                Rule.CONTIGUOUS));
        all.add(of(
                Rule.GROUP_COLUMNS,
                "another type",
                OURS,
                m -> m.column("id").metadata.set(1, 4),
                "the chunk is of [id] and FLOAT, the schema's leaf of [id] and INT32",
                Rule.CONTIGUOUS));
        all.add(late(
                Rule.GROUP_COLUMNS,
                "a column less",
                OURS,
                m -> m.group(0).structs(1).remove(5),
                "row group 0: the number of columns is 5, and should be 6",
                Rule.GROUP_SIZES,
                Rule.CONTIGUOUS));
        all.add(of(
                Rule.GROUP_ROWS,
                "a row too many",
                OURS,
                m -> {
                    m.footer.set(3, 201L);
                    m.group(1).set(3, 51L);
                },
                "row group 1, column 'id': num_rows of the row group is 51, and should be 50"));
        all.add(late(
                Rule.GROUP_NOT_EMPTY,
                "a row group of nothing",
                OURS,
                m -> m.footer
                        .structs(4)
                        .add(new Struct("")
                                .set(1, new ArrayList<>())
                                .set(2, 0L)
                                .set(3, 0L)
                                .set(5, 4L)
                                .set(6, 0L)),
                "row group 2: it has 0 rows",
                Rule.GROUP_COLUMNS));
        all.add(late(
                Rule.GROUP_SIZES,
                "total_byte_size",
                OURS,
                m -> Mutation.add(m.group(1), 2, 1),
                "row group 1: total_byte_size"));
        all.add(late(
                Rule.GROUP_SIZES,
                "total_compressed_size",
                OURS,
                m -> Mutation.add(m.group(0), 6, 1),
                "row group 0: total_compressed_size"));
        all.add(late(
                Rule.GROUP_OFFSET,
                "file_offset",
                OURS,
                m -> m.group(0).set(5, 5L),
                "file_offset is 5, and should be 4"));
        all.add(of(
                Rule.GROUP_ORDINAL,
                "ordinal",
                OURS,
                m -> m.group(1).set(7, (short) 0),
                "row group 1: ordinal is 0, and should be 1"));
    }

    private static void sorting(final List<Mutation> all) {
        all.add(of(
                Rule.SORTING_COLUMNS,
                "a column that is not there",
                OURS,
                m -> m.group(0).set(4, sorting(6, false, false)),
                "row group 0: sorting_columns name the column 6, and there are 6"));
        all.add(of(
                Rule.SORTING_COLUMNS,
                "a column twice",
                OURS,
                m -> {
                    final List<Struct> columns = sorting(0, false, false);
                    columns.addAll(sorting(0, false, false));
                    m.group(0).set(4, columns);
                },
                "name the column 0 twice"));
        all.add(of(
                Rule.SORTED,
                "rising rows called falling",
                OURS,
                m -> m.group(0).set(4, sorting(0, true, false)),
                "row group 0: row 1 stands behind a row that should follow it, by column 'id'"));
        all.add(of(
                Rule.SORTED,
                "nulls in between called first",
                OURS,
                m -> m.group(0).set(4, sorting(1, false, true)),
                "by column 'text'"));
    }

    static List<Struct> sorting(final int column, final boolean descending, final boolean nullsFirst) {
        final List<Struct> columns = new ArrayList<>();
        columns.add(new Struct("").set(1, column).set(2, descending).set(3, nullsFirst));
        return columns;
    }
}
