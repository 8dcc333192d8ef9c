package dev.intarsia.testkit.random;

import dev.intarsia.options.ColumnEncoding;
import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.StatisticsDepth;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * What a case has that a generator could stop to make unseen: names of things found in its plans, vectors and values.
 */
final class Coverage {
    private static final int LONG_VIEW = 12;
    private static final int MANY_ROWS = 20_000;

    private final Set<String> found = new TreeSet<>();
    private Case subject;
    private RandomBatch batch;

    private Coverage() {}

    static Set<String> of(final Case subject) {
        final Coverage coverage = new Coverage();
        coverage.subject = subject;
        coverage.ofPlan(subject.plan());
        for (final RandomBatch batch : subject.batches()) {
            coverage.batch = batch;
            for (int i = 0; i < subject.plan().columns().size(); i++) {
                final FieldVector vector = batch.root().getVector(i);
                coverage.ofVector(subject.plan().columns().get(i), vector, Presence.all(vector.getValueCount()));
            }
        }
        subject.rows().columns().forEach(column -> column.forEach(coverage::ofValue));
        return coverage.found;
    }

    private void add(final boolean isThere, final String name) {
        if (isThere) {
            found.add(name);
        }
    }

    private void ofPlan(final CasePlan plan) {
        plan.columns().stream().flatMap(FieldPlan::all).forEach(field -> {
            found.add("form " + field.form() + (field.nullable() ? " nullable" : " required"));
            add(field.form() == Form.LEAF, "type " + field.leaf());
            add(
                    field.type() instanceof ArrowType.FixedSizeList list && list.getListSize() == 0,
                    "fixed-size list of nothing");
            if (field.form() == Form.DICTIONARY || field.form() == Form.RUN_ENDS) {
                found.add(field.form() + " of " + field.children().get(0).form());
                found.add(field.form() + " by " + field.type());
            }
        });
        plan.columns().forEach(column -> found.add("depth " + column.depth()));
        add(plan.batches().size() > 1, "several batches");
        for (int i = 0; i < plan.batches().size(); i++) {
            final BatchPlan batchPlan = plan.batches().get(i);
            add(batchPlan.rows() == 0, "empty batch");
            add(batchPlan.rows() > MANY_ROWS, "many rows");
            add(batchPlan.from() % Byte.SIZE != 0, "slice at an odd offset");
            if (i > 0
                    && !subject.batches()
                            .get(0)
                            .dictionaries()
                            .getDictionaryIds()
                            .isEmpty()) {
                final boolean same =
                        batchPlan.dictionarySeed() == plan.batches().get(i - 1).dictionarySeed();
                found.add(same ? "dictionary kept" : "dictionary replaced");
            }
        }
        found.add("codec " + plan.options().compression().codec());
        final WriterOptions options = plan.options();
        found.add("encoding " + options.defaults().encoding());
        found.add("fallback " + options.defaults().fallback());
        found.add("statistics " + options.defaults().statistics());
        found.add("Bloom filter " + options.defaults().bloomFilter().isPresent());
        found.add("data pages " + options.dataPages());
        found.add("float order " + options.floatOrder());
        found.add("page index " + options.pageIndex());
        found.add("page header statistics " + options.pageHeaderStatistics());
        found.add("column options " + !options.columns().isEmpty());
        add(plan.options().pageRows() < 10, "small pages");
        add(plan.options().rowGroupRows() < 100, "small row groups");
        add(plan.options().dictionaryPageBytes() < 100, "small dictionaries");
    }

    private void ofVector(final FieldPlan plan, final FieldVector vector, final BitSet reachable) {
        if (vector instanceof RunEndEncodedVector runs) {
            final int count = runs.getRunEndsVector().getValueCount();
            add(count > 0 && runs.getRunEnd(count - 1) > runs.getValueCount(), "run past the end");
            final FieldVector values = runs.getValuesVector();
            ofVector(plan.children().get(0), values, Presence.all(values.getValueCount()));
            return;
        } else if (vector instanceof NullVector || vector.getValueCount() == 0) {
            return;
        }
        ofNulls(plan, vector, reachable);
        switch (plan.form()) {
            case LEAF -> ofLeaf(vector);
            case DICTIONARY -> ofDictionary(plan, vector);
            case STRUCT -> {
                final BitSet seen = seen(vector, reachable);
                for (int i = 0; i < plan.children().size(); i++) {
                    ofVector(
                            plan.children().get(i),
                            vector.getChildrenFromFields().get(i),
                            seen);
                }
            }
            default -> {} // lists follow, a Variant has nothing to find
        }
        if (plan.form().isList() || plan.form() == Form.MAP) {
            new ListCoverage(plan, vector, seen(vector, reachable)).addTo(found);
            final FieldVector child = vector.getChildrenFromFields().get(0);
            final BitSet childReachable = ListCoverage.reachable(plan, vector, seen(vector, reachable));
            if (plan.form() == Form.MAP) {
                for (int i = 0; i < 2; i++) {
                    ofVector(
                            plan.children().get(i),
                            child.getChildrenFromFields().get(i),
                            childReachable);
                }
            } else {
                ofVector(plan.children().get(0), child, childReachable);
            }
        }
    }

    private static BitSet seen(final FieldVector vector, final BitSet reachable) {
        final BitSet seen = new BitSet();
        reachable.stream().filter(slot -> !vector.isNull(slot)).forEach(seen::set);
        return seen;
    }

    private void ofNulls(final FieldPlan plan, final FieldVector vector, final BitSet reachable) {
        final int count = vector.getValueCount();
        final int nulls = vector.getNullCount();
        final String density = nulls == 0 ? "no" : nulls == count ? "all" : nulls * 10 < count ? "rare" : "many";
        add(count > 30, density + " nulls in " + (plan.nullable() ? "nullable" : "required"));
        final BitSet bits = new BitSet();
        bits.set(0, count);
        bits.andNot(reachable);
        add(bits.stream().anyMatch(vector::isNull), "null that nobody sees");
        add(bits.stream().anyMatch(slot -> !vector.isNull(slot)), "value that nobody sees");
        if (vector instanceof BaseVariableWidthVector variable && count > 0) {
            add(variable.getStartOffset(0) > 0, "text offsets do not begin at 0");
            add(
                    Presence.all(count).stream()
                            .anyMatch(slot -> variable.isNull(slot) && lengthOf(variable, slot) > 0),
                    "garbage under a null text");
        }
    }

    /** Arrow answers 0 for nulls. */
    private static int lengthOf(final BaseVariableWidthVector vector, final int slot) {
        final ArrowBuf offsets = vector.getOffsetBuffer();
        return offsets.getInt((slot + 1L) * Integer.BYTES) - offsets.getInt((long) slot * Integer.BYTES);
    }

    private void ofLeaf(final FieldVector vector) {
        if (vector instanceof BaseVariableWidthViewVector views) {
            add(views.getDataBuffers().size() > 1, "views into several buffers");
            for (int slot = 0; slot < views.getValueCount(); slot++) {
                final boolean inline = !views.isNull(slot) && views.getValueLength(slot) <= LONG_VIEW;
                add(!views.isNull(slot), inline ? "inline view" : "long view");
            }
        } else if (vector.getField().getType() instanceof ArrowType.Int integer && integer.getBitWidth() == 32) {
            for (int slot = 0; slot < vector.getValueCount(); slot++) {
                add(
                        vector.isNull(slot) && vector.getDataBuffer().getInt(slot * 4L) != 0,
                        "garbage under a null number");
            }
        }
    }

    private void ofDictionary(final FieldPlan plan, final FieldVector vector) {
        final Dictionary dictionary = batch.dictionaries().lookup(plan.dictionaryId());
        final FieldVector entries = dictionary.getVector();
        add(entries.getValueCount() == 0, "empty dictionary");
        add(entries.getNullCount() > 0, "null in a dictionary");
        add(
                subject.plan().columns().stream()
                                .flatMap(FieldPlan::all)
                                .filter(user -> user.dictionaryId() == plan.dictionaryId())
                                .count()
                        > 1,
                "dictionary of several fields");
        final Set<Object> distinct = new HashSet<>();
        boolean repeats = false;
        for (int entry = 0; entry < entries.getValueCount(); entry++) {
            repeats |= !entries.isNull(entry) && !distinct.add(String.valueOf(entries.getObject(entry)));
        }
        add(repeats, "repetition in a dictionary");
        final Set<Object> used = new HashSet<>();
        for (int slot = 0; slot < vector.getValueCount(); slot++) {
            used.add(vector.isNull(slot) ? "" : vector.getObject(slot));
        }
        add(used.size() < entries.getValueCount(), "unused entry of a dictionary");
        ofVector(plan.children().get(0), entries, Presence.all(entries.getValueCount()));
    }

    private void ofValue(final Object value) {
        if (value instanceof Float || value instanceof Double) {
            final double number = ((Number) value).doubleValue();
            add(Double.isNaN(number), "NaN");
            add(Double.isInfinite(number), "infinity");
            add(number == 0 && Double.doubleToRawLongBits(number) != 0, "-0");
        } else if (value instanceof String text) {
            add(text.isEmpty(), "empty text");
            add(text.getBytes(StandardCharsets.UTF_8).length > text.length(), "text of several bytes a character");
            add(text.codePoints().anyMatch(point -> point > Character.MAX_VALUE), "text of four bytes a character");
        } else if (value instanceof Bytes bytes) {
            add(bytes.array().length > 1 && bytes.array()[0] == (byte) 0xC3, "text that is not UTF-8");
        } else if (value instanceof Long number) {
            add(number == Long.MIN_VALUE, "least number");
        } else if (value instanceof List<?> elements) {
            add(elements.isEmpty(), "empty list");
            elements.forEach(this::ofValue);
        }
    }

    /** Everything that a few hundred seeds must bring. */
    static Set<String> wanted() {
        final Set<String> wanted = new TreeSet<>(List.of(
                "fixed-size list of nothing",
                "several batches",
                "empty batch",
                "many rows",
                "slice at an odd offset",
                "dictionary kept",
                "dictionary replaced",
                "small pages",
                "small row groups",
                "small dictionaries",
                "run past the end",
                "null that nobody sees",
                "value that nobody sees",
                "text offsets do not begin at 0",
                "garbage under a null text",
                "garbage under a null number",
                "views into several buffers",
                "inline view",
                "long view",
                "empty dictionary",
                "null in a dictionary",
                "dictionary of several fields",
                "repetition in a dictionary",
                "unused entry of a dictionary",
                "NaN",
                "infinity",
                "-0",
                "empty text",
                "text of several bytes a character",
                "text of four bytes a character",
                "text that is not UTF-8",
                "least number",
                "empty list"));
        wanted.addAll(ListCoverage.WANTED);
        LeafType.ALL.keySet().forEach(leaf -> wanted.add("type " + leaf));
        for (final Form form : Form.values()) {
            wanted.add("form " + form + " nullable");
            wanted.add("form " + form + " required");
            final boolean wraps = form == Form.DICTIONARY || form == Form.RUN_ENDS;
            if (!wraps && form != Form.VARIANT) {
                wanted.add("DICTIONARY of " + form);
                wanted.add("RUN_ENDS of " + form);
            }
        }
        wanted.add("RUN_ENDS of DICTIONARY");
        for (int depth = 0; depth <= RandomSchema.MAX_DEPTH; depth++) {
            wanted.add("depth " + depth);
        }
        for (final int bits : new int[] {8, 16, 32, 64}) {
            wanted.add("DICTIONARY by " + new ArrowType.Int(bits, true));
            wanted.add("DICTIONARY by " + new ArrowType.Int(bits, false));
            if (bits > 8) {
                wanted.add("RUN_ENDS by " + new ArrowType.Int(bits, true));
            }
        }
        List.of("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW", "LZ4")
                .forEach(codec -> wanted.add("codec " + codec));
        for (final ColumnEncoding encoding : ColumnEncoding.values()) {
            wanted.add("encoding " + encoding);
            if (encoding != ColumnEncoding.DICTIONARY) {
                wanted.add("fallback " + encoding);
            }
        }
        for (final StatisticsDepth depth : StatisticsDepth.values()) {
            wanted.add("statistics " + depth);
        }
        for (final DataPageVersion version : DataPageVersion.values()) {
            wanted.add("data pages " + version);
        }
        for (final FloatOrder order : FloatOrder.values()) {
            wanted.add("float order " + order);
        }
        for (final String either :
                List.of("Bloom filter ", "page index ", "page header statistics ", "column options ")) {
            wanted.add(either + true);
            wanted.add(either + false);
        }
        List.of("no", "rare", "many", "all").forEach(density -> wanted.add(density + " nulls in nullable"));
        return wanted;
    }

    /** For messages: what is missing. */
    static Set<String> missing(final Map<String, Integer> counts) {
        final Set<String> missing = wanted();
        missing.removeAll(counts.keySet());
        return missing;
    }
}
