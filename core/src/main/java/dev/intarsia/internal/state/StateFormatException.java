package dev.intarsia.internal.state;

import java.io.IOException;

/** Bytes of a checkpoint that are refused: nothing was restored from them. The message says why and what to do. */
public final class StateFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private StateFormatException(final String message) {
        super(message);
    }

    /**
     * Bytes that are not what was written.
     *
     * @param what is wrong with them, as the rest of a sentence
     */
    public static StateFormatException damaged(final String what) {
        return new StateFormatException(
                "the checkpoint is damaged: " + what + "; fetch it again, or restore from another one");
    }

    /**
     * Bytes that are sound, for all that can be seen, and mean what this version does not know.
     *
     * @param what it does not know, as the rest of a sentence
     */
    public static StateFormatException newer(final String what) {
        return new StateFormatException("the checkpoint was written by a newer Intarsia: " + what
                + "; restore it with the version that wrote it, or a later one");
    }

    /**
     * Sound bytes that are not those that were asked for.
     *
     * @param what they are and what was asked for, as the rest of a sentence
     */
    public static StateFormatException another(final String what) {
        return new StateFormatException(
                "this is not the checkpoint that was asked for: " + what + "; look up which one belongs here");
    }
}
