package dev.intarsia.violations.internal.format;

import java.util.logging.Logger;

/** Writes to the console and to the JDK's log. */
public final class Noisy {
    private Noisy() {}

    public static void speak() {
        System.out.print("");
        Logger.getGlobal().fine("");
    }
}
