package dev.intarsia.cli.verify;

/** By which order the bounds of a column are meant. */
enum ValueOrder {
    /** By none that is known, so that bounds say nothing. */
    UNDEFINED,
    /** By the order of the column's type, in which NaN has no place and both zeros are equal. */
    OF_TYPE,
    /** By the total order of IEEE 754. */
    IEEE_754
}
