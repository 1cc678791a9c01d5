package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.twin.analysis.ColumnValues.Level;
import org.pgwright.twin.analysis.ParameterValues.Boldness;
import org.pgwright.twin.analysis.TreeValue.Node;
import org.pgwright.workload.Statement;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says what to plan for a statement: its own text, or where it has parameters, texts with values
 * that make the planner expect as many rows as the calls really returned.
 *
 * <p>Every text given has been planned once. Values are drawn before the generic plan is resorted
 * to, because that one assumes a third of the table for an open range.
 */
final class PlanTexts {
    /** Steps of bisection over six powers of ten: to within a tenth of a power. */
    private static final int TUNING_STEPS = 7;

    private static final double NARROWEST = 1e-6;

    private final TwinSession session;
    private final ServerCatalog catalog;
    private final Statistics statistics;

    PlanTexts(TwinSession session, ServerCatalog catalog, Catalog monitored) {
        this.session = session;
        this.catalog = catalog;
        this.statistics = new Statistics(monitored);
    }

    /** The weights are shares of the statement's calls. */
    List<Draw> of(Statement statement, ReadStatement read) throws SQLException {
        Draft draft = read.typed().draft();
        if (draft.numbers().isEmpty()) {
            return List.of(new Draw(draft.sql(), 0, session.estimate(draft.sql()), 1));
        }
        ParameterValues values =
                new ParameterValues(
                                catalog, statistics, read.shape().uses(), statement.rowsPerCall())
                        .forStatement(read.typed(), read.slotted());
        double target = isTelling(read.shape().query()) ? statement.rowsPerCall() : -1;
        double share =
                target >= 0 && values.hasRanges() ? tune(draft, values, target) : Knobs.USUAL_SHARE;
        List<Draw> draws = draws(draft, values, share);
        return shared(draws.isEmpty() ? List.of(generic(draft)) : draws, target);
    }

    private static List<Draw> shared(List<Draw> draws, double target) {
        List<Double> shares =
                Shares.of(
                        draws.stream().map(Draw::rows).toList(),
                        draws.stream().map(Draw::weight).toList(),
                        target);
        List<Draw> shared = new ArrayList<>();
        for (int i = 0; i < draws.size(); i++) {
            if (shares.get(i) > 0) {
                shared.add(draws.get(i).weighing(shares.get(i)));
            }
        }
        return shared;
    }

    /** Whether the rows that calls return tell how many rows their conditions leave. */
    private static boolean isTelling(Node query) {
        boolean changes = !QueryForm.isSelect(query);
        return changes
                ? query.number("commandType") != QueryForm.INSERT
                : !query.has("limitCount")
                        && !query.has("limitOffset")
                        && !query.has("setOperations")
                        && !query.has("distinctClause")
                        && !QueryForm.isAggregated(query);
    }

    /** The share of rows for ranges with which the planner expects what was seen. */
    private double tune(Draft draft, ParameterValues values, double target) throws SQLException {
        double low = Math.log10(NARROWEST);
        double high = 0;
        for (int i = 0; i < TUNING_STEPS; i++) {
            double middle = (low + high) / 2;
            Knobs knobs = new Knobs(Level.MIDDLING, Math.pow(10, middle));
            @Nullable Draw draw = draw(draft, values, knobs);
            if (draw == null) {
                return Knobs.USUAL_SHARE;
            }
            if (draw.rows() < target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.pow(10, (low + high) / 2);
    }

    private List<Draw> draws(Draft draft, ParameterValues values, double share)
            throws SQLException {
        Map<String, Draw> draws = new LinkedHashMap<>();
        for (Level level : Level.values()) {
            @Nullable Draw draw = draw(draft, values, new Knobs(level, share));
            if (draw != null) {
                draws.putIfAbsent(draw.text(), draw);
            }
        }
        // All values of a draw are of one level: what finds as many rows is of like values.
        return Draws.distinct(List.copyOf(draws.values()), (one, other) -> true);
    }

    /** A text with the values of one draw, as boldly as the planner takes it; else null. */
    private @Nullable Draw draw(Draft draft, ParameterValues values, Knobs knobs)
            throws SQLException {
        Set<String> tried = new HashSet<>();
        for (Boldness boldness : Boldness.values()) {
            Draft filled = draft.filledWith(values.draw(knobs, boldness));
            int left = filled.numbers().size();
            String text = filled.plannable();
            if (left == draft.numbers().size() || !tried.add(text)) {
                continue;
            }
            try {
                Estimate estimate =
                        left == 0 ? session.estimate(text) : session.genericEstimate(text, left);
                return new Draw(text, left, estimate, values.weight(knobs.level()));
            } catch (SQLException refused) {
                if (ServerLoss.isLoss(refused)) {
                    throw refused;
                }
            }
        }
        return null;
    }

    private Draw generic(Draft draft) throws SQLException {
        String text = draft.plannable();
        int parameters = draft.numbers().size();
        return new Draw(text, parameters, session.genericEstimate(text, parameters), 1);
    }
}
