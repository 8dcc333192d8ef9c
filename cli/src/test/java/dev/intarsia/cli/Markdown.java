package dev.intarsia.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of this repository: its code blocks, its links, its headings.
 *
 * @param path where it is
 * @param blocks its fenced blocks, in order
 * @param links targets of its links, in order
 * @param anchors what a link may name behind a {@code #}
 */
record Markdown(Path path, List<Block> blocks, List<String> links, List<String> anchors) {
    private static final String FENCE = "```";
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");

    /**
     * A fenced block.
     *
     * @param language the word behind the fence, or the empty string
     * @param text its lines
     * @param line number of its first line in the document, from 1
     */
    record Block(String language, String text, int line) {
        List<String> lines() {
            return text.lines().toList();
        }
    }

    /** The root of the checkout that these tests belong to. */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("mvnw"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new AssertionError(
                        "no folder with mvnw above " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    /** Every document for users and maintainers. */
    static List<Markdown> all() throws IOException {
        final List<Markdown> documents = new ArrayList<>();
        try (Stream<Path> top = Files.list(repository());
                Stream<Path> deep = Files.walk(repository().resolve("docs"))) {
            for (final Path path : Stream.concat(top, deep)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                documents.add(read(path));
            }
        }
        return documents;
    }

    static Markdown read(final Path path) throws IOException {
        final List<Block> blocks = new ArrayList<>();
        final List<String> links = new ArrayList<>();
        final List<String> anchors = new ArrayList<>();
        final List<String> lines = Files.readAllLines(path);
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                final int first = i + 1;
                do {
                    i++;
                } while (!lines.get(i).equals(FENCE));
                blocks.add(new Block(
                        line.substring(FENCE.length()), String.join("\n", lines.subList(first, i)), first + 1));
                continue;
            }
            if (line.startsWith("#")) {
                anchors.add(anchor(line));
            }
            final Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("code"));
            while (link.find()) {
                links.add(link.group(1));
            }
        }
        return new Markdown(path, blocks, links, anchors);
    }

    /** As the usual hosts make it: lower case, no punctuation, hyphens for blanks. */
    private static String anchor(final String heading) {
        return heading.replaceFirst("^#+ +", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    @Override
    public String toString() {
        return repository().relativize(path).toString();
    }
}
