package dev.intarsia.internal.stats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Writes random geometries as well-known binary and keeps the box around them, by its own means. */
final class TestWkb {
    final double[] min = new double[4];
    final double[] max = new double[4];
    private final Random random;
    private final boolean nans;

    TestWkb(final Random random, final boolean nans) {
        this.random = random;
        this.nans = nans;
        Arrays.fill(min, Double.NaN);
        Arrays.fill(max, Double.NaN);
    }

    /** One geometry; dimensions are 0 none, 1 Z, 2 M, 3 both. */
    byte[] geometry(final int type, final int dimensions, final boolean ewkb) {
        final ByteBuffer out = ByteBuffer.allocate(1 << 16);
        write(out, type, dimensions, ewkb, 0);
        return Arrays.copyOf(out.array(), out.position());
    }

    private void write(
            final ByteBuffer out, final int type, final int dimensions, final boolean ewkb, final int depth) {
        final boolean bigEndian = random.nextBoolean(); // of every part anew
        final ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        out.put((byte) (bigEndian ? 0 : 1));
        final boolean srid = ewkb && random.nextBoolean();
        final int head = ewkb
                ? type
                        | ((dimensions & 1) != 0 ? 0x80000000 : 0)
                        | ((dimensions & 2) != 0 ? 0x40000000 : 0)
                        | (srid ? 0x20000000 : 0)
                : type + 1000 * dimensions;
        out.order(order).putInt(head);
        if (srid) {
            out.order(order).putInt(4326);
        }
        switch (type) {
            case 1 -> points(out.order(order), 1, dimensions);
            case 2 -> line(out.order(order), dimensions);
            case 3 -> {
                final int rings = random.nextInt(3);
                out.order(order).putInt(rings);
                for (int i = 0; i < rings; i++) {
                    line(out.order(order), dimensions);
                }
            }
            default -> {
                final int parts = random.nextInt(4);
                out.order(order).putInt(parts);
                for (int i = 0; i < parts; i++) {
                    final int part = type == 7 ? 1 + random.nextInt(depth > 3 ? 3 : 7) : type - 3;
                    write(out, part, dimensions, ewkb, depth + 1);
                }
            }
        }
    }

    private void line(final ByteBuffer out, final int dimensions) {
        final int points = random.nextInt(4);
        out.putInt(points);
        points(out, points, dimensions);
    }

    private void points(final ByteBuffer out, final int points, final int dimensions) {
        for (int i = 0; i < points; i++) {
            coordinate(out, 0);
            coordinate(out, 1);
            if ((dimensions & 1) != 0) {
                coordinate(out, 2);
            }
            if ((dimensions & 2) != 0) {
                coordinate(out, 3);
            }
        }
    }

    private void coordinate(final ByteBuffer out, final int axis) {
        final double value = nans && random.nextInt(3) == 0
                ? Double.NaN
                : random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 100;
        out.putDouble(value);
        if (!Double.isNaN(value)) {
            min[axis] = Double.isNaN(min[axis]) ? value : Math.min(min[axis], value);
            max[axis] = Double.isNaN(max[axis]) ? value : Math.max(max[axis], value);
        }
    }
}
