package dev.intarsia.cli.input;

import java.io.IOException;

/** An input cannot be read; the message is a sentence that names the input, the reason and what to do. */
public final class InputException extends IOException {
    private static final long serialVersionUID = 1L;

    InputException(final String input, final String sentence, final Throwable cause) {
        super(input + " " + sentence, cause);
    }
}
