package dev.intarsia.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.testkit.ByteChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An envelope is read as it was written, or refused. */
class EnvelopeTest {
    private static final UUID FILE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final EnvelopeHeader TAIL = new EnvelopeHeader(EnvelopeKind.TAIL, FILE, 7, 0);

    private static byte[] random(final int count, final long seed) {
        final byte[] bytes = new byte[count];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] envelope(final EnvelopeHeader header, final byte[] payload, final byte[] metadata)
            throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final EnvelopeWriter writer = new EnvelopeWriter(Channels.newChannel(bytes), header);
        writer.payload(ByteBuffer.wrap(payload));
        writer.finish(metadata(metadata));
        assertThat(writer.bytes()).isEqualTo(bytes.size());
        return bytes.toByteArray();
    }

    private static StateOutput metadata(final byte[] bytes) {
        final StateOutput out = new StateOutput();
        for (final byte value : bytes) {
            out.putByte(value);
        }
        return out;
    }

    private static EnvelopeReader open(final byte[] bytes) throws IOException {
        return EnvelopeReader.open(EnvelopeSource.of(ByteBuffer.wrap(bytes)));
    }

    /** Reads all there is. */
    private static byte[] payload(final byte[] bytes) throws IOException {
        final EnvelopeReader reader = open(bytes);
        final ByteBuffer payload = ByteBuffer.allocate((int) reader.payloadBytes());
        reader.readPayload(payload);
        reader.requirePayload();
        return payload.array();
    }

    private static void assertMetadata(final EnvelopeReader reader, final byte[] expected) throws StateFormatException {
        final StateInput in = reader.metadata();
        for (final byte value : expected) {
            assertThat((byte) in.getByte()).isEqualTo(value);
        }
        in.requireEnd();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 31, 64, 65_535, 65_536, 65_537, 200_000})
    void anEnvelopeOfEverySizeComesBackFromAChannelThatReadsALittleAtATime(final int count) throws IOException {
        final byte[] payload = random(count, count);
        final byte[] metadata = random(count, -count);
        final byte[] bytes = envelope(TAIL, payload, metadata);

        final EnvelopeReader reader = EnvelopeReader.open(EnvelopeSource.of(new ByteChannel(bytes)));
        assertThat(reader.header()).isEqualTo(TAIL);
        assertThat(reader.payloadBytes()).isEqualTo(count);
        assertMetadata(reader, metadata);
        final ByteBuffer back = ByteBuffer.allocateDirect(count);
        reader.readPayload(back.limit(count / 3));
        assertThat(reader.payloadPosition()).isEqualTo(count / 3);
        reader.readPayload(back.limit(count));
        reader.requirePayload();
        assertThat(back.flip()).isEqualTo(ByteBuffer.wrap(payload));
        // The payload lies where a host finds it that knows only this offset.
        assertThat(Arrays.copyOfRange(bytes, EnvelopeHeader.BYTES, EnvelopeHeader.BYTES + count))
                .isEqualTo(payload);
    }

    @Test
    void aPayloadMayComeInPiecesAndBePassedOver() throws IOException {
        final byte[] payload = random(150_000, 1);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final EnvelopeWriter writer = new EnvelopeWriter(Channels.newChannel(bytes), TAIL);
        writer.payload(ByteBuffer.wrap(payload, 0, 10));
        writer.payload(new ByteBuffer[] {
            ByteBuffer.wrap(payload, 10, 0),
            ByteBuffer.wrap(payload, 10, 139_990).asReadOnlyBuffer()
        });
        assertThat(writer.payloadBytes()).isEqualTo(140_000);
        writer.payload(
                ByteBuffer.allocateDirect(10_000).put(payload, 140_000, 10_000).flip());
        writer.finish(metadata(new byte[] {1}));
        assertThat(bytes.toByteArray()).isEqualTo(envelope(TAIL, payload, new byte[] {1}));

        final EnvelopeReader reader = open(bytes.toByteArray());
        reader.skipPayload(5);
        reader.skipPayload(0);
        final ByteBuffer piece = ByteBuffer.allocate(3);
        reader.readPayload(piece);
        assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(payload, 5, 8));
        reader.skipPayload(149_992);
        reader.requirePayload();
        reader.rewindPayload();
        assertThat(reader.payloadPosition()).isZero();
        reader.skipPayload(150_000);
        reader.requirePayload();
    }

    @Test
    void partsAreGatheredAndChannelsThatTakeALittleAreAskedAgain(@TempDir final Path folder) throws IOException {
        final byte[] payload = random(100_000, 2);
        final byte[] expected = envelope(TAIL, payload, new byte[300]);
        final Path file = folder.resolve("checkpoint");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            final EnvelopeWriter writer = new EnvelopeWriter(channel, TAIL);
            writer.payload(pieces(payload));
            writer.finish(metadata(new byte[300]));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);

        final SlowChannel slow = new SlowChannel();
        final EnvelopeWriter writer = new EnvelopeWriter(slow, TAIL);
        final ByteBuffer[] pieces = pieces(payload);
        writer.payload(pieces);
        writer.finish(metadata(new byte[300]));
        assertThat(slow.taken()).isEqualTo(expected);
        assertThat(pieces).allMatch(piece -> !piece.hasRemaining());
    }

    private static ByteBuffer[] pieces(final byte[] payload) {
        final ByteBuffer[] pieces = new ByteBuffer[1_000];
        for (int i = 0; i < pieces.length; i++) {
            final int each = payload.length / pieces.length;
            pieces[i] = i % 3 == 0 ? ByteBuffer.allocateDirect(each) : ByteBuffer.allocate(each);
            pieces[i].put(payload, i * each, each).flip();
        }
        return pieces;
    }

    @Test
    void aChannelThatTakesNothingIsGivenUp() throws IOException {
        final SlowChannel slow = new SlowChannel();
        final EnvelopeWriter writer = new EnvelopeWriter(slow, TAIL);
        slow.stop();

        assertThatIOException()
                .isThrownBy(() -> writer.payload(new ByteBuffer[] {ByteBuffer.allocate(1)}))
                .withMessage("the channel of a checkpoint took nothing 1000 times in a row: give one in blocking mode");
        assertThatThrownBy(() -> writer.finish(new StateOutput()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an envelope that has ended, or failed, takes no more: begin another one");
    }

    @Test
    void anEnvelopeThatHasEndedTakesNoMore() throws IOException {
        final EnvelopeWriter writer = new EnvelopeWriter(new SlowChannel(), TAIL);
        writer.finish(new StateOutput());

        assertThatThrownBy(() -> writer.payload(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.payload(new ByteBuffer[0])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.finish(new StateOutput())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsCutOffAnywhereIsRefused() throws IOException {
        final byte[] bytes = envelope(TAIL, random(50, 3), random(30, 4));
        for (int length = 0; length < bytes.length; length++) {
            final byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(StateFormatException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> payload(cut));
        }
        for (int from = 1; from < bytes.length; from++) {
            final byte[] cut = Arrays.copyOfRange(bytes, from, bytes.length);
            assertThatExceptionOfType(StateFormatException.class)
                    .as("from byte %d on", from)
                    .isThrownBy(() -> payload(cut));
        }
    }

    @Test
    void whatIsLongerThanItWasIsRefused() throws IOException {
        final byte[] bytes = envelope(TAIL, random(50, 3), random(30, 4));
        final byte[] extended = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> payload(extended))
                .withMessageContaining("it was cut off, or something follows it: it does not end with AISRATNI");
        // Bytes inside, with an end that is sound.
        final byte[] inside = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, 60, inside, 61, bytes.length - 60);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> payload(inside))
                .withMessageContaining(
                        "states 50 bytes of payload and 30 of metadata, and between header and trailer" + " are 81");
        final byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        assertThatExceptionOfType(StateFormatException.class).isThrownBy(() -> payload(twice));
    }

    @Test
    void everyBitThatIsFlippedIsNoticed() throws IOException {
        final byte[] bytes =
                envelope(new EnvelopeHeader(EnvelopeKind.INCREMENT, FILE, 1L << 40, 5), random(60, 5), random(40, 6));
        payload(bytes);
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            final byte[] flipped = bytes.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatExceptionOfType(StateFormatException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> payload(flipped));
        }
    }

    @Test
    void halvesOfTwoEnvelopesAreNotTakenForOne() throws IOException {
        final byte[] one = envelope(TAIL, random(50, 7), random(30, 8));
        final byte[] two = envelope(new EnvelopeHeader(EnvelopeKind.TAIL, FILE, 8, 0), random(50, 7), random(30, 8));
        final byte[] header = two.clone();
        System.arraycopy(one, 0, header, 0, EnvelopeHeader.BYTES);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> payload(header))
                .withMessageContaining("its trailer belongs to another header");

        final byte[] other = envelope(TAIL, random(50, 9), random(30, 10));
        final byte[] payload = one.clone();
        System.arraycopy(other, EnvelopeHeader.BYTES, payload, EnvelopeHeader.BYTES, 50);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> payload(payload))
                .withMessageContaining("its payload is not what was written");
        final byte[] metadata = one.clone();
        System.arraycopy(other, EnvelopeHeader.BYTES + 50, metadata, EnvelopeHeader.BYTES + 50, 30);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> payload(metadata))
                .withMessageContaining("its metadata is not what was written");
    }

    @Test
    void aLaterVersionIsRefusedByItsNumber() throws IOException {
        final byte[] bytes = envelope(TAIL, new byte[0], new byte[0]);
        bytes[8] = 2;
        // Nothing but the magic and the version need be as it is today.
        Arrays.fill(bytes, 10, bytes.length, (byte) 0xEE);

        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> open(bytes))
                .withMessage("the checkpoint was written by a newer Intarsia: it is in version 2 of the checkpoint"
                        + " format, and this Intarsia reads versions up to 1; restore it with the version that wrote"
                        + " it, or a later one");
    }

    @Test
    void kindsAndFlagsThatNobodyKnowsAreRefused() throws IOException {
        final byte[] kind = envelope(TAIL, new byte[0], new byte[0]);
        kind[10] = 3;
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> open(sealed(kind)))
                .withMessageContaining("code 3 for the kind of a checkpoint is not known to this version");
        final byte[] flags = envelope(TAIL, new byte[0], new byte[0]);
        flags[15] = (byte) 0x80;
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> open(sealed(flags)))
                .withMessageContaining("code 2147483648 for the flags of a checkpoint is not known to this version");
        final byte[] id = envelope(TAIL, new byte[0], new byte[0]);
        id[32] = 0;
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> open(sealed(id)))
                .withMessageContaining("the checkpoint is damaged: its header cannot be: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 51, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 80})
    void lengthsThatCannotBeAreRefusedThoughTheirChecksumIsRight(final long length) throws IOException {
        final byte[] payload = envelope(TAIL, new byte[50], new byte[30]);
        trailer(payload).putLong(0, length);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> open(sealed(payload)))
                .withMessageContaining("its trailer states " + length + " bytes of payload");
        final byte[] metadata = envelope(TAIL, new byte[50], new byte[30]);
        trailer(metadata).putLong(8, length);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> open(sealed(metadata)))
                .withMessageContaining("and " + length + " of metadata");
        // Both wrap to the right sum.
        final byte[] both = envelope(TAIL, new byte[50], new byte[30]);
        trailer(both).putLong(0, 80 - length).putLong(8, length);
        assertThatExceptionOfType(StateFormatException.class).as("%d", length).isThrownBy(() -> payload(sealed(both)));
    }

    private static ByteBuffer trailer(final byte[] bytes) {
        return ByteBuffer.wrap(bytes, bytes.length - EnvelopeTrailer.BYTES, EnvelopeTrailer.BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Makes the checksums of header and trailer right, as whoever means harm would. */
    private static byte[] sealed(final byte[] bytes) {
        final ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final ByteBuffer trailer = trailer(bytes);
        all.putInt(48, crc(bytes, 0, 48));
        trailer.putInt(24, crc(bytes, 0, 48));
        trailer.putInt(28, crc(bytes, bytes.length - EnvelopeTrailer.BYTES, 28));
        return bytes;
    }

    private static int crc(final byte[] bytes, final int from, final int count) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }

    @Test
    void moreMetadataThanIsEverWrittenIsNotAllocated() throws IOException {
        final byte[] bytes = envelope(TAIL, new byte[50], new byte[30]);
        trailer(bytes).putLong(8, (1L << 40) + 30);
        sealed(bytes);
        final EnvelopeSource large = new EnvelopeSource() {
            @Override
            public long bytes() {
                return bytes.length + (1L << 40);
            }

            @Override
            public void read(final long offset, final ByteBuffer into) {
                into.put(bytes, offset == 0 ? 0 : bytes.length - EnvelopeTrailer.BYTES, into.remaining());
            }
        };
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> EnvelopeReader.open(large))
                .withMessageContaining("it states 1099511627806 bytes of metadata, and at most 1073741824 are written");
    }

    @Test
    void moreOrLessPayloadThanThereIsIsRefused() throws IOException {
        final EnvelopeReader reader = open(envelope(TAIL, new byte[50], new byte[0]));
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> reader.readPayload(ByteBuffer.allocate(51)))
                .withMessageContaining("its metadata speaks of 51 more bytes of payload, and 50 are left");
        for (final long count : new long[] {-1, 51, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatExceptionOfType(StateFormatException.class).isThrownBy(() -> reader.skipPayload(count));
        }
        reader.skipPayload(49);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(reader::requirePayload)
                .withMessageContaining("its metadata speaks of 49 bytes of payload, and it has 50");
    }

    @Test
    void aChannelThatEndsEarlyIsRefused() throws IOException {
        final byte[] bytes = envelope(TAIL, new byte[50], new byte[30]);
        final ByteChannel channel = new ByteChannel(bytes);
        final EnvelopeSource source = EnvelopeSource.of(channel);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> source.read(bytes.length - 3, ByteBuffer.allocate(4)))
                .withMessageContaining("of 4 bytes at byte " + (bytes.length - 3) + " the channel gave 3");
    }

    @Test
    void anIncrementFollowsOnlyTheCheckpointThatItIsSince() throws StateFormatException {
        final EnvelopeHeader nine = new EnvelopeHeader(EnvelopeKind.INCREMENT, FILE, 9, 7);
        nine.requireFollows(TAIL);
        new EnvelopeHeader(EnvelopeKind.INCREMENT, FILE, 12, 9).requireFollows(nine);

        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> new EnvelopeHeader(EnvelopeKind.INCREMENT, FILE, 12, 8).requireFollows(nine))
                .withMessage(
                        "this is not the checkpoint that was asked for: it is the increment from checkpoint 8 to 12,"
                                + " and the one before it is the increment from checkpoint 7 to 9; look up which one belongs"
                                + " here");
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> TAIL.requireFollows(nine))
                .withMessageContaining("it is the tail of checkpoint 7, and");
        final EnvelopeHeader stranger = new EnvelopeHeader(EnvelopeKind.INCREMENT, new UUID(1, 2), 12, 9);
        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> stranger.requireFollows(nine))
                .withMessageContaining(
                        "it is of the file 00000000-0000-0001-0000-000000000002, and the one before it of"
                                + " the file " + FILE);
    }

    @ParameterizedTest
    @EnumSource(EnvelopeKind.class)
    void idsThatCannotBeAreTheCallersFault(final EnvelopeKind kind) {
        for (final long[] ids : new long[][] {{0, 0}, {-1, -2}, {5, -1}, {5, 5}, {5, 6}}) {
            assertThatThrownBy(() -> new EnvelopeHeader(kind, FILE, ids[0], ids[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has the id " + ids[0] + " and the base " + ids[1]);
        }
        assertThatThrownBy(() -> new EnvelopeHeader(EnvelopeKind.TAIL, FILE, 5, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
