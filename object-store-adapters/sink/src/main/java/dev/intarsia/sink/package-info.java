/**
 * Where the bytes of a file go: so far to a path of the local file system.
 *
 * <p>Batches come in, parts of the core's writer go out. A part is written as it lies in the core's memory, by gathering
 * writes of its direct buffers, and given back as soon as the operating system has it; nothing is copied in between. The
 * file grows under a hidden name and gets its own name in one step, when it is complete and on the disk, so a name that
 * is visible is a file that is whole.
 *
 * <p>A file is confined to one thread at a time and owns no thread of its own. Batches are borrowed until {@code write}
 * returns. This package knows neither pages nor encodings: it sees parts, offsets and summaries only.
 */
package dev.intarsia.sink;
