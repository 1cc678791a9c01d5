package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pgwright.catalog.Identifier;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Expression;
import org.pgwright.testing.TestServers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The expressions that the statements of expressions.txt ask for are written as it says, on every
 * major; and the server takes each of them as the key of an index, and plans with that.
 */
final class ExpressionKeysTest {
    private record Case(String sql, List<String> shape) {}

    @TestFactory
    Stream<DynamicTest> everyMajorWritesTheExpressionsOf() {
        return TestServers.MAJORS.stream()
                .flatMap(major -> cases().stream().map(example -> test(major, example)));
    }

    private static DynamicTest test(int major, Case example) {
        return DynamicTest.dynamicTest(
                major + ": " + example.sql(),
                () -> {
                    AnalysisFixture shop = AnalysisFixture.of(major);
                    Analyzed analyzed = (Analyzed) shop.analyze(example.sql());
                    assertThat(shown(analyzed)).containsExactlyElementsOf(example.shape());
                    PlannableStatement text = analyzed.texts().getFirst();
                    for (TableReference table : analyzed.tables()) {
                        for (Expression expression : table.expressions()) {
                            String index = index(table, expression);
                            assertThat(IndexTrial.plan(shop, index, text.text()))
                                    .as(index)
                                    .containsPattern(IndexTrial.NAMES);
                        }
                    }
                });
    }

    private static List<String> shown(Analyzed analyzed) {
        List<String> lines = new ArrayList<>(ShapeText.of(analyzed.tables()).lines().toList());
        for (TableReference table : analyzed.tables()) {
            for (Expression expression : table.expressions()) {
                lines.add(
                        "%s: %s, %s, of %s%s"
                                .formatted(
                                        table.table().name(),
                                        expression.sql(),
                                        expression.type(),
                                        String.join(" and ", expression.columns()),
                                        expression.builtIn() ? "" : ", by foreign code"));
            }
        }
        return lines;
    }

    /** An index that begins with the expression, or with what the statement sorts by before it. */
    private static String index(TableReference table, Expression expression) {
        boolean sorted =
                table.sort().stream().anyMatch(key -> key.column().equals(expression.sql()));
        String keys =
                sorted
                        ? table.sort().stream()
                                .map(
                                        key ->
                                                key(table, key.column())
                                                        + (key.descending() ? " DESC" : ""))
                                .collect(Collectors.joining(", "))
                        : "(" + expression.sql() + ")";
        boolean document =
                table.predicates().stream()
                        .filter(predicate -> predicate.column().equals(expression.sql()))
                        .anyMatch(p -> p.symbol().startsWith("@"));
        return "ON %s USING %s (%s)"
                .formatted(table.table().quoted(), document ? "gin" : "btree", keys);
    }

    private static String key(TableReference table, String column) {
        boolean expression =
                table.expressions().stream().anyMatch(known -> known.sql().equals(column));
        return expression ? "(" + column + ")" : Identifier.quoted(column);
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String line : AnalysisFixture.resource("expressions.txt").lines().toList()) {
            if (line.startsWith("=> ")) {
                cases.getLast().shape().add(line.substring(3));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                cases.add(new Case(line, new ArrayList<>()));
            }
        }
        return cases;
    }
}
