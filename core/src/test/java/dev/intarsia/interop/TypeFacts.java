package dev.intarsia.interop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.SchemaElement;

/**
 * Which Arrow type became which Parquet type in a file, found by walking the two schemas of its footer side by side; in
 * the words of the coverage table. Confined.
 */
final class TypeFacts {
    private static final Set<String> KNOWN_EXTENSIONS =
            Set.of("arrow.uuid", "arrow.json", "geoarrow.wkb", "arrow.parquet.variant");

    private final Set<String> found = new TreeSet<>();
    private final Iterator<SchemaElement> elements;

    private TypeFacts(final Iterator<SchemaElement> elements) {
        this.elements = elements;
    }

    /** Of a file that keeps its Arrow schema. */
    static Set<String> of(final FileMetaData footer) {
        final TypeFacts facts = new TypeFacts(footer.getSchema().iterator());
        facts.elements.next();
        arrowSchema(footer.getKey_value_metadata()).getFields().forEach(facts::walk);
        if (facts.elements.hasNext()) {
            throw new AssertionError("the Arrow schema ends before " + facts.elements.next());
        }
        return facts.found;
    }

    private static Schema arrowSchema(final List<KeyValue> pairs) {
        final String base64 = pairs.stream()
                .filter(pair -> pair.getKey().equals("ARROW:schema"))
                .findFirst()
                .orElseThrow()
                .getValue();
        try {
            return MessageSerializer.deserializeSchema(new ReadChannel(Channels.newChannel(
                    new ByteArrayInputStream(Base64.getDecoder().decode(base64)))));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void walk(final Field field) {
        if (field.getDictionary() != null) {
            final ArrowType.Int index = field.getDictionary().getIndexType();
            found.add("dictionary of Int " + index.getBitWidth() + (index.getIsSigned() ? " signed" : " unsigned")
                    + " | as its values");
        }
        final ArrowType type = storage(field.getType());
        if (type instanceof ArrowType.RunEndEncoded) {
            final ArrowType.Int ends =
                    (ArrowType.Int) field.getChildren().get(0).getType();
            found.add("run ends of Int " + ends.getBitWidth() + " | as its values");
            walk(field.getChildren().get(1));
            return;
        }
        final SchemaElement element = elements.next();
        final String parquet = parquet(element);
        final String extension = extension(field);
        final String said = field.getMetadata().get("PARQUET:logical_type");
        if (said != null) {
            found.add("PARQUET:logical_type " + said + " | " + parquet);
        } else if (extension == null) {
            found.add(label(type) + " | " + parquet);
        } else {
            found.add(
                    KNOWN_EXTENSIONS.contains(extension)
                            ? extension + " | " + parquet
                            : "any other extension | as its storage");
        }
        children(type, field);
    }

    private void children(final ArrowType type, final Field field) {
        switch (type.getTypeID()) {
            case Struct -> field.getChildren().forEach(this::walk);
            case List, LargeList, FixedSizeList, ListView, LargeListView -> {
                elements.next();
                walk(field.getChildren().get(0));
            }
            case Map -> {
                elements.next();
                field.getChildren().get(0).getChildren().forEach(this::walk);
            }
            default -> {} // a leaf
        }
    }

    private static ArrowType storage(final ArrowType type) {
        return type instanceof ExtensionType extension ? extension.storageType() : type;
    }

    private static String extension(final Field field) {
        return field.getType() instanceof ExtensionType extension
                ? extension.extensionName()
                : field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    }

    /** Without the widths and digits that differ from field to field. */
    private static String parquet(final SchemaElement element) {
        final String words = ExpectedTypes.describe(element)
                .replaceAll("DECIMAL[\\[(][0-9,]+[\\])]", "DECIMAL")
                .replaceFirst("BYTE_ARRAY\\([0-9]+\\)", "BYTE_ARRAY");
        return (element.isSetType() ? words : words.replaceFirst("null", "group")).replace(" ", " | ");
    }

    private static String label(final ArrowType type) {
        return switch (type.getTypeID()) {
            case Int -> {
                final ArrowType.Int integer = (ArrowType.Int) type;
                yield "Int " + integer.getBitWidth() + (integer.getIsSigned() ? " signed" : " unsigned");
            }
            case FloatingPoint -> "FloatingPoint " + word(((ArrowType.FloatingPoint) type).getPrecision());
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Date -> "Date " + word(((ArrowType.Date) type).getUnit());
            case Time -> "Time " + word(((ArrowType.Time) type).getUnit());
            case Timestamp -> {
                final ArrowType.Timestamp timestamp = (ArrowType.Timestamp) type;
                yield "Timestamp " + word(timestamp.getUnit()) + (timestamp.getTimezone() == null ? "" : " with zone");
            }
            case Duration -> "Duration " + word(((ArrowType.Duration) type).getUnit());
            case Interval -> "Interval " + word(((ArrowType.Interval) type).getUnit());
            default -> type.getTypeID().name();
        };
    }

    private static String decimal(final ArrowType.Decimal type) {
        final String digits = type.getPrecision() <= 9 ? "1 to 9" : type.getPrecision() <= 18 ? "10 to 18" : "19 to";
        return "Decimal " + type.getBitWidth() + " of " + digits
                + (type.getPrecision() <= 18 ? "" : type.getBitWidth() == 128 ? " 38" : " 76") + " digits";
    }

    private static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
