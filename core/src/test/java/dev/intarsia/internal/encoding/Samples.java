package dev.intarsia.internal.encoding;

import java.util.Random;
import java.util.stream.IntStream;

/** Inputs that several tests share. Thread-safe. */
final class Samples {
    static final int[] COUNTS = {0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 511, 1000};

    private Samples() {}

    /** Bits of a pattern: all zeros, all ones, random, few zeros, long runs. */
    static boolean[] bits(final int pattern, final int n, final Random random) {
        final boolean[] bits = new boolean[n];
        boolean run = random.nextBoolean();
        for (int i = 0; i < n; i++) {
            if (random.nextInt(90) == 0) {
                run = !run;
            }
            bits[i] = switch (pattern) {
                case 0 -> false;
                case 1 -> true;
                case 2 -> random.nextBoolean();
                case 3 -> random.nextInt(10) != 0;
                default -> run;
            };
        }
        return bits;
    }

    static final int BIT_PATTERNS = 5;

    /** Values of a width in a pattern: random, runs, alternating, all equal, mixed runs and noise, equal tail. */
    static int[] ints(final int pattern, final int n, final int bitWidth, final Random random) {
        final int mask = bitWidth == 32 ? -1 : (1 << bitWidth) - 1;
        final int[] values = new int[n];
        int run = random.nextInt() & mask;
        for (int i = 0; i < n; i++) {
            if (random.nextInt(20) == 0) {
                run = random.nextInt() & mask;
            }
            values[i] = switch (pattern) {
                case 0 -> random.nextInt() & mask;
                case 1 -> run;
                case 2 -> i % 2 == 0 ? mask : 0;
                case 3 -> mask;
                case 4 -> i / 40 % 2 == 0 ? run : random.nextInt() & mask;
                default -> i < n / 2 ? random.nextInt() & mask : 0;
            };
        }
        return values;
    }

    static final int INT_PATTERNS = 6;

    /** Byte arrays of 0 to {@code maxLength} bytes. */
    static byte[][] strings(final int n, final int maxLength, final Random random) {
        return IntStream.range(0, n)
                .mapToObj(i -> {
                    final byte[] value = new byte[random.nextInt(maxLength + 1)];
                    random.nextBytes(value);
                    return value;
                })
                .toArray(byte[][]::new);
    }
}
