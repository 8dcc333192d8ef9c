package dev.intarsia.cli;

/** A command cannot do what it was asked, for a reason that is not an input's; the message is the sentence to print. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailure(final String sentence) {
        super(sentence);
    }

    CommandFailure(final String sentence, final Throwable cause) {
        super(sentence, cause);
    }
}
