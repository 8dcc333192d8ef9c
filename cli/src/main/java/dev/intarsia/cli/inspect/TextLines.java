package dev.intarsia.cli.inspect;

import java.io.PrintWriter;

/** Prints headings, facts and tables within a width. Confined. */
final class TextLines {
    private static final String INDENT = "  ";
    private static final int NAME_COLUMNS = 14;
    private static final int LEAST_WIDTH = 40;
    private static final String BOLD = "\u001B[1m";
    private static final String PLAIN = "\u001B[0m";

    private final PrintWriter out;
    private final int width;
    private final boolean colour;

    TextLines(final PrintWriter out, final int width, final boolean colour) {
        this.out = out;
        this.width = Math.max(width, LEAST_WIDTH);
        this.colour = colour;
    }

    /** Characters of a line behind its indent. */
    int room() {
        return width - INDENT.length();
    }

    /** Characters of a fact behind its name. */
    int factRoom() {
        return room() - NAME_COLUMNS;
    }

    void title(final String text) {
        out.println(colour ? BOLD + text + PLAIN : text);
    }

    /** A heading, with an empty line above it. */
    void heading(final String text) {
        out.println();
        title(text);
    }

    void line(final String text) {
        out.println((INDENT + text).stripTrailing());
    }

    /** A name and what it stands for; further lines stand below the first, and long ones are broken at blanks. */
    void fact(final String name, final String text) {
        String left = String.format("%-" + NAME_COLUMNS + "s", name);
        String rest = text;
        do {
            final int end = breakAt(rest);
            line(left + rest.substring(0, end).stripTrailing());
            left = " ".repeat(NAME_COLUMNS);
            rest = rest.substring(end).stripLeading();
        } while (!rest.isEmpty());
    }

    private int breakAt(final String text) {
        if (text.length() <= factRoom()) {
            return text.length();
        }
        final int blank = text.lastIndexOf(' ', factRoom());
        return blank > 0 ? blank : factRoom();
    }

    void table(final Table table) {
        table.lines(room()).forEach(this::line);
        if (!table.omitted().isEmpty()) {
            line("no room for " + String.join(", ", table.omitted()) + "; COLUMNS sets the width");
        }
    }
}
