package org.pgwright.workload;

import org.pgwright.workload.Statement.Variant;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Executions of a statement whose values are known, as a log tells them: slow ones, of which all
 * are counted, and some of the others.
 *
 * @param slowCalls how many were slow
 * @param slow texts with their values, each as likely as another
 * @param others texts of executions that were not slow, likewise
 */
public record SampledCalls(long slowCalls, List<String> slow, List<String> others) {
    public SampledCalls {
        slow = List.copyOf(slow);
        others = List.copyOf(others);
    }

    /**
     * The statement as it was called: slow texts stand for the slow calls together, others for all
     * other calls. Where no text of either is known, the statement without values stands for them,
     * so that the few that are known never stand for all.
     */
    public Statement in(Statement statement) {
        if (slow.isEmpty() && others.isEmpty()) {
            return statement;
        }
        double calls = statement.calls();
        double ofSlow = Math.min((double) slowCalls, calls);
        Map<String, Double> texts = new LinkedHashMap<>();
        share(texts, slow.isEmpty() ? List.of(statement.text()) : slow, ofSlow);
        share(texts, others.isEmpty() ? List.of(statement.text()) : others, calls - ofSlow);
        List<Variant> variants =
                texts.entrySet().stream()
                        .map(entry -> new Variant(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingDouble(variant -> -variant.calls()))
                        .toList();
        return statement.called(variants);
    }

    private static void share(Map<String, Double> texts, List<String> of, double calls) {
        if (calls > 0) {
            of.forEach(text -> texts.merge(text, calls / of.size(), Double::sum));
        }
    }
}
