package dev.intarsia.internal.column;

import dev.intarsia.internal.encoding.ValueEncoding;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.page.PageFormat;
import dev.intarsia.internal.page.PageWriter;
import dev.intarsia.internal.page.Values;
import java.util.List;

/**
 * Which encoding is smallest for the values of a page, by measure. Thread-safe: there is no state.
 *
 * <p>Without a codec the exact bytes of each encoding are compared. With one, what counts is what is left after it: an
 * eighth of the values, 16 to 64 KiB of them, is encoded in each way and compressed. That is what makes
 * BYTE_STREAM_SPLIT, which changes nothing but the order of bytes, eligible; and of a page of the usual size it costs
 * an eighth for each way, once a column chunk. A smaller sample would hide what a codec or a shared prefix can do.
 *
 * <p>PLAIN, which is the fastest to read, is left only for what saves a sixteenth.
 */
final class EncodingChoice {
    /** Pages of fewer bytes say too little after compression. */
    private static final int MIN_SAMPLED_PAGE = 16 << 10;

    private static final int SAMPLE_SHIFT = 3;
    private static final int MIN_SAMPLE_BYTES = 16 << 10;
    private static final int MAX_SAMPLE_BYTES = 64 << 10;

    private EncodingChoice() {}

    /** PLAIN bytes of the values that are tried, of a page with so many. */
    static int maxSampleBytes(final long plainBytes) {
        final long share = Math.max(MIN_SAMPLE_BYTES, plainBytes >>> SAMPLE_SHIFT);
        return (int) Math.min(plainBytes, Math.min(MAX_SAMPLE_BYTES, share));
    }

    /**
     * @param encodings that the column may have, PLAIN first where it is among them
     * @param plain address of the page's values in PLAIN form
     * @param page their count and bytes
     * @param width bytes of a value; 0 for byte arrays and booleans
     * @param booleans whether they are booleans, whose PLAIN form is a bitmap
     */
    static ValueEncoding smallest(
            final List<ValueEncoding> encodings,
            final PageWriter pages,
            final PageFormat format,
            final long plain,
            final OpenPage page,
            final int width,
            final boolean booleans) {
        if (encodings.size() == 1) {
            return encodings.get(0);
        }
        final boolean sampled = !format.storesPlain() && page.valueBytes >= MIN_SAMPLED_PAGE;
        final int count = sampled ? sampleValues(plain, page, width, booleans) : page.values;
        final long bytes = sampled ? plainBytes(plain, count, width, booleans) : page.valueBytes;
        ValueEncoding best = null;
        long bestBytes = 0;
        for (int i = 0; i < encodings.size(); i++) {
            final ValueEncoding encoding = encodings.get(i);
            final long size;
            if (sampled) {
                final int room = Math.toIntExact(encoding.maxBytes(count, bytes, width));
                size = pages.storedBytesOf(
                        format, new Values.Encoded(encoding, plain, count, (int) bytes, width, room));
            } else {
                size = encoding.measure(plain, count, bytes, width);
            }
            final long margin = best == ValueEncoding.PLAIN ? bestBytes >>> 4 : 0;
            if (best == null || size < bestBytes - margin) {
                best = encoding;
                bestBytes = size;
            }
        }
        return best;
    }

    private static int sampleValues(final long plain, final OpenPage page, final int width, final boolean booleans) {
        final int bytes = maxSampleBytes(page.valueBytes);
        if (booleans) {
            return Math.min(page.values, Byte.SIZE * bytes);
        }
        if (width > 0) {
            return Math.max(1, bytes / width);
        }
        int count = 0;
        for (long at = plain; count < page.values; count++) {
            at += Integer.BYTES + NativeMemory.getInt(at);
            if (at - plain > bytes) {
                break;
            }
        }
        return Math.max(1, count);
    }

    private static long plainBytes(final long plain, final int count, final int width, final boolean booleans) {
        if (booleans) {
            return (count + 7L) >>> 3;
        }
        if (width > 0) {
            return (long) width * count;
        }
        long at = plain;
        for (int i = 0; i < count; i++) {
            at += Integer.BYTES + NativeMemory.getInt(at);
        }
        return at - plain;
    }
}
