package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Predicate;
import org.pgwright.testing.TestServers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The conditions of conditions.txt are written as it says, on every major; and the server takes
 * each of them as the predicate of a partial index, which it then finds fit for the statement.
 */
final class ConditionTextsTest {
    private record Case(String sql, List<String> conditions) {}

    @TestFactory
    Stream<DynamicTest> everyMajorWritesTheConditionsOf() {
        return TestServers.MAJORS.stream()
                .flatMap(major -> cases().stream().map(example -> test(major, example)));
    }

    private static DynamicTest test(int major, Case example) {
        return DynamicTest.dynamicTest(
                major + ": " + example.sql(),
                () -> {
                    AnalysisFixture shop = AnalysisFixture.of(major);
                    Analyzed analyzed = (Analyzed) shop.analyze(example.sql());
                    assertThat(analyzed.tables().stream().flatMap(ConditionTextsTest::shown))
                            .containsExactlyElementsOf(example.conditions());
                    PlannableStatement text = analyzed.texts().getFirst();
                    for (TableReference table : analyzed.tables()) {
                        for (String condition : conditions(table)) {
                            String index =
                                    "ON %s ((1)) WHERE %s"
                                            .formatted(table.table().quoted(), condition);
                            assertThat(IndexTrial.plan(shop, index, text.text()))
                                    .containsPattern(IndexTrial.NAMES);
                        }
                    }
                });
    }

    private static List<String> conditions(TableReference table) {
        return table.predicates().stream()
                .map(Predicate::condition)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Stream<String> shown(TableReference table) {
        String name = table.table().name();
        return table.predicates().stream()
                .filter(predicate -> predicate.condition() != null || predicate.stable() != null)
                .map(predicate -> name + ": " + shown(predicate));
    }

    private static String shown(Predicate predicate) {
        TableReference.Stable stable = predicate.stable();
        return stable == null
                ? String.valueOf(predicate.condition())
                : stable.sql() + " (" + stable.part().name().toLowerCase(Locale.ROOT) + ")";
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String line : AnalysisFixture.resource("conditions.txt").lines().toList()) {
            if (line.startsWith("=> ")) {
                cases.getLast().conditions().add(line.substring(3));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                cases.add(new Case(line, new ArrayList<>()));
            }
        }
        return cases;
    }
}
