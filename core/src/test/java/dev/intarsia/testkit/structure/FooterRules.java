package dev.intarsia.testkit.structure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The ends of the file and the footer itself. */
final class FooterRules {
    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

    private static final Pattern CREATED_BY = Pattern.compile(
            "\\S+( \\S+)*? version \\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)? \\(build [^()]+\\)");
    private static final int IEEE_754_TOTAL_ORDER = 2;

    private FooterRules() {}

    /** The footer; {@link Malformed} where there is none to be found. */
    static Struct read(final byte[] file, final Extents extents, final Report report) {
        final int end = file.length;
        if (end < MAGIC.length + TAIL_BYTES) {
            throw new Malformed("the file has " + end + " bytes");
        }
        final String text = "the file";
        report.unless(
                Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length),
                Rule.MAGIC,
                text,
                "it does not start with PAR1");
        report.unless(
                Arrays.equals(file, end - MAGIC.length, end, MAGIC, 0, MAGIC.length),
                Rule.MAGIC,
                text,
                "it does not end with PAR1");
        final long length = new Cursor(file, end - TAIL_BYTES, end).i32();
        final Cursor in = new Cursor(file, Math.max(end - TAIL_BYTES - length, -1), end - TAIL_BYTES);
        extents.add(0, MAGIC.length, "the magic");
        extents.add(in.position(), end, "the footer");
        final Struct footer = ThriftReader.read(in, "FileMetaData");
        in.requireSpent("the footer");
        return footer;
    }

    static void look(final Struct footer, final Report report) {
        final String place = "the footer";
        report.equal(Rule.VERSION, place, "version", footer.i32(1), 1);
        final String createdBy = footer.has(6) ? footer.text(6) : "";
        report.unless(
                CREATED_BY.matcher(createdBy).matches(), Rule.CREATED_BY, place, "created_by is '" + createdBy + "'");
        long rows = 0;
        for (final Struct group : footer.structs(4)) {
            rows += group.i64(3);
        }
        report.equal(Rule.FILE_ROWS, place, "num_rows", footer.i64(3), rows);
    }

    /** The leaves, each with the order that the footer gives it. */
    static List<Leaf> orders(final Struct footer, final List<Leaf> leaves, final Report report) {
        final String place = "the footer";
        if (!footer.has(7)) {
            report.unless(
                    !hasBounds(footer), Rule.COLUMN_ORDERS, place, "bounds are written and column_orders are not");
            return leaves;
        }
        final List<Struct> orders = footer.structs(7);
        if (orders.size() != leaves.size()) {
            report.equal(Rule.COLUMN_ORDERS, place, "the number of column orders", orders.size(), leaves.size());
            return leaves;
        }
        final List<Leaf> ordered = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            final Leaf leaf = leaves.get(i);
            if (orders.get(i).fields().size() != 1) {
                throw new Malformed("the column order of '" + leaf.name() + "' makes "
                        + orders.get(i).fields().size() + " choices");
            }
            final int order = orders.get(i).fields().firstKey();
            final boolean isTotal = order == IEEE_754_TOTAL_ORDER;
            report.unless(
                    order == 1 || isTotal && leaf.isFloating(),
                    Rule.COLUMN_ORDERS,
                    place,
                    "the column order of '" + leaf.name() + "', a " + leaf.type() + ", is " + order);
            ordered.add(isTotal && leaf.isFloating() ? leaf.withOrder(ValueOrder.FLOAT_TOTAL) : leaf);
        }
        return ordered;
    }

    private static boolean hasBounds(final Struct footer) {
        return footer.structs(4).stream()
                .flatMap(group -> group.structs(1).stream())
                .filter(column -> column.has(3) && column.struct(3).has(12))
                .map(column -> column.struct(3).struct(12))
                .anyMatch(statistics -> statistics.has(5) || statistics.has(6));
    }
}
