package dev.intarsia.testkit;

import dev.intarsia.WriterContext;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.reflect.Parameter;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs under every test, registered by the service loader: no test leaks memory unseen.
 *
 * <p>Three things can leak and each is held to account where its owner ends. A Netty buffer collected before it was
 * released fails the test class in which the collector found it. A {@link BufferAllocator} parameter is a root
 * allocator of the test's own, and a {@link WriterContext} parameter a context of its own, of
 * {@link Budget#DEFAULT_BYTES} or what {@link Budget} says; when the test ends (or the class, for parameters of its
 * {@code BeforeAll} methods and constructor-wide fixtures) both are closed and must then be empty.
 *
 * <p>Netty reads its detector when its first buffer class loads, so the recording one is installed by this class's
 * initialiser, which JUnit runs before any test class is touched.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(LeakCheck.class);

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        System.setProperty("intarsia.poisonFreedMemory", "true"); // what is read after its release is wrong for sure
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new RecordingLeakDetector.Factory());
    }

    @Override
    public void beforeAll(final ExtensionContext context) {
        RecordingLeakDetector.takeRecords(); // a leak before this class is not this class's failure
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        if (context.getRequiredTestClass().isAnnotationPresent(Nested.class)) {
            return; // the outermost class answers for all of them: one collection, not one a nested class
        }
        final List<String> leaks = RecordingLeakDetector.collectLeaks();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size()
                    + " Netty buffers were collected before they were released, the first:\n" + leaks.get(0));
        }
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        final Class<?> type = parameter.getParameter().getType();
        return type == BufferAllocator.class || type == WriterContext.class;
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        final ExtensionContext.Store store = context.getStore(SPACE);
        if (parameter.getParameter().getType() == BufferAllocator.class) {
            return store.getOrComputeIfAbsent("allocator", key -> new OwnedAllocator(), OwnedAllocator.class).allocator;
        }
        return store.getOrComputeIfAbsent(
                        "context", key -> new OwnedContext(budgetOf(parameter.getParameter())), OwnedContext.class)
                .context;
    }

    private static long budgetOf(final Parameter parameter) {
        final Budget budget = parameter.getAnnotation(Budget.class);
        return budget == null ? Budget.DEFAULT_BYTES : budget.value();
    }

    /** Closed by JUnit when the store's test or class ends; an allocator with live buffers throws and says which. */
    private static final class OwnedAllocator implements AutoCloseable {
        private final BufferAllocator allocator = new RootAllocator();

        @Override
        public void close() {
            allocator.close();
        }
    }

    /** Closed by JUnit when the store's test or class ends. */
    private static final class OwnedContext implements AutoCloseable {
        private final WriterContext context;

        OwnedContext(final long budgetBytes) {
            context = WriterContext.create(budgetBytes);
        }

        @Override
        public void close() {
            final long usedBytes = context.usedBytes();
            context.close();
            if (usedBytes != 0) {
                throw new AssertionError("the test ended with " + usedBytes + " bytes of its context's budget of "
                        + context.budgetBytes()
                        + " still in use: close the writers and parts, and say what is durable");
            }
        }
    }
}
