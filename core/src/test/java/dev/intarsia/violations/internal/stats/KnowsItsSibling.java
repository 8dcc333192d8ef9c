package dev.intarsia.violations.internal.stats;

import dev.intarsia.violations.internal.encoding.BitHelper;

/** Statistics that ask an encoding, on the same storey. */
public final class KnowsItsSibling {
    private KnowsItsSibling() {}

    public static int bounds() {
        return BitHelper.bits();
    }
}
