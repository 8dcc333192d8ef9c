package dev.intarsia.internal.state;

/** What an envelope is for. Immutable. */
public enum EnvelopeKind {
    /** Complete by itself: what ends the file where its durable parts end, and all that it takes to go on. */
    TAIL(1),
    /** What is new since another checkpoint of the same file, or since its beginning. */
    INCREMENT(2);

    private final int code;

    EnvelopeKind(final int code) {
        this.code = code;
    }

    /** How the header states it. */
    int code() {
        return code;
    }

    static EnvelopeKind of(final int code) throws StateFormatException {
        for (final EnvelopeKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw StateInput.unknownCode("the kind of a checkpoint", code);
    }
}
