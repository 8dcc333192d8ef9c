package dev.intarsia.cli.demo;

import java.nio.charset.StandardCharsets;

/** A few ASCII words, some more frequent than others, drawn by one random byte. Immutable. */
final class WeightedWords {
    /** Bytes that {@link #put} may write beyond a word. */
    static final int SLACK = 16;

    private static final int DRAWS = 256;

    /** For each draw a word, {@value #SLACK} bytes apart. */
    private final byte[] words = new byte[DRAWS * SLACK];

    private final byte[] lengths = new byte[DRAWS];

    private WeightedWords() {}

    /**
     * @param weights how many of 256 draws give each word; together 256
     */
    static WeightedWords of(final int[] weights, final String... words) {
        final WeightedWords drawn = new WeightedWords();
        int draw = 0;
        for (int word = 0; word < words.length; word++) {
            final byte[] bytes = words[word].getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < weights[word]; i++) {
                System.arraycopy(bytes, 0, drawn.words, draw * SLACK, bytes.length);
                drawn.lengths[draw] = (byte) bytes.length;
                draw++;
            }
        }
        if (draw != DRAWS) {
            throw new IllegalArgumentException("the weights add up to " + draw + ", they must add up to " + DRAWS);
        }
        return drawn;
    }

    /** Each group of words is drawn about half as often as the group before it; every word at least once in 256. */
    static WeightedWords halving(final int groupSize, final String... words) {
        final int[] weights = new int[words.length];
        int left = DRAWS - words.length;
        for (int word = words.length - 1; word > 0; word--) {
            weights[word] = 1 + ((DRAWS / 2 / groupSize) >>> (1 + word / groupSize));
            left -= weights[word] - 1;
        }
        weights[0] = 1 + left;
        return of(weights, words);
    }

    /**
     * Writes a word, and up to {@value #SLACK} bytes in all.
     *
     * @param draw a random number below 256
     * @return its length
     */
    int put(final int draw, final byte[] target, final int at) {
        System.arraycopy(words, draw * SLACK, target, at, SLACK);
        return lengths[draw];
    }
}
