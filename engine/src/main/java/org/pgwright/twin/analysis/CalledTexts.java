package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.StatementAnalyzer.Analysis;
import org.pgwright.planner.TableReference;
import org.pgwright.twin.analysis.SharedConditions.Asked;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Statement.Variant;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one analysis of the texts that a statement was called with, which differ in their
 * constants: each stands for its part of the calls.
 */
final class CalledTexts {
    private final List<Asked> asked = new ArrayList<>();
    private final List<Draw> draws = new ArrayList<>();
    private final Map<String, List<TableReference>> references = new HashMap<>();

    private CalledTexts() {}

    /** Reads a statement that has one text. */
    @FunctionalInterface
    interface Reader {
        Called read(Statement statement) throws SQLException;
    }

    /**
     * What has been read of one text.
     *
     * @param draws what to plan for it, by shares of its calls
     */
    record Called(List<TableReference> references, List<Draw> draws) {
        Called {
            references = List.copyOf(references);
            draws = List.copyOf(draws);
        }
    }

    /**
     * Texts that cannot be read are taken to be like the others; if none can, the statement's own
     * text is read, which may be without constants.
     */
    static Analysis analyze(Statement statement, Reader reader) throws SQLException {
        CalledTexts texts = new CalledTexts();
        for (Variant variant : statement.variants()) {
            @Nullable Called called = readable(statement.as(variant), reader);
            if (called != null) {
                texts.add(called, variant.calls());
            }
        }
        if (texts.asked.isEmpty()) {
            Variant own = new Variant(statement.text(), statement.calls());
            texts.add(reader.read(statement.as(own)), own.calls());
        }
        return texts.analyzed(statement);
    }

    private static @Nullable Called readable(Statement text, Reader reader) throws SQLException {
        try {
            return reader.read(text);
        } catch (RejectedStatement | TreeFormatException | ServerFailure unreadable) {
            return null;
        } catch (SQLException refused) {
            if (ServerLoss.isLoss(refused)) {
                throw refused;
            }
            return null;
        }
    }

    private void add(Called called, double calls) {
        asked.add(new Asked(called.references(), calls));
        for (Draw draw : called.draws()) {
            draws.add(draw.weighing(draw.weight() * calls));
            references.putIfAbsent(draw.text(), called.references());
        }
    }

    private Analysis analyzed(Statement statement) {
        List<Draw> distinct = Draws.distinct(draws, this::differLittle);
        return new Analysis.Analyzed(
                statement, SharedConditions.of(asked), Draws.plannable(Draws.few(distinct)));
    }

    /** As many rows of several conditions that differ need not be found in the same way. */
    private boolean differLittle(Draw one, Draw other) {
        return SharedConditions.differLittle(
                references.getOrDefault(one.text(), List.of()),
                references.getOrDefault(other.text(), List.of()));
    }
}
