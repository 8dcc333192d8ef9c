package dev.intarsia.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.intarsia.internal.memory.NativeMemory;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.SlabPool;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedBufferTest {
    private final SlabPool pool = new SlabPool(8 << 20, 1 << 20);
    private final Reserve reserve = new Reserve(pool);
    private final SharedBuffer file = new SharedBuffer();
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();

    @AfterEach
    void nothingIsHeld() {
        file.close();
        pool.close();
    }

    private void append(final int bytes) {
        final long at = file.claim(bytes, reserve);
        for (int i = 0; i < bytes; i++) {
            final byte value = (byte) (expected.size() * 31 >>> 3);
            NativeMemory.putByte(at + i, value);
            expected.write(value);
        }
        file.commit(bytes);
    }

    private static byte[] bytes(final Part part) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final ByteBuffer view : part.nioBuffers()) {
            assertThat(view.isDirect()).isTrue();
            assertThat(view.isReadOnly()).isTrue();
            final byte[] copy = new byte[view.remaining()];
            view.get(copy);
            out.writeBytes(copy);
        }
        return out.toByteArray();
    }

    @Test
    void partsAreExactAndInOrderHoweverTheyAreCut() {
        final Random random = new Random(1);
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            append(1 + random.nextInt(3000));
            final long buffered = file.length() - file.splitOffset();
            if (random.nextBoolean()) {
                final long wanted = 1 + (long) (random.nextDouble() * buffered);
                try (Part part = file.splitTo(wanted)) {
                    assertThat(part.length()).isEqualTo(wanted);
                    assertThat(part.fileOffset()).isEqualTo(got.size());
                    got.writeBytes(bytes(part));
                    assertThat(got.size()).isEqualTo(part.endOffset());
                }
                file.durable(got.size());
            }
        }
        if (file.length() > file.splitOffset()) {
            try (Part part = file.splitTo(file.length() - file.splitOffset())) {
                got.writeBytes(bytes(part));
            }
        }
        assertThat(got.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void aPartPointsAtTheVeryMemoryThatWasWritten() {
        final long at = file.claim(1000, reserve);
        file.commit(1000);
        try (Part first = file.splitTo(300);
                Part second = file.splitTo(700)) {
            assertThat(NativeMemory.addressOf(first.nioBuffers()[0])).isEqualTo(at);
            assertThat(NativeMemory.addressOf(second.nioBuffers()[0])).isEqualTo(at + 300);
        }
    }

    @Test
    void memoryIsFreeOnlyWhenThePartIsClosedAndTheBytesAreDurable() {
        append(1000);
        append(1000);
        assertThat(pool.usedBytes()).isEqualTo(2048);
        final Part part = file.splitTo(1000);
        part.close();
        assertThat(pool.usedBytes()).as("not durable yet").isEqualTo(2048);
        file.durable(1000);
        assertThat(pool.usedBytes()).isEqualTo(1024);
        final Part second = file.splitTo(1000);
        file.durable(2000);
        assertThat(pool.usedBytes()).as("the part is open").isEqualTo(1024);
        second.close();
        assertThat(pool.usedBytes()).isZero();
    }

    @Test
    void durableBytesInTheMiddleOfASliceWaitForTheWholeOfIt() {
        append(1000);
        file.splitTo(600).close();
        file.splitTo(400).close();
        file.durable(300);
        assertThat(pool.usedBytes()).isEqualTo(1024);
        file.durable(1000);
        assertThat(pool.usedBytes()).isZero();
        file.durable(500);
        assertThat(file.durableOffset()).as("an earlier offset changes nothing").isEqualTo(1000);
    }

    @Test
    void moreThanThereIsCannotBeSplitOffNorBeDurable() {
        append(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.splitTo(11))
                .withMessageContaining("11")
                .withMessageContaining("10");
        assertThatIllegalArgumentException().isThrownBy(() -> file.splitTo(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.durable(1))
                .withMessageContaining("cannot be durable");
    }

    @Test
    void closingAPartTwiceReleasesOnce() {
        append(100);
        final Part part = file.splitTo(100);
        part.close();
        part.close();
        assertThat(pool.usedBytes()).isEqualTo(1024);
        assertThatIllegalStateException().isThrownBy(part::nioBuffers).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(part::byteBufs);
    }

    @Test
    void aNettyViewKeepsItsMemoryAndReleasingItTooOftenTakesNothingFromThePart() {
        append(100);
        final Part part = file.splitTo(100);
        final ByteBuf view = part.byteBufs()[0];
        file.durable(100);
        part.close();
        assertThat(pool.usedBytes()).as("the view holds it").isEqualTo(1024);
        assertThat(view.readableBytes()).isEqualTo(100);
        assertThat(view.getByte(99)).isEqualTo(expected.toByteArray()[99]);
        assertThat(view.release()).isTrue();
        assertThat(pool.usedBytes()).isZero();
        assertThatExceptionOfType(IllegalReferenceCountException.class).isThrownBy(view::release);
        assertThatExceptionOfType(IllegalReferenceCountException.class).isThrownBy(() -> view.getByte(0));
    }

    @Test
    void aNettyViewReleasedTwiceLeavesThePartReadable() {
        append(100);
        try (Part part = file.splitTo(100)) {
            final ByteBuf view = part.byteBufs()[0];
            view.release();
            assertThatExceptionOfType(IllegalReferenceCountException.class).isThrownBy(view::release);
            assertThat(bytes(part)).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void openPartsOutliveTheFile() {
        append(100);
        final Part part = file.splitTo(60);
        file.close();
        assertThat(bytes(part)).hasSize(60);
        part.close();
        assertThat(pool.usedBytes()).isZero();
    }

    @Test
    void otherThreadsDrainWhileTheWriterWrites() throws Exception {
        final ConcurrentLinkedQueue<Part> uploads = new ConcurrentLinkedQueue<>();
        final AtomicBoolean done = new AtomicBoolean();
        final ExecutorService uploaders = Executors.newFixedThreadPool(2);
        final List<Long> checksums = Collections.synchronizedList(new ArrayList<>());
        try {
            final List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(uploaders.submit(() -> upload(uploads, done, checksums)));
            }
            final Random random = new Random(3);
            for (int i = 0; i < 3000; i++) {
                append(1 + random.nextInt(600));
                if (random.nextInt(4) == 0) {
                    uploads.add(file.splitTo(1 + random.nextInt((int) (file.length() - file.splitOffset()))));
                }
                while (pool.usedBytes() > 6 << 20) {
                    Thread.onSpinWait();
                }
            }
            done.set(true);
            for (final Future<?> future : running) {
                future.get();
            }
        } finally {
            done.set(true);
            uploaders.shutdownNow();
        }
        long expectedSum = 0;
        final byte[] all = expected.toByteArray();
        for (int i = 0; i < file.splitOffset(); i++) {
            expectedSum += all[i];
        }
        assertThat(checksums.stream().mapToLong(Long::longValue).sum()).isEqualTo(expectedSum);
    }

    private void upload(final ConcurrentLinkedQueue<Part> uploads, final AtomicBoolean done, final List<Long> sums) {
        while (true) {
            final boolean last = done.get();
            final Part part = uploads.poll();
            if (part == null) {
                if (last) {
                    return;
                }
                Thread.onSpinWait();
                continue;
            }
            long sum = 0;
            for (final byte value : bytes(part)) {
                sum += value;
            }
            sums.add(sum);
            file.durable(part.endOffset());
            part.close();
        }
    }
}
