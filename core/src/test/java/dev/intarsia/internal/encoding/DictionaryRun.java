package dev.intarsia.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.internal.encoding.Dictionary.Stop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A dictionary, the areas lent to it, and all ids it gave; lends larger areas when asked. Confined. */
final class DictionaryRun {
    private final DictionaryKind kind;
    private final Dictionary dictionary;
    private final List<Integer> ids = new ArrayList<>();
    private NativeArea table;
    private NativeArea values;

    DictionaryRun(final DictionaryKind kind, final long limitBytes) {
        this.kind = kind;
        this.dictionary = kind.create(limitBytes);
    }

    Dictionary dictionary() {
        return dictionary;
    }

    /** Encodes values, and lends and resumes until all have ids or the dictionary gives up. */
    Stop encode(final byte[][] source) {
        int done = encodeOnce(source);
        while (dictionary.stop() == Stop.TABLE_FULL || dictionary.stop() == Stop.VALUES_FULL) {
            if (dictionary.stop() == Stop.TABLE_FULL) {
                lendTable();
            } else {
                lendValues();
            }
            done += encodeOnce(Arrays.copyOfRange(source, done, source.length));
        }
        return dictionary.stop();
    }

    /** One encode call; returns how many values it took. */
    int encodeOnce(final byte[][] source) {
        final NativeArea input = NativeArea.of(kind.plain(source));
        final NativeArea out = NativeArea.of(4L * source.length);
        final int count = encodeAt(input.address(), input.address() + input.bytes(), source.length, out.address());
        if (dictionary instanceof BytesDictionary bytes) {
            assertThat(bytes.consumedBytes()).isEqualTo(kind.plainBytes(Arrays.copyOf(source, count)));
            assertThat(bytes.idCount()).isEqualTo(count);
        }
        out.assertUntouchedBehind(out.address() + 4L * count);
        for (final int id : out.readInts(count)) {
            ids.add(id);
        }
        return count;
    }

    /** One encode call on values that are in native memory already. */
    int encodeAt(final long from, final long end, final int n, final long out) {
        if (dictionary instanceof IntDictionary ints) {
            return ints.encode(from, n, out);
        }
        if (dictionary instanceof LongDictionary longs) {
            return longs.encode(from, n, out);
        }
        if (dictionary instanceof FixedDictionary fixed) {
            return fixed.encode(from, n, out);
        }
        return ((BytesDictionary) dictionary).encodePlain(from, end, n, out);
    }

    void lendTable() {
        final NativeArea larger = NativeArea.of(dictionary.neededTableBytes());
        if (table != null) {
            assertThat(larger.bytes()).isEqualTo(2 * table.bytes());
        }
        dictionary.useTable(larger.address(), larger.bytes());
        table = larger;
    }

    void lendValues() {
        final NativeArea larger = NativeArea.of(dictionary.neededValueBytes() + dictionary.valueBytes() / 2);
        dictionary.useValues(larger.address(), larger.bytes());
        values = larger;
    }

    void reset() {
        dictionary.reset();
        ids.clear();
    }

    int[] ids() {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    byte[] valuesBytes() {
        return dictionary.size() == 0 ? new byte[0] : values.read(0, dictionary.valueBytes());
    }

    void assertRedZones() {
        if (table != null) {
            table.assertRedZones();
        }
        if (values != null) {
            values.assertRedZones();
        }
    }

    /** Fails unless the first {@code count} values, and no others, have the ids of a map in the order of appearance. */
    void assertMatches(final byte[][] source, final int count) {
        final Map<ByteBuffer, Integer> expected = new LinkedHashMap<>();
        final int[] expectedIds = new int[count];
        for (int i = 0; i < count; i++) {
            final Integer known = expected.putIfAbsent(ByteBuffer.wrap(source[i]), expected.size());
            expectedIds[i] = known == null ? expected.size() - 1 : known;
        }
        assertThat(ids()).isEqualTo(expectedIds);
        assertThat(dictionary.size()).isEqualTo(expected.size());
        final byte[][] distinct =
                expected.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new);
        assertThat(valuesBytes()).isEqualTo(kind.plain(distinct));
        assertRedZones();
    }

    /** How many values a limit lets in, and the PLAIN bytes of the distinct ones among them. */
    static long[] countUntilLimit(final DictionaryKind kind, final byte[][] values, final long limitBytes) {
        final Map<ByteBuffer, Integer> distinct = new LinkedHashMap<>();
        long bytes = 0;
        int count = 0;
        for (final byte[] value : values) {
            if (!distinct.containsKey(ByteBuffer.wrap(value))) {
                final long more = kind.plainBytes(new byte[][] {value});
                if (bytes + more > limitBytes) {
                    break;
                }
                bytes += more;
                distinct.put(ByteBuffer.wrap(value), count);
            }
            count++;
        }
        return new long[] {count, bytes};
    }
}
