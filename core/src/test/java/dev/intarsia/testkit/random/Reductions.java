package dev.intarsia.testkit.random;

import dev.intarsia.options.WriterOptions;
import java.util.ArrayList;
import java.util.List;

/** The plans that are a step simpler than a plan, in an order that does not change: the most promising first. */
final class Reductions {
    private final CasePlan plan;
    private final List<Reduction> reductions = new ArrayList<>();

    /**
     * One step.
     *
     * @param name what it does, for people
     * @param result what comes of it
     */
    record Reduction(String name, CasePlan result) {}

    private Reductions(final CasePlan plan) {
        this.plan = plan;
    }

    static List<Reduction> of(final CasePlan plan) {
        final Reductions all = new Reductions(plan);
        all.ofColumns();
        all.ofBatches();
        all.ofOptions();
        all.ofRows();
        all.ofFields();
        return all.reductions.stream()
                .filter(reduction -> reduction.result().isSound())
                .toList();
    }

    private void add(final String name, final List<FieldPlan> columns) {
        reductions.add(new Reduction(name, new CasePlan(plan.seed(), columns, plan.batches(), plan.options())));
    }

    private void addBatches(final String name, final List<BatchPlan> batches) {
        reductions.add(new Reduction(name, new CasePlan(plan.seed(), plan.columns(), batches, plan.options())));
    }

    private void ofColumns() {
        for (int i = 0; plan.columns().size() > 1 && i < plan.columns().size(); i++) {
            add("only column " + i, List.of(plan.columns().get(i)));
        }
        for (int i = 0; plan.columns().size() > 2 && i < plan.columns().size(); i++) {
            add("no column " + i, without(plan.columns(), i));
        }
    }

    private void ofBatches() {
        for (int i = 0; plan.batches().size() > 1 && i < plan.batches().size(); i++) {
            addBatches("only batch " + i, List.of(plan.batches().get(i)));
        }
        for (int i = 0; plan.batches().size() > 2 && i < plan.batches().size(); i++) {
            addBatches("no batch " + i, without(plan.batches(), i));
        }
    }

    private void ofOptions() {
        if (!plan.options().equals(WriterOptions.DEFAULT)) {
            reductions.add(new Reduction(
                    "default options",
                    new CasePlan(plan.seed(), plan.columns(), plan.batches(), WriterOptions.DEFAULT)));
        }
    }

    /** Halves, then all but the first or the last row: what fails in between is found from both sides. */
    private void ofRows() {
        for (int i = 0; i < plan.batches().size(); i++) {
            final BatchPlan batch = plan.batches().get(i);
            final int half = batch.rows() / 2;
            if (half > 0) {
                rows(i, "first half", batch.slice(0, half));
                rows(i, "second half", batch.slice(half, batch.rows() - half));
            }
            if (half > 1) {
                rows(i, "all but the first quarter", batch.slice(half / 2, batch.rows() - half / 2));
                rows(i, "all but the last quarter", batch.slice(0, batch.rows() - half / 2));
            }
            if (batch.rows() > 0) {
                rows(i, "all but the first row", batch.slice(1, batch.rows() - 1));
                rows(i, "all but the last row", batch.slice(0, batch.rows() - 1));
            }
            if (batch.isSliced()) {
                rows(i, "as many rows, not sliced", batch.unsliced());
            }
        }
    }

    private void rows(final int batch, final String what, final BatchPlan replacement) {
        addBatches("batch " + batch + ": " + what, with(plan.batches(), batch, replacement));
    }

    private void ofFields() {
        for (int i = 0; i < plan.columns().size(); i++) {
            for (final Simpler simpler : simpler(plan.columns().get(i))) {
                add(simpler.name(), with(plan.columns(), i, simpler.plan()));
            }
        }
    }

    private record Simpler(String name, FieldPlan plan) {}

    /** A field in place of which its child stands, or a struct without one of its children; at every depth. */
    private static List<Simpler> simpler(final FieldPlan plan) {
        final List<Simpler> simpler = new ArrayList<>();
        final boolean isWrapper = plan.form() == Form.DICTIONARY || plan.form() == Form.RUN_ENDS;
        for (int i = 0; plan.form() != Form.VARIANT && i < plan.children().size(); i++) {
            final FieldPlan child = plan.children().get(i);
            simpler.add(new Simpler(
                    plan.name() + " becomes its " + child.name(),
                    child.withNameAndNullable(plan.name(), isWrapper ? plan.nullable() : child.nullable())));
            if (plan.form() == Form.STRUCT && plan.children().size() > 1) {
                simpler.add(new Simpler(
                        plan.name() + " without " + child.name(), plan.withChildren(without(plan.children(), i))));
            }
        }
        for (int i = 0; plan.form() != Form.VARIANT && i < plan.children().size(); i++) {
            for (final Simpler inner : simpler(plan.children().get(i))) {
                simpler.add(new Simpler(
                        plan.name() + "." + inner.name(), plan.withChildren(with(plan.children(), i, inner.plan()))));
            }
        }
        return simpler;
    }

    private static <T> List<T> without(final List<T> list, final int index) {
        final List<T> rest = new ArrayList<>(list);
        rest.remove(index);
        return rest;
    }

    private static <T> List<T> with(final List<T> list, final int index, final T replacement) {
        final List<T> changed = new ArrayList<>(list);
        changed.set(index, replacement);
        return changed;
    }
}
