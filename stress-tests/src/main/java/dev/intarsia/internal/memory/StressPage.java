package dev.intarsia.internal.memory;

/** An open page of a few values in an area, captured: what the race tests of areas begin with. */
final class StressPage {
    static final int VALUES = 4;
    static final int BYTES = VALUES * Long.BYTES;
    /** The value that the writer goes on with. */
    static final long NEXT = 0x7EDC_BA98_7654_3210L;

    final Reserve reserve = StressMemory.reserve();
    final Area area = new Area();
    final Prefix captured;

    StressPage() {
        area.ensure(BYTES, 0, reserve);
        fill(area, StressMemory.ALIVE);
        captured = area.capture(BYTES);
    }

    static void fill(final Area page, final long value) {
        for (int i = 0; i < VALUES; i++) {
            NativeMemory.putLong(page.address() + (long) i * Long.BYTES, value);
        }
    }

    /** How many of the values at an address are this one. */
    static int count(final long address, final long value) {
        int count = 0;
        for (int i = 0; i < VALUES; i++) {
            count += NativeMemory.getLong(address + (long) i * Long.BYTES) == value ? 1 : 0;
        }
        return count;
    }

    /** Frees all that the writer has; what comes back is how many references to the captured memory are left. */
    int end() {
        area.free();
        reserve.giveBack();
        return StressMemory.references(captured.segment());
    }
}
