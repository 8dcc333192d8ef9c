package dev.intarsia.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A chunk's facts together with what its template was made of. */
record TestColumn(int physicalTypeId, List<String> path, int codecId, ChunkMetadata chunk) {
    private static final String LETTERS = "abcXYZ019_. äßé名前🜁";

    /** Facts of any magnitude, with what is optional there or not there. */
    static TestColumn random(final Random random) {
        final int type = random.nextInt(8);
        final int codec = random.nextInt(8);
        final List<String> path = new ArrayList<>();
        final int names = random.nextInt(10) == 0 ? 14 + random.nextInt(4) : 1 + random.nextInt(3);
        for (int i = 0; i < names; i++) {
            path.add(name(random));
        }
        final List<PageEncodingStats> stats = new ArrayList<>();
        for (int i = random.nextInt(10) == 0 ? 17 : random.nextInt(4); i > 0; i--) {
            stats.add(new PageEncodingStats(
                    random.nextBoolean() ? ParquetIds.PAGE_DATA : ParquetIds.PAGE_DICTIONARY,
                    ParquetIds.ENCODING_RLE_DICTIONARY,
                    (int) magnitude(random, 31)));
        }
        // All encodings that Thrift's enum knows but the one between 0 and 2, which was never given out.
        final int encodings = random.nextInt(1 << 10) & 0b11_1111_1101;
        final ChunkMetadata chunk = new ChunkMetadata(
                template(type, path, codec),
                encodings,
                magnitude(random, 63),
                magnitude(random, 63),
                magnitude(random, 63),
                magnitude(random, 63),
                random.nextBoolean() ? ChunkMetadata.NO_DICTIONARY : magnitude(random, 63),
                statistics(random),
                stats,
                random.nextBoolean()
                        ? BloomLocation.NONE
                        : new BloomLocation(1 + magnitude(random, 62), 1 + (int) magnitude(random, 30)),
                sizes(random),
                geospatial(random));
        return new TestColumn(type, path, codec, chunk);
    }

    static ChunkStatistics statistics(final Random random) {
        return new ChunkStatistics(
                magnitude(random, 63),
                random.nextBoolean() ? ChunkStatistics.NO_DISTINCT_COUNT : magnitude(random, 63),
                random.nextInt(4) == 0 ? null : bytes(random),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? null : bytes(random),
                random.nextBoolean(),
                random.nextBoolean() ? ChunkStatistics.NO_NAN_COUNT : magnitude(random, 63));
    }

    private static SizeStatistics sizes(final Random random) {
        if (random.nextBoolean()) {
            return SizeStatistics.NONE;
        }
        return new SizeStatistics(
                random.nextBoolean() ? SizeStatistics.NO_UNENCODED_BYTES : magnitude(random, 63),
                random.longs(random.nextInt(20))
                        .map(count -> count >>> 1 + (count & 31))
                        .toArray(),
                random.longs(random.nextInt(20))
                        .map(count -> count >>> 1 + (count & 31))
                        .toArray());
    }

    private static GeospatialStatistics geospatial(final Random random) {
        final double none = Double.NaN;
        final boolean z = random.nextBoolean();
        final boolean m = random.nextBoolean();
        return switch (random.nextInt(4)) {
            case 0, 1 -> GeospatialStatistics.NONE;
            case 2 -> new GeospatialStatistics(BoundingBox.NONE, new int[] {1, 1003});
            default ->
                new GeospatialStatistics(
                        new BoundingBox(
                                random.nextGaussian(),
                                random.nextGaussian(),
                                Double.NEGATIVE_INFINITY,
                                random.nextGaussian(),
                                z ? -0.0 : none,
                                z ? random.nextGaussian() : none,
                                m ? Double.MIN_VALUE : none,
                                m ? random.nextGaussian() : none),
                        random.nextBoolean()
                                ? new int[0]
                                : random.ints(28, 0, 4000).toArray());
        };
    }

    static ChunkTemplate template(final int type, final List<String> path, final int codec) {
        final byte[][] names = new byte[path.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = path.get(i).getBytes(StandardCharsets.UTF_8);
        }
        return new ChunkTemplate(type, names, codec);
    }

    /** A number of 0 to {@code bits} bits, each length as likely as the others. */
    static long magnitude(final Random random, final int bits) {
        final int length = random.nextInt(bits + 1);
        return length == 0 ? 0 : random.nextLong() >>> (Long.SIZE - length);
    }

    static String name(final Random random) {
        final int[] letters = LETTERS.codePoints().toArray();
        final StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(20); i > 0; i--) {
            name.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return name.toString();
    }

    private static byte[] bytes(final Random random) {
        final byte[] bytes = new byte[random.nextInt(5) == 0 ? 200 : random.nextInt(65)];
        random.nextBytes(bytes);
        return bytes;
    }
}
