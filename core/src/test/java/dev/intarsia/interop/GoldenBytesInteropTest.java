package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.WriterContext;
import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.ColumnOptions;
import dev.intarsia.options.Compression;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Budget;
import dev.intarsia.testkit.FlatTypes;
import dev.intarsia.testkit.Nulls;
import dev.intarsia.testkit.Pattern;
import dev.intarsia.testkit.ThriftFile;
import dev.intarsia.testkit.Vectors;
import dev.intarsia.testkit.WrittenFile;
import dev.intarsia.testkit.random.Case;
import dev.intarsia.testkit.random.CasePlan;
import dev.intarsia.testkit.random.Kinds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same rows and options give the same bytes, on every JDK and in every process: digests of files stand beside this
 * class, and each build compares with them. GZIP is left out, since each JDK brings its own zlib, and so is the name of
 * the build in the footer.
 *
 * <p>Whoever changes what is written on purpose replaces {@code golden-bytes.txt} by what the failure shows, and says
 * in the change why the bytes are others.
 */
class GoldenBytesInteropTest {
    private static final String RESOURCE = "golden-bytes.txt";
    private static final int GENERATED = 60;

    @TempDir
    Path folder;

    @Test
    void theBytesAreThoseOfEveryOtherJdkAndProcess(
            final BufferAllocator allocator, @Budget(256L << 20) final WriterContext context) throws IOException {
        final List<String> digests = new ArrayList<>();
        for (final Compression.Codec codec : Compression.Codec.values()) {
            for (final ColumnEncoding encoding : new ColumnEncoding[] {ColumnEncoding.AUTO, ColumnEncoding.PLAIN}) {
                if (codec != Compression.Codec.GZIP) {
                    digests.add(codec + " " + encoding + " " + flat(codec, encoding, allocator));
                }
            }
        }
        for (long seed = 50_000; seed < 50_000 + GENERATED; seed++) {
            final CasePlan plan = CasePlan.of(seed, Kinds.ALL.withoutLeaves("interval_ym", "interval_dt"));
            if (!usesGzip(plan.options())) {
                try (Case generated = plan.open(allocator)) {
                    digests.add("seed " + seed + " " + digest(generated.write(folder, context)));
                }
            }
        }
        assertThat(String.join("\n", digests) + "\n").isEqualTo(golden());
    }

    private String flat(final Compression.Codec codec, final ColumnEncoding encoding, final BufferAllocator allocator) {
        final Schema schema = FlatTypes.schemaOfAll();
        final WriterOptions options = WriterOptions.builder()
                .compression(codec.atDefaultLevel())
                .dataPages(encoding == ColumnEncoding.AUTO ? DataPageVersion.V1 : DataPageVersion.V2)
                .pageRows(400)
                .rowGroupRows(1_000)
                .defaults(ColumnOptions.of(encoding))
                .build();
        try (VectorSchemaRoot few = Vectors.generate(allocator, schema, 700, Pattern.FEW, Nulls.SOME, 1);
                VectorSchemaRoot distinct = Vectors.generate(allocator, schema, 900, Pattern.DISTINCT, Nulls.RUNS, 2)) {
            return digest(WrittenFile.write(folder, schema, options, List.of(few, distinct)));
        }
    }

    private static boolean usesGzip(final WriterOptions options) {
        return options.compression().codec() == Compression.Codec.GZIP
                || usesGzip(options.defaults())
                || options.columns().values().stream().anyMatch(GoldenBytesInteropTest::usesGzip);
    }

    private static boolean usesGzip(final ColumnOptions options) {
        return options.compression()
                .filter(compression -> compression.codec() == Compression.Codec.GZIP)
                .isPresent();
    }

    /** Of all bytes but the footer, and of the footer without the name of the build. */
    private static String digest(final WrittenFile file) {
        final FileMetaData footer = ThriftFile.of(file.bytes()).footer();
        footer.setCreated_by("");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Util.writeFileMetaData(footer, out);
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            final int end = file.bytes().length - 8;
            final int footerBytes = java.nio.ByteBuffer.wrap(file.bytes())
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getInt(end);
            digest.update(file.bytes(), 0, end - footerBytes);
            digest.update(out.toByteArray());
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (final IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String golden() throws IOException {
        try (InputStream in = GoldenBytesInteropTest.class.getResourceAsStream(RESOURCE)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
