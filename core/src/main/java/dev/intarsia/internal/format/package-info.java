/**
 * Parquet's metadata, from facts to bytes: the Thrift compact protocol, written by hand.
 *
 * <p><b>In</b> come facts: sizes, counts, offsets and prepared bytes, as primitives and small records; those of pages,
 * of which there may be many, as {@link dev.intarsia.internal.format.PageRecord}s in native memory. <b>Out</b> come the
 * bytes of page headers, page indexes, headers of bloom filters, closed row groups and the footer, laid down at an
 * address that the caller gives. There is one writer per Thrift struct, with one comment per field id, so that it can
 * be read beside {@code parquet.thrift}. What happens once a file (the schema, the name of the writer) is made on the
 * heap; what happens once a page, a row group or a checkpoint goes straight to memory and leaves no garbage.
 *
 * <p>One way leads back: {@link dev.intarsia.internal.format.StoredFooter} and what it gives read the metadata of a
 * finished file of ours, so that its row groups can be taken over into another. What they read may be damaged or made
 * to do harm, and most of it is passed on as bytes: only what others build on is understood, and checked. So does
 * {@link dev.intarsia.internal.format.DictionaryPageHeader} with one page of ours.
 *
 * <p>Why by hand: field ids are stored as differences within one struct and file offsets are absolute, so the bytes
 * of a closed row group never change and can be kept for the life of the file. A footer is then a short prefix, the
 * kept bytes and a short suffix, and costs what is new instead of what is there. Objects of a Thrift library would
 * have to be built and walked as a whole each time.
 *
 * <p><b>Threads.</b> The writers are static functions without state; records are immutable. <b>Ownership.</b> Memory is
 * borrowed until the call returns; each writer is preceded by the most bytes it can take ({@code maxBytes},
 * {@code MAX_BYTES}), and the caller guarantees that room. Writers touch no byte at or behind the address they return,
 * because a page header is written right in front of a body that is already there. Byte arrays inside records are
 * retained: nobody may change them afterwards.
 *
 * <p>This package does not know Arrow, pages, lanes or files, and decides nothing: which statistics are sound and where
 * things lie is settled by those who call it.
 */
package dev.intarsia.internal.format;
