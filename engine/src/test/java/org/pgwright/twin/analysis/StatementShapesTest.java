package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pgwright.planner.StatementAnalyzer.Analysis;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.planner.StatementAnalyzer.Analysis.Rejected;
import org.pgwright.testing.TestServers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The statements of shapes.txt mean what it says beside them, on every major. */
final class StatementShapesTest {
    /**
     * @param from the first major that knows the statement's grammar
     */
    private record Case(String name, int from, String sql, String shape) {}

    @TestFactory
    Stream<DynamicTest> everyMajorReadsTheShapeOf() {
        return TestServers.MAJORS.stream()
                .flatMap(
                        major ->
                                cases().stream()
                                        .filter(example -> example.from() <= major)
                                        .map(example -> test(major, example)));
    }

    private static DynamicTest test(int major, Case example) {
        return DynamicTest.dynamicTest(
                major + ": " + example.name(),
                () ->
                        assertThat(shown(AnalysisFixture.of(major).analyze(example.sql())))
                                .isEqualTo(example.shape()));
    }

    private static String shown(Analysis analysis) {
        return switch (analysis) {
            case Analyzed analyzed -> {
                assertThat(analyzed.texts()).isNotEmpty();
                assertThat(analyzed.texts().stream().mapToDouble(text -> text.share()).sum())
                        .isBetween(0.999999, 1.000001);
                yield ShapeText.of(analyzed.tables());
            }
            case Rejected rejected -> "rejected: " + rejected.reason();
        };
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String block : AnalysisFixture.resource("shapes.txt").split("(?m)^## ")) {
            List<String> sql = new ArrayList<>();
            List<String> shape = new ArrayList<>();
            List<String> lines = block.lines().filter(line -> !line.isBlank()).toList();
            if (lines.isEmpty() || lines.getFirst().startsWith("#")) {
                continue;
            }
            for (String line : lines.subList(1, lines.size())) {
                if (line.startsWith("=> ")) {
                    shape.add(line.substring(3));
                } else {
                    sql.add(line);
                }
            }
            String name = lines.getFirst();
            int from = name.startsWith("from ") ? Integer.parseInt(name.substring(5, 7)) : 0;
            cases.add(new Case(name, from, String.join("\n", sql), String.join("\n", shape)));
        }
        return cases;
    }
}
