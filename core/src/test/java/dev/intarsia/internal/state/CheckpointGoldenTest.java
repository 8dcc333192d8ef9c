package dev.intarsia.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.BloomFilter;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.SortingColumn;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The bytes of version 1 of the checkpoint format are written as they always were, and read as they always will be.
 *
 * <p>They are in {@code checkpoint-1.txt} and explained in the reference. They may be added to. Whoever must change one
 * that is there has changed the format: that takes another version, another file beside it, and this one goes on being
 * read.
 */
class CheckpointGoldenTest {
    private static final String RESOURCE = "checkpoint-1.txt";
    private static final HexFormat HEX = HexFormat.of();
    private static final UUID FILE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final EnvelopeHeader TAIL = new EnvelopeHeader(EnvelopeKind.TAIL, FILE, 7, 0);
    private static final EnvelopeHeader INCREMENT = new EnvelopeHeader(EnvelopeKind.INCREMENT, FILE, 259, 258);

    private static final ColumnOptions COLUMN = ColumnOptions.builder()
            .encoding(ColumnEncoding.DICTIONARY)
            .fallback(ColumnEncoding.DELTA_BYTE_ARRAY)
            .compression(new Compression(Compression.Codec.GZIP, 9))
            .dictionaryPageBytes(300)
            .bloomFilter(new BloomFilter(0.5, 1000, 64))
            .statistics(StatisticsDepth.CHUNK)
            .build();

    private static final WriterOptions OPTIONS = WriterOptions.builder()
            .compression(Compression.LZ4_RAW)
            .rowGroupBytes(1L << 40)
            .rowGroupRows(1000)
            .pageBytes(65_536)
            .pageRows(500)
            .dictionaryPageBytes(4096)
            .boundBytes(16)
            .dataPages(DataPageVersion.V2)
            .minCompressionRatio(1.25)
            .pageIndex(false)
            .pageHeaderStatistics(true)
            .floatOrder(FloatOrder.IEEE_754_TOTAL_ORDER)
            .sortingColumns(SortingColumn.ascending("a"), new SortingColumn("b.c", true, true))
            .arrowSchema(false)
            .metadata("z", "\u00e4")
            .metadata("k", "")
            .defaults(ColumnOptions.of(ColumnEncoding.PLAIN))
            .column("s", COLUMN)
            .column("l.list.element", ColumnOptions.DEFAULT)
            .build();

    private final Map<String, String> lines = new LinkedHashMap<>();

    private void line(final String name, final Consumer<StateOutput> put) {
        final StateOutput out = new StateOutput();
        put.accept(out);
        lines.put(name, HEX.formatHex(out.toByteArray()));
    }

    private static byte[] envelope(final EnvelopeHeader header, final String payload, final byte[] metadata)
            throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final EnvelopeWriter writer = new EnvelopeWriter(Channels.newChannel(bytes), header);
        writer.payload(ByteBuffer.wrap(payload.getBytes(StandardCharsets.US_ASCII)));
        final StateOutput out = new StateOutput();
        for (final byte value : metadata) {
            out.putByte(value);
        }
        writer.finish(out);
        return bytes.toByteArray();
    }

    private void primitives() {
        for (final long value : new long[] {0, 1, 127, 128, 300, 1L << 32, -1}) {
            line("varint " + Long.toUnsignedString(value), out -> out.putVarint(value));
        }
        for (final long value : new long[] {0, -1, 1, 64, -65, Long.MAX_VALUE, Long.MIN_VALUE}) {
            line("signed " + value, out -> out.putSigned(value));
        }
        line("byte 254", out -> out.putByte(254));
        line("boolean false", out -> out.putBoolean(false));
        line("boolean true", out -> out.putBoolean(true));
        line("fixed int 16909060", out -> out.putFixedInt(0x01020304));
        line("fixed long 72623859790382856", out -> out.putFixedLong(0x0102030405060708L));
        line("double 0.01", out -> out.putDouble(0.01));
        line("bytes of none", out -> out.putBytes(new byte[0]));
        line("bytes 1 2 3", out -> out.putBytes(new byte[] {1, 2, 3}));
        line("string a\u00e4\u6f22", out -> out.putString("a\u00e4\u6f22"));
        line("longs 1 -1", out -> out.putLongs(new long[] {1, -1}, 0, 2));
        line("deltas 100 101 99", out -> out.putDeltas(new long[] {100, 101, 99}, 0, 3));
        line("nested of none", out -> out.end(out.begin()));
        line("field 3, a byte", out -> {
            final int field = out.beginField(3);
            out.putByte(9);
            out.end(field);
        });
        line("field 200 of 128 bytes", out -> {
            final int field = out.beginField(200);
            for (int i = 0; i < 128; i++) {
                out.putByte(i);
            }
            out.end(field);
        });
    }

    private void codes() {
        for (final Compression.Codec codec : Compression.Codec.values()) {
            line("codec " + codec, out -> out.putVarint(OptionCodes.of(codec)));
        }
        for (final ColumnEncoding encoding : ColumnEncoding.values()) {
            line("encoding " + encoding, out -> out.putVarint(OptionCodes.of(encoding)));
        }
        for (final DataPageVersion version : DataPageVersion.values()) {
            line("data pages " + version, out -> out.putVarint(OptionCodes.of(version)));
        }
        for (final FloatOrder order : FloatOrder.values()) {
            line("float order " + order, out -> out.putVarint(OptionCodes.of(order)));
        }
        for (final StatisticsDepth depth : StatisticsDepth.values()) {
            line("statistics " + depth, out -> out.putVarint(OptionCodes.of(depth)));
        }
    }

    @Test
    void theBytesAreWrittenAsTheyAlwaysWere() throws IOException {
        primitives();
        codes();
        line("options, default", out -> OptionsForm.write(WriterOptions.DEFAULT, out));
        line("options, each another", out -> OptionsForm.write(OPTIONS, out));
        lines.put("envelope, empty tail", HEX.formatHex(envelope(TAIL, "", new byte[0])));
        lines.put("envelope, increment", HEX.formatHex(envelope(INCREMENT, "payload", new byte[] {1, 2})));

        assertThat(lines.entrySet().stream()
                        .map(line -> line.getKey() + " = " + line.getValue())
                        .collect(Collectors.joining("\n")))
                .isEqualTo(golden().strip());
    }

    @Test
    void theBytesAreReadAsTheyAlwaysWere() throws IOException {
        assertThat(OptionsForm.read(new StateInput(golden("options, default")))).isEqualTo(WriterOptions.DEFAULT);
        assertThat(OptionsForm.read(new StateInput(golden("options, each another"))))
                .isEqualTo(OPTIONS);

        final EnvelopeReader tail =
                EnvelopeReader.open(EnvelopeSource.of(ByteBuffer.wrap(golden("envelope, empty tail"))));
        assertThat(tail.header()).isEqualTo(TAIL);
        tail.requirePayload();
        tail.metadata().requireEnd();
        final EnvelopeReader increment =
                EnvelopeReader.open(EnvelopeSource.of(ByteBuffer.wrap(golden("envelope, increment"))));
        assertThat(increment.header()).isEqualTo(INCREMENT);
        final ByteBuffer payload = ByteBuffer.allocate(7);
        increment.readPayload(payload);
        increment.requirePayload();
        assertThat(payload.array()).isEqualTo("payload".getBytes(StandardCharsets.US_ASCII));
        final StateInput metadata = increment.metadata();
        assertThat(metadata.getByte()).isEqualTo(1);
        assertThat(metadata.getByte()).isEqualTo(2);
        metadata.requireEnd();

        assertThat(new StateInput(golden("deltas 100 101 99")).getDeltas()).containsExactly(100, 101, 99);
        assertThat(new StateInput(golden("longs 1 -1")).getLongs()).containsExactly(1, -1);
        assertThat(new StateInput(golden("string a\u00e4\u6f22")).getString()).isEqualTo("a\u00e4\u6f22");
    }

    private static byte[] golden(final String name) throws IOException {
        return golden().lines()
                .filter(line -> line.startsWith(name + " = "))
                .map(line -> HEX.parseHex(line.substring(name.length() + 3)))
                .findFirst()
                .orElseThrow();
    }

    private static String golden() throws IOException {
        try (InputStream in = CheckpointGoldenTest.class.getResourceAsStream(RESOURCE)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
