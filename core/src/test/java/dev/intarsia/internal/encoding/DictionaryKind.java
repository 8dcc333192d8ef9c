package dev.intarsia.internal.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The kinds of dictionaries under test, and values for each. Immutable. */
enum DictionaryKind {
    INT(4),
    LONG(8),
    FIXED_1(1),
    FIXED_2(2),
    FIXED_5(5),
    FIXED_8(8),
    FIXED_16(16),
    FIXED_37(37),
    BYTES(0);

    private static final String PREFIX = "a prefix that is common to many of the values ";

    final int width;

    DictionaryKind(final int width) {
        this.width = width;
    }

    Dictionary create(final long limitBytes) {
        return switch (this) {
            case INT -> new IntDictionary(limitBytes);
            case LONG -> new LongDictionary(limitBytes);
            case BYTES -> new BytesDictionary(limitBytes);
            default -> new FixedDictionary(width, limitBytes);
        };
    }

    /** {@code n} values, drawn from about {@code distinct} ones. */
    byte[][] values(final int n, final int distinct, final Random random) {
        final byte[][] values = new byte[n][];
        final long salt = random.nextLong();
        for (int i = 0; i < n; i++) {
            values[i] = value(salt + random.nextInt(distinct));
        }
        return values;
    }

    long plainBytes(final byte[][] values) {
        long bytes = 0;
        for (final byte[] value : values) {
            bytes += value.length + (this == BYTES ? 4 : 0);
        }
        return bytes;
    }

    byte[] plain(final byte[][] values) {
        final ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (final byte[] value : values) {
            plain.writeBytes(this == BYTES ? VarWidth.plainOf(value) : value);
        }
        return plain.toByteArray();
    }

    static byte[] longBytes(final long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    static byte[] intBytes(final int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static long longOf(final byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private byte[] value(final long seed) {
        final Random random = new Random(seed);
        if (this != BYTES) {
            final byte[] value = new byte[width];
            random.nextBytes(value);
            return value;
        }
        final byte[] tail = new byte
                [switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(300);
                    default -> random.nextInt(18);
                }];
        random.nextBytes(tail);
        final int prefix = random.nextInt(3) == 0 ? PREFIX.length() : 0;
        return ByteBuffer.allocate(prefix + tail.length)
                .put(PREFIX.getBytes(StandardCharsets.US_ASCII), 0, prefix)
                .put(tail)
                .array();
    }
}
