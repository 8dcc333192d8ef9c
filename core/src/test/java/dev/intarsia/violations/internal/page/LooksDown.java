package dev.intarsia.violations.internal.page;

import dev.intarsia.violations.internal.encoding.BitHelper;

/** Keeps the rule: a page may ask an encoding. */
public final class LooksDown {
    private LooksDown() {}

    public static int pages() {
        return BitHelper.bits();
    }
}
