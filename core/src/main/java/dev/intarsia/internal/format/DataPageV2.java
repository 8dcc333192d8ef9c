package dev.intarsia.internal.format;

/**
 * What a version 2 data page holds, as its header tells. Immutable.
 *
 * @param values values with their nulls: the number of its levels
 * @param nulls nulls at the leaf, those inherited from null or empty ancestors included; readers take the number of
 *     stored values from it
 * @param rows rows, each of which begins and ends in the page
 * @param encodingId encoding of the values, see {@link ParquetIds}
 * @param definitionBytes bytes of the definition levels, which have no length in front of them
 * @param repetitionBytes bytes of the repetition levels, likewise
 * @param compressed whether the values behind the levels are compressed, by the codec of the chunk
 */
public record DataPageV2(
        int values,
        int nulls,
        int rows,
        int encodingId,
        int definitionBytes,
        int repetitionBytes,
        boolean compressed) {}
