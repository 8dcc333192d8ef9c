package dev.intarsia.cli.verify;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Is shown the values of a chunk, none of them null, for a claim that needs more than their extremes. Confined. */
interface ValueTap {
    /** A boolean, an integer, or the bits of a floating-point number. */
    void take(long bits);

    /** A byte array; its bytes go away with the page. */
    void take(Binary value);

    /** Shows one entry of a dictionary to a tap. */
    static void show(final Dictionary dictionary, final int id, final PrimitiveTypeName type, final ValueTap tap) {
        switch (type) {
            case BOOLEAN -> tap.take(dictionary.decodeToBoolean(id) ? 1 : 0);
            case INT32 -> tap.take(dictionary.decodeToInt(id));
            case INT64 -> tap.take(dictionary.decodeToLong(id));
            case FLOAT -> tap.take(Float.floatToRawIntBits(dictionary.decodeToFloat(id)));
            case DOUBLE -> tap.take(Double.doubleToRawLongBits(dictionary.decodeToDouble(id)));
            default -> tap.take(dictionary.decodeToBinary(id));
        }
    }

    /** A reader that shows every value to a tap before it gives it on. */
    static ValuesReader tapped(final ValuesReader reader, final ValueTap tap) {
        return new ValuesReader() {
            @Override
            public boolean readBoolean() {
                final boolean value = reader.readBoolean();
                tap.take(value ? 1 : 0);
                return value;
            }

            @Override
            public int readInteger() {
                final int value = reader.readInteger();
                tap.take(value);
                return value;
            }

            @Override
            public long readLong() {
                final long value = reader.readLong();
                tap.take(value);
                return value;
            }

            @Override
            public float readFloat() {
                final float value = reader.readFloat();
                tap.take(Float.floatToRawIntBits(value));
                return value;
            }

            @Override
            public double readDouble() {
                final double value = reader.readDouble();
                tap.take(Double.doubleToRawLongBits(value));
                return value;
            }

            @Override
            public Binary readBytes() {
                final Binary value = reader.readBytes();
                tap.take(value);
                return value;
            }

            @Override
            public void skip() {
                reader.skip();
            }
        };
    }
}
