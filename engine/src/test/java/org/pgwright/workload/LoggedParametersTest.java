package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

final class LoggedParametersTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            textBlock =
                    """
                    SELECT 1, "", SELECT 1
                    SELECT $1, "$1 = 'x'", SELECT 'x'
                    "SELECT $2, $1", "$1 = 'it''s, $2 = ''', $2 = NULL", "SELECT NULL, 'it''s, $2 = '''"
                    SELECT $1, "$1 = 'a\\b'", "SELECT E'a\\\\b'"
                    SELECT $1, "$1 = ''", SELECT ''
                    """)
    void putsValuesInPlaceOfParameters(String statement, String parameters, String text) {
        assertThat(LoggedParameters.in(statement, parameters == null ? "" : parameters))
                .contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$1 = 'x'",
                "$1 = 'x', $2 = 'cut",
                "$1 = 'x', $2 = 'cut...'",
                "$1 = 'x' $2 = 'y'",
                "$1 = 'x', $3 = 'y'",
                "$1 = x, $2 = y",
                "$1 = 'x', $99999999999 = 'y'",
                "one = 'x', $2 = 'y'"
            })
    void leavesOutWhatIsNotWhole(String parameters) {
        assertThat(LoggedParameters.in("SELECT $1, $2", parameters)).isEmpty();
    }

    @Property
    void readsBackAnyValueThatWasNotCut(@ForAll String first, @ForAll String second) {
        String values = "$1 = " + quoted(first) + ", $2 = " + quoted(second);

        var text = LoggedParameters.in("SELECT $1, $2", values);

        if (first.endsWith("...") || second.endsWith("...")) {
            assertThat(text).isEmpty();
        } else {
            assertThat(text).contains("SELECT " + literal(first) + ", " + literal(second));
        }
    }

    @Property
    void takesAnyText(@ForAll String statement, @ForAll String parameters) {
        assertThat(LoggedParameters.in(statement, parameters)).isNotNull();
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String literal(String value) {
        String quoted = quoted(value);
        return value.contains("\\") ? "E" + quoted.replace("\\", "\\\\") : quoted;
    }

    @Test
    void samplesStandForTheirPartOfTheCalls() {
        Statement statement = new Statement("SELECT $1", "h", 1L, 100, Duration.ZERO, 0, "u", "s");

        assertThat(
                        new SampledCalls(
                                        40,
                                        List.of(
                                                "SELECT 'a'",
                                                "SELECT 'b'",
                                                "SELECT 'a'",
                                                "SELECT 'a'"),
                                        List.of())
                                .in(statement)
                                .variants())
                .containsExactly(
                        new Statement.Variant("SELECT $1", 60),
                        new Statement.Variant("SELECT 'a'", 30),
                        new Statement.Variant("SELECT 'b'", 10));
        assertThat(
                        new SampledCalls(400, List.of("SELECT 'a'"), List.of("SELECT 'c'"))
                                .in(statement)
                                .variants())
                .containsExactly(new Statement.Variant("SELECT 'a'", 100));
        assertThat(new SampledCalls(7, List.of(), List.of()).in(statement)).isEqualTo(statement);
    }
}
