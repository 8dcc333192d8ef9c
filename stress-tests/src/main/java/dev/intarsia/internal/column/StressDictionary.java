package dev.intarsia.internal.column;

import dev.intarsia.internal.memory.Area;
import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.StressMemory;
import dev.intarsia.internal.schema.Leaf;
import dev.intarsia.internal.schema.ParquetSchema;
import java.util.List;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A dictionary of 64-bit numbers with the memory that it grows in, and the numbers that it is given. */
final class StressDictionary {
    /** Entries that fill the smallest block of entries, nearly. */
    static final int ENTRIES = 120;

    private static final int LIMIT_BYTES = 1 << 16;
    private static final int MAX_ENTRIES = 4 * ENTRIES;
    private static final Leaf LEAF = ParquetSchema.of(
                    new Schema(List.of(Field.notNullable("number", new ArrowType.Int(64, true)))),
                    new DictionaryProvider.MapDictionaryProvider())
            .leaves()
            .get(0);
    private static final long NUMBERS = numbers();

    final Reserve reserve = StressMemory.reserve();
    final ChunkDictionary dictionary = new ChunkDictionary(LEAF, LIMIT_BYTES, reserve);
    private final Area ids = new Area();

    private static long numbers() {
        final Area area = new Area();
        area.ensure((long) MAX_ENTRIES * Long.BYTES, 0, StressMemory.reserve());
        for (int i = 0; i < MAX_ENTRIES; i++) {
            NativeMemory.putLong(area.address() + (long) i * Long.BYTES, number(i));
        }
        return area.address();
    }

    private static long number(final int index) {
        return StressMemory.ALIVE + index;
    }

    /** Gives ids to the numbers from an index on; returns whether they are consecutive from this id on. */
    boolean encodes(final int index, final int count, final int firstId) {
        ids.ensure((long) count * Integer.BYTES, 0, reserve);
        if (dictionary.encode(NUMBERS + (long) index * Long.BYTES, count, ids.address()) != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (NativeMemory.getInt(ids.address() + (long) i * Integer.BYTES) != firstId + i) {
                return false;
            }
        }
        return true;
    }

    /** Whether the entries at an address are the numbers from an index on. */
    static boolean areNumbers(final long entries, final int index, final int count) {
        for (int i = 0; i < count; i++) {
            if (NativeMemory.getLong(entries + (long) i * Long.BYTES) != number(index + i)) {
                return false;
            }
        }
        return true;
    }

    void end() {
        ids.free();
        dictionary.free();
        reserve.giveBack();
    }
}
