package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.planner.StatementAnalyzer.Analysis.Rejected;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Expression;
import org.pgwright.planner.TableReference.Predicate;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.StatementText;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What pg_stat_statements makes of a statement means the same as the statement: each is run, and
 * its normalised text is analysed beside its own.
 */
final class NormalizedStatementsTest {
    /**
     * A statement's own text has no parameters: of its conditions, equal ones are one. A constant
     * in an expression is lost to normalisation, and the expression with it.
     */
    private static TableReference withoutNumbers(TableReference reference) {
        Set<String> lost =
                reference.expressions().stream()
                        .map(Expression::sql)
                        .filter(sql -> sql.matches(".*['0-9].*"))
                        .collect(Collectors.toSet());
        return new TableReference(
                reference.table(),
                reference.id(),
                reference.modified(),
                reference.predicates().stream()
                        .filter(predicate -> !lost.contains(predicate.column()))
                        .map(NormalizedStatementsTest::withoutNumber)
                        .distinct()
                        .toList(),
                reference.joins(),
                reference.sort().stream().takeWhile(key -> !lost.contains(key.column())).toList(),
                reference.group().stream().filter(column -> !lost.contains(column)).toList(),
                reference.output(),
                reference.expressions());
    }

    private static Predicate withoutNumber(Predicate predicate) {
        return new Predicate(
                predicate.column(),
                predicate.operator(),
                predicate.symbol(),
                predicate.operatorFamilies(),
                null,
                predicate.alternative(),
                null,
                null);
    }

    static List<Integer> majors() {
        return TestServers.MAJORS;
    }

    private static List<String> statements(int major) {
        return AnalysisFixture.resource("normalized.sql")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("--"))
                .filter(line -> major >= 15 || !line.startsWith("MERGE"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void theNormalisedTextHasTheShapeOfTheStatement(int major) throws SQLException {
        AnalysisFixture shop = AnalysisFixture.of(major);
        List<String> wrong = new ArrayList<>();
        normalized(shop, statements(major))
                .forEach(
                        (statement, text) -> {
                            String expected = shape(shop, statement);
                            String actual = shape(shop, text);
                            if (!actual.equals(expected)) {
                                wrong.add(text + "\n  is " + actual + "\n  not " + expected);
                            }
                        });
        assertThat(wrong).isEmpty();
    }

    /** The shape without the numbers of parameters, and what has no values. */
    private static String shape(AnalysisFixture shop, String sql) {
        return switch (shop.analyze(sql)) {
            case Analyzed analyzed -> {
                List<String> generic =
                        analyzed.texts().stream()
                                .filter(text -> text.parameters() > 0)
                                .map(text -> "\nplanned generically: " + text.text())
                                .toList();
                yield ShapeText.of(
                                analyzed.tables().stream()
                                        .map(NormalizedStatementsTest::withoutNumbers)
                                        .toList())
                        + String.join("", generic);
            }
            case Rejected rejected -> "rejected: " + rejected.reason();
        };
    }

    /** Runs the statements, one at a time and undone, and reads how the server keeps them. */
    private static Map<String, String> normalized(AnalysisFixture shop, List<String> statements)
            throws SQLException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Connection connection = shop.database().connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute("SELECT pg_stat_statements_reset()");
                statement.execute(sql);
                try (ResultSet row =
                        statement.executeQuery(
                                "SELECT s.query FROM pg_stat_statements s JOIN pg_database d"
                                        + " ON d.oid = s.dbid AND d.datname = current_database()"
                                        + " WHERE s.toplevel AND s.query NOT LIKE"
                                        + " '%pg_stat_statements%' AND s.query !~*"
                                        + " '^(BEGIN|ROLLBACK)'")) {
                    assertThat(row.next()).as(sql).isTrue();
                    texts.put(sql, StatementText.mended(row.getString(1)));
                }
                connection.rollback();
            }
        }
        return texts;
    }
}
