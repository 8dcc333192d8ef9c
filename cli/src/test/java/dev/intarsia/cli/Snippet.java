package dev.intarsia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A piece of Java from a document, compiled against what a user has on the class path.
 *
 * <p>A piece that declares a public class is compiled as it stands. Any other is the body of a method; the names that
 * documents take for given are fields around it, so that a piece may also declare them itself.
 *
 * @param className the compiled class
 * @param folder where its class file is
 */
record Snippet(String className, Path folder) {
    private static final Pattern PUBLIC_CLASS = Pattern.compile("public final class (\\w+)");
    private static final String FRAGMENT = "Fragment";

    private static final String BEFORE = """
            import dev.intarsia.*;
            import dev.intarsia.buffer.*;
            import dev.intarsia.options.*;
            import dev.intarsia.sink.*;
            import io.netty.buffer.ByteBuf;
            import java.nio.ByteBuffer;
            import java.nio.channels.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;
            import org.apache.arrow.memory.*;
            import org.apache.arrow.vector.*;
            import org.apache.arrow.vector.dictionary.DictionaryProvider;
            import org.apache.arrow.vector.types.pojo.*;

            public final class Fragment {
                public VectorSchemaRoot root;
                public VectorSchemaRoot batch;
                public Path path;
                public BufferAllocator allocator;
                public WriterContext context;
                public ParquetWriter writer;
                public DictionaryProvider dictionaries;
                public GatheringByteChannel channel;
                public Executor uploads;

                public interface Store {
                    void put(long fileOffset, ByteBuffer[] bytes) throws java.io.IOException;
                }

                public Store store;

                public void run() throws Exception {
            """;
    private static final String AFTER = "\n    }\n}\n";

    /** Compiles a block; an error of the compiler fails the test and shows the document's text. */
    static Snippet compile(final Markdown document, final Markdown.Block block, final Path folder) throws IOException {
        final Matcher named = PUBLIC_CLASS.matcher(block.text());
        final boolean whole = named.find();
        final String className = whole ? named.group(1) : FRAGMENT;
        final Path target = Files.createTempDirectory(folder, "snippet");
        final Path source = Files.writeString(
                target.resolve(className + ".java"), whole ? block.text() : BEFORE + block.text() + AFTER);
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter complaints = new StringWriter();
        final boolean compiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", target.toString()),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source.toFile()))
                .call();
        assertThat(compiled)
                .as("%s, line %d: %s", document, block.line(), complaints)
                .isTrue();
        return new Snippet(className, target);
    }

    /** Runs a body with these values for the names that it takes for given. */
    Void run(final Map<String, Object> given) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, Snippet.class.getClassLoader())) {
            final Object fragment =
                    loader.loadClass(className).getDeclaredConstructor().newInstance();
            for (final Map.Entry<String, Object> entry : given.entrySet()) {
                final Field field = fragment.getClass().getField(entry.getKey());
                field.set(fragment, entry.getValue());
            }
            fragment.getClass().getMethod("run").invoke(fragment);
            return null;
        } catch (final InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
