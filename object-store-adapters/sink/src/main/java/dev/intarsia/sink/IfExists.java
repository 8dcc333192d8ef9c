package dev.intarsia.sink;

/** What becomes of a file that stands where a new one is to be published. */
public enum IfExists {
    /** It stays, and the new file is refused; also where it appears while the new one is written. */
    REFUSE,
    /** It is replaced, in one step, when the new file is complete; until then it stays as it is. */
    REPLACE
}
