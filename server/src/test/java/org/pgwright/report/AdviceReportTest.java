package org.pgwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** The reports, compared with the files beside this test's resources. */
final class AdviceReportTest {
    @ParameterizedTest
    @EnumSource(Format.class)
    void writesRecommendationsAsInItsFile(Format format) throws IOException {
        assertThat(format.render(SampleReports.shop(), Layout.PLAIN))
                .isEqualTo(file("shop." + extension(format)));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void saysThatThereIsNothingToDoAsInItsFile(Format format) throws IOException {
        assertThat(format.render(SampleReports.nothingToDo(), Layout.PLAIN))
                .isEqualTo(file("nothing." + extension(format)));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 120})
    void keepsProseWithinTheColumns(int columns) {
        String text = Format.TEXT.render(SampleReports.shop(), new Layout(columns, false));

        assertThat(text.lines().filter(line -> !line.endsWith(";")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
    }

    @Test
    void emphasisesHeadingsOnlyInColour() {
        String coloured = Format.TEXT.render(SampleReports.shop(), new Layout(100, true));

        assertThat(coloured).contains("\033[1mRecommendations (2)\033[0m");
        assertThat(coloured.replaceAll("\033\\[\\dm", ""))
                .isEqualTo(Format.TEXT.render(SampleReports.shop(), Layout.PLAIN));
    }

    @Test
    void keepsForeignTextInsideTheCommentsOfAScript() {
        assertThat(Format.SQL.render(SampleReports.shop(), Layout.PLAIN).lines())
                .filteredOn(line -> line.contains("DROP") && !line.contains("DROP INDEX"))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("--"));
    }

    private static String extension(Format format) {
        return switch (format) {
            case TEXT -> "txt";
            case MARKDOWN -> "md";
            case JSON, SQL -> format.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String file(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(AdviceReportTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
