package dev.intarsia.internal.encoding;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Byte arrays that several tests share, and their PLAIN form. Thread-safe. */
final class ByteArrays {
    static final int[] COUNTS = {0, 1, 2, 31, 32, 33, 34, 64, 65, 127, 128, 129, 130, 257, 1000};
    static final int PATTERNS = 8;

    private ByteArrays() {}

    /** Random, empty, equal, with a long common prefix, growing, alternately long and short, mixed, zeros. */
    static byte[][] of(final int pattern, final int count, final Random random) {
        final byte[] base = new byte[300];
        random.nextBytes(base);
        final byte[][] values = new byte[count][];
        for (int i = 0; i < count; i++) {
            values[i] = switch (pattern) {
                case 0 -> bytes(random.nextInt(20), random);
                case 1 -> new byte[0];
                case 2 -> Arrays.copyOf(base, 21);
                case 3 -> changed(Arrays.copyOf(base, 100), 80 + random.nextInt(20));
                case 4 -> Arrays.copyOf(base, Math.min(i, base.length));
                case 5 -> Arrays.copyOf(base, i % 2 == 0 ? 250 + random.nextInt(50) : random.nextInt(9));
                case 6 -> random.nextInt(4) == 0 ? new byte[0] : changed(Arrays.copyOf(base, 18), random.nextInt(18));
                default -> new byte[random.nextInt(17)];
            };
        }
        return values;
    }

    /** Values of one width: random, all equal, and with a common prefix, in turns. */
    static byte[][] ofWidth(final int width, final int count, final Random random) {
        final byte[][] values = new byte[count][];
        for (int i = 0; i < count; i++) {
            values[i] = switch (i / 40 % 3) {
                case 0 -> bytes(width, random);
                case 1 -> new byte[width];
                default -> changed(new byte[width], random.nextInt(width));
            };
        }
        return values;
    }

    static byte[] plain(final byte[][] values) {
        final ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (final byte[] value : values) {
            plain.writeBytes(VarWidth.plainOf(value));
        }
        return plain.toByteArray();
    }

    static byte[] joined(final byte[][] values) {
        final ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (final byte[] value : values) {
            joined.writeBytes(value);
        }
        return joined.toByteArray();
    }

    private static byte[] bytes(final int length, final Random random) {
        final byte[] value = new byte[length];
        random.nextBytes(value);
        return value;
    }

    private static byte[] changed(final byte[] value, final int index) {
        value[index]++;
        return value;
    }
}
