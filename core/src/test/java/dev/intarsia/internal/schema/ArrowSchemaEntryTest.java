package dev.intarsia.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class ArrowSchemaEntryTest {
    private static final Schema SCHEMA = new Schema(
            List.of(
                    new Field(
                            "id",
                            new FieldType(
                                    false,
                                    new ArrowType.Int(64, false),
                                    null,
                                    Map.of("PARQUET:field_id", "1", "note", "é")),
                            null),
                    Field.nullable("day", new ArrowType.Date(DateUnit.MILLISECOND)),
                    Field.nullable("text", new ArrowType.LargeUtf8()),
                    Field.nullable(
                            "at",
                            new ArrowType.Timestamp(org.apache.arrow.vector.types.TimeUnit.SECOND, "Europe/Zurich"))),
            Map.of("origin", "test"));

    @Test
    void theEntryIsTheSchemaAsAnIpcStreamBeginsWithIt() throws IOException {
        final byte[] bytes = entryOf(SCHEMA);

        final ReadChannel channel = new ReadChannel(Channels.newChannel(new ByteArrayInputStream(bytes)));
        assertThat(MessageSerializer.deserializeSchema(channel)).isEqualTo(SCHEMA);
        assertThat(channel.bytesRead()).isEqualTo(bytes.length);
        assertThat(Schema.deserializeMessage(ByteBuffer.wrap(bytes))).isEqualTo(SCHEMA);
    }

    @Test
    void thePrefixIsTheContinuationMarkAndTheLengthOfWhatFollowsPaddedToEight() {
        // Names of many lengths, so that the message is not a multiple of eight by accident.
        for (int length = 0; length < 16; length++) {
            final byte[] bytes = entryOf(new Schema(List.of(Field.nullable("x".repeat(length), new ArrowType.Bool()))));
            final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

            assertThat(buffer.getInt()).isEqualTo(-1);
            assertThat(buffer.getInt()).isEqualTo(bytes.length - 8);
            assertThat(bytes.length % 8).isZero();
            // arrow-rs skips the eight bytes and takes the rest for the message.
            assertThat(Message.getRootAsMessage(buffer.slice().order(ByteOrder.LITTLE_ENDIAN))
                            .headerType())
                    .isEqualTo(MessageHeader.Schema);
        }
    }

    @Test
    void anEntryThatTheSchemaBroughtAlongIsReplacedAndNotEmbedded() {
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("b", "2");
        metadata.put(ParquetSchema.ARROW_SCHEMA_KEY, "stale");
        metadata.put("a", "1");

        final Schema schema = new Schema(SCHEMA.getFields(), metadata);

        assertThat(ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider())
                        .metadata())
                .containsOnly(entry("b", "2"), entry("a", "1"));
        assertThat(Schema.deserializeMessage(ByteBuffer.wrap(entryOf(schema))))
                .isEqualTo(new Schema(SCHEMA.getFields(), Map.of("a", "1", "b", "2")));
    }

    @Test
    void theOrderInWhichMetadataWasPutIsNotInTheBytes() {
        // Keys of one hash code: they share a bucket of the hash maps that Arrow copies them to.
        final List<String> keys = new ArrayList<>(List.of("AaAa", "AaBB", "BBAa", "BBBB"));
        final byte[] expected = entryOf(nestedWithMetadata(keys));
        Collections.reverse(keys);

        assertThat(entryOf(nestedWithMetadata(keys))).isEqualTo(expected);
    }

    private static Schema nestedWithMetadata(final List<String> keys) {
        final Map<String, String> metadata = new LinkedHashMap<>();
        keys.forEach(key -> metadata.put(key, "of " + key));
        final FieldType leaf = new FieldType(true, new ArrowType.Bool(), null, metadata);
        final FieldType struct = new FieldType(true, new ArrowType.Struct(), null, metadata);
        return new Schema(List.of(new Field("s", struct, List.of(new Field("b", leaf, null)))), metadata);
    }

    @Test
    void aSchemaIsMappedWithoutAnyJvmFlag() throws Exception {
        final String java =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();
        final ProcessBuilder builder =
                new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), BareJvm.class.getName());
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
        final Process process =
                builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output.strip())
                    .isEqualTo(ParquetSchema.of(SCHEMA, new DictionaryProvider.MapDictionaryProvider())
                            .arrowSchemaBase64());
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] entryOf(final Schema schema) {
        return Base64.getDecoder()
                .decode(ParquetSchema.of(schema, new DictionaryProvider.MapDictionaryProvider())
                        .arrowSchemaBase64());
    }

    /** What the bare JVM runs. */
    static final class BareJvm {
        private BareJvm() {}

        public static void main(final String[] arguments) {
            System.out.println(ParquetSchema.of(SCHEMA, new DictionaryProvider.MapDictionaryProvider())
                    .arrowSchemaBase64());
        }
    }
}
