package dev.intarsia.violations.internal.memory;

import dev.intarsia.violations.internal.page.LooksDown;

/** The lowest code storey that asks a higher one. */
public final class LooksUp {
    private LooksUp() {}

    public static int pages() {
        return LooksDown.pages();
    }
}
