package dev.intarsia.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PageChecksumTest {
    private final PageChecksum checksum = new PageChecksum();

    @Test
    void theCheckValueOfCrc32IsReached() {
        final ByteBuffer body = ByteBuffer.allocateDirect(16);
        body.position(3)
                .put("123456789".getBytes(StandardCharsets.US_ASCII))
                .flip()
                .position(3);
        assertThat(checksum.of(body)).isEqualTo(0xCBF43926);
        assertThat(body.position()).isEqualTo(3);
        assertThat(checksum.of(body)).as("the state starts anew").isEqualTo(0xCBF43926);
    }

    @Test
    void anEmptyBodyHasChecksumZero() {
        assertThat(checksum.of(ByteBuffer.allocateDirect(0))).isZero();
    }
}
