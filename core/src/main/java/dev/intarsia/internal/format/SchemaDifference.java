package dev.intarsia.internal.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Finds where two lists of {@code SchemaElement} part. All that stands in front of it is the same, so its path is known
 * from our own schema: the other may be damaged, and as deep as it likes. Confined to one thread.
 */
final class SchemaDifference {
    private static final int MAX_SHOWN_CHARACTERS = 100;

    /** A group whose children are being passed. */
    private static final class Group {
        final String path;
        int left;

        Group(final String path, final int left) {
            this.path = path;
            this.left = left;
        }
    }

    private final CompactReader in;
    private String name;
    private int children;

    private SchemaDifference(final CompactReader in) {
        this.in = in;
    }

    /** Words that name the first element that differs. */
    static String between(final byte[] ours, final byte[] theirs, final int from, final int end) throws IOException {
        final SchemaDifference our = new SchemaDifference(new CompactReader("the schema", ours, 0, ours.length));
        final SchemaDifference their = new SchemaDifference(new CompactReader("the schema", theirs, from, end));
        final int ourSize = our.in.listHeader(CompactProtocol.TYPE_STRUCT);
        final int theirSize = their.in.listHeader(CompactProtocol.TYPE_STRUCT);
        final Deque<Group> open = new ArrayDeque<>();
        for (int element = 0; element < ourSize; element++) {
            final int ourFrom = our.in.position();
            final int theirFrom = their.in.position();
            our.next();
            final String path = pathOf(open, our.name);
            if (element == theirSize) {
                return "'" + path + "', which the file does not have";
            }
            their.next();
            if (!Arrays.equals(ours, ourFrom, our.in.position(), theirs, theirFrom, their.in.position())) {
                return our.name.equals(their.name)
                        ? "'" + path
                                + "', whose type, repetition, annotation, field id or number of children is another"
                        : "'" + path + "', in whose place the file has '" + shortened(their.name) + "'";
            }
            descend(open, our, path);
        }
        return theirSize > ourSize
                ? "one behind the last of this writer, of which the file has more"
                : "its list, which is written in another form";
    }

    private static void descend(final Deque<Group> open, final SchemaDifference element, final String path) {
        if (!open.isEmpty()) {
            open.peek().left--;
        }
        if (element.children > 0) {
            // The root has a name that no path contains.
            open.push(new Group(open.isEmpty() ? "" : path, element.children));
        }
        while (!open.isEmpty() && open.peek().left == 0) {
            open.pop();
        }
    }

    private static String pathOf(final Deque<Group> open, final String name) {
        return open.isEmpty() || open.peek().path.isEmpty() ? name : open.peek().path + "." + name;
    }

    private static String shortened(final String name) {
        return name.length() <= MAX_SHOWN_CHARACTERS ? name : name.substring(0, MAX_SHOWN_CHARACTERS) + "...";
    }

    private void next() throws IOException {
        name = "";
        children = 0;
        for (int id = in.field(0); id != CompactReader.STOP; id = in.field(id)) {
            switch (id) {
                case 4 -> name = new String(in.binaryField(), StandardCharsets.UTF_8); // name
                case 5 -> children = in.i32Field(); // num_children
                default -> in.skipField();
            }
        }
    }
}
