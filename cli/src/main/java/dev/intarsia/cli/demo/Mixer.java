package dev.intarsia.cli.demo;

/** Turns counters into numbers that look random: the output function of SplitMix64, a bijection of 64 bits. */
final class Mixer {
    /** An odd number without pattern, by which counters are spread. */
    static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Mixer() {}

    static long mix(final long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
