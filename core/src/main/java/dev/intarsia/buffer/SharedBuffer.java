package dev.intarsia.buffer;

import dev.intarsia.internal.memory.Lane;
import dev.intarsia.internal.memory.Reserve;
import dev.intarsia.internal.memory.Segment;
import dev.intarsia.internal.memory.SliceSink;
import dev.intarsia.internal.memory.Slices;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * A file's finished bytes as a rope of slices in file order.
 *
 * <pre>
 *   0 ......... durable ......... split ............... length
 *   | released  | in flight: parts | linked, not yet split |
 * </pre>
 *
 * <p>Threads: linking, {@link #splitTo} and {@link #close} belong to the one thread that writes the file;
 * {@link #durable} may be called from any thread, by several at once, and waits for nothing.
 *
 * <p>How that is safe: slices form a singly linked list whose head is a spent node. The writer publishes a node by the
 * release store of its predecessor's link, and changes a node (growing the last one, cutting one at a part's end) only
 * while it lies behind the split position. A thread that drops durable slices takes only nodes that end at or before
 * the split position it has read, so never one that still changes, and moves the head by compare-and-set, so that each
 * node is dropped by exactly one thread.
 */
public final class SharedBuffer {
    private static final VarHandle HEAD;
    private static final VarHandle DURABLE;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(SharedBuffer.class, "head", Node.class);
            DURABLE = lookup.findVarHandle(SharedBuffer.class, "durableOffset", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Node head;
    private volatile long durableOffset;
    private volatile long splitOffset;
    private Node last;
    /** The last node that a part took whole or in part; the next part begins behind it. */
    private Node lastSplit;

    private long length;
    private final Lane loose = new Lane(0);

    /** An empty file. */
    public SharedBuffer() {
        this(0);
    }

    /**
     * A file whose first bytes are somewhere else already, and durable.
     *
     * @param fileOffset how many they are
     */
    public SharedBuffer(final long fileOffset) {
        head = new Node(null, 0, 0, fileOffset);
        last = head;
        lastSplit = head;
        length = fileOffset;
        splitOffset = fileOffset;
        durableOffset = fileOffset;
    }

    /** A slice of the file; spent (without a segment) once it was dropped. */
    private static final class Node {
        final Segment segment;
        final int offset;
        int length;
        long fileEnd;
        volatile Node next;

        Node(final Segment segment, final int offset, final int length, final long fileEnd) {
            this.segment = segment;
            this.offset = offset;
            this.length = length;
            this.fileEnd = fileEnd;
        }
    }

    /** Bytes of the file so far: offset at which the next byte will stand. */
    public long length() {
        return length;
    }

    /** Offset of the first byte that no part has taken. */
    public long splitOffset() {
        return splitOffset;
    }

    /** Offset below which the bytes were said to be durable. */
    public long durableOffset() {
        return durableOffset;
    }

    /**
     * Links a slice to the end of the file. The reference that comes with it is transferred; nothing is copied.
     *
     * @param segment what holds the bytes
     * @param offset first byte in the segment
     * @param bytes how many
     */
    public void link(final Segment segment, final int offset, final int bytes) {
        if (bytes == 0) {
            segment.release();
            return;
        }
        length = Math.addExact(length, bytes);
        final Node end = last;
        if (end != lastSplit && end.segment == segment && end.offset + end.length == offset) {
            end.length += bytes;
            end.fileEnd = length;
            segment.release();
            return;
        }
        final Node node = new Node(segment, offset, bytes, length);
        end.next = node;
        last = node;
    }

    /**
     * Room in one piece for what no lane holds, such as a footer; see {@link #commit}.
     *
     * @param maxBytes bytes at most
     * @param reserve gives the memory; borrowed
     * @return address of the room, which is the caller's until the next call
     * @throws dev.intarsia.options.MemoryBudgetException if neither the reserve nor its pool has it
     */
    public long claim(final int maxBytes, final Reserve reserve) {
        return loose.claim(maxBytes, reserve);
    }

    /** Links the first {@code bytes} bytes of the last claim to the end of the file. */
    public void commit(final int bytes) {
        loose.commit(0, bytes);
        loose.drainTo(this::link);
    }

    /**
     * Hands over the next {@code bytes} bytes, exactly, as a part. No byte is copied, nothing is waited for; at most
     * one slice is cut in two.
     *
     * @return transferred: the caller closes it
     * @throws IllegalArgumentException if fewer bytes than that are linked and not yet split off, or none are asked for
     */
    public Part splitTo(final long bytes) {
        final long from = splitOffset;
        if (bytes <= 0 || bytes > length - from) {
            throw new IllegalArgumentException(
                    "a part of " + bytes + " bytes was asked for, between 1 and " + (length - from) + " are to be had");
        }
        final long end = from + bytes;
        final List<Part.Slice> slices = new ArrayList<>();
        Node node = lastSplit;
        do {
            node = node.next;
            if (node.fileEnd > end) {
                cut(node, end);
            }
            node.segment.retain();
            slices.add(new Part.Slice(node.segment, node.offset, node.length));
        } while (node.fileEnd < end);
        lastSplit = node;
        splitOffset = end;
        return new Part(from, bytes, slices.toArray(Part.Slice[]::new));
    }

    private void cut(final Node node, final long end) {
        final int rest = Math.toIntExact(node.fileEnd - end);
        node.segment.retain();
        final Node tail = new Node(node.segment, node.offset + node.length - rest, rest, node.fileEnd);
        tail.next = node.next;
        node.length -= rest;
        node.fileEnd = end;
        node.next = tail;
        if (last == node) {
            last = tail;
        }
    }

    /**
     * Says that the bytes before {@code fileOffset} are safe in the store: the rope's hold on them ends. From any
     * thread; an offset below one that was said before does nothing.
     *
     * @throws IllegalArgumentException if bytes that no part has taken would be durable
     */
    public void durable(final long fileOffset) {
        if (fileOffset > splitOffset || fileOffset < 0) {
            throw new IllegalArgumentException("bytes before " + fileOffset + " cannot be durable: only those before "
                    + splitOffset + " have left in a part");
        }
        long before;
        do {
            before = durableOffset;
            if (fileOffset <= before) {
                return;
            }
        } while (!DURABLE.compareAndSet(this, before, fileOffset));
        drop(fileOffset);
    }

    private void drop(final long fileOffset) {
        while (true) {
            final Node spent = head;
            final Node next = spent.next;
            if (next == null || next.fileEnd > fileOffset) {
                return;
            }
            if (HEAD.compareAndSet(this, spent, next)) {
                next.segment.release();
            }
        }
    }

    /**
     * Hands over every slice of the file that it still has, in order, as what left in a part and is durable: for a file
     * whose bytes go somewhere as they are made. Writer's thread, and only where no part was split off.
     *
     * @param sink gets the references; must not throw
     */
    public void drainTo(final SliceSink sink) {
        for (Node node = lastSplit.next; node != null; node = node.next) {
            sink.accept(node.segment, node.offset, node.length);
        }
        head = last;
        lastSplit = last;
        splitOffset = length;
        durableOffset = length;
    }

    /** From now on a {@link #claim} lies in a whole block, which serves again once its bytes are gone. */
    public void keepBlocks() {
        loose.keepBlocks();
    }

    /**
     * Captures the bytes from the first one on that is not durable, those in flight with them. Nothing is copied; the
     * references are the caller's. Writer's thread, while other threads may go on to say what is durable.
     *
     * @return the last bytes of the file: the first of them stands at {@link #length} less their number
     */
    public Slices capture() {
        Slices captured = null;
        while (captured == null) {
            captured = captureFrom(durableOffset);
        }
        return captured;
    }

    /** Null where bytes behind the offset became durable meanwhile, and their memory was freed. */
    private Slices captureFrom(final long from) {
        final List<Node> nodes = new ArrayList<>();
        for (Node node = head.next; node != null; node = node.next) {
            if (node.fileEnd <= from) {
                continue;
            }
            if (!node.segment.tryRetain()) {
                nodes.forEach(held -> held.segment.release());
                return null;
            }
            nodes.add(node);
        }
        final Segment[] segments = new Segment[nodes.size()];
        final int[] offsets = new int[nodes.size()];
        final int[] lengths = new int[nodes.size()];
        // Not what is behind the offset: nodes may have been dropped before the first of them was looked at.
        long bytes = 0;
        for (int i = 0; i < segments.length; i++) {
            final Node node = nodes.get(i);
            // A part may be durable in part: those bytes are no business of a tail.
            final int durable = (int) Math.max(0, from - (node.fileEnd - node.length));
            segments[i] = node.segment;
            offsets[i] = node.offset + durable;
            lengths[i] = node.length - durable;
            bytes += lengths[i];
        }
        return new Slices(segments, offsets, lengths, bytes);
    }

    /** Drops every byte that is not held by a part. Writer's thread; nothing may be linked or split afterwards. */
    public void close() {
        loose.free();
        splitOffset = length;
        drop(length);
    }
}
