package org.pgwright.report;

import org.pgwright.gate.Level;
import org.pgwright.gate.Place;
import org.pgwright.gate.Problem;
import org.pgwright.gate.Subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a check found, for people. */
final class CheckText {
    private static final int NAME_CHARACTERS = 90;

    private final CheckReport report;
    private final Layout layout;

    CheckText(CheckReport report, Layout layout) {
        this.report = report;
        this.layout = layout;
    }

    String render() {
        List<String> lines = new ArrayList<>();
        for (Subject subject : report.subjects()) {
            List<Problem> problems = report.problemsOf(subject);
            if (!problems.isEmpty()) {
                lines.add(layout.heading(heading(subject)));
                problems.forEach(problem -> add(lines, problem));
                lines.add("");
            }
        }
        for (String note : report.notes()) {
            lines.addAll(Words.wrapped("Note: " + note, "", layout.columns()));
        }
        lines.add(summary());
        return String.join("\n", lines) + "\n";
    }

    private static String heading(Subject subject) {
        return switch (subject.kind()) {
            case STATEMENT ->
                    Words.abbreviated(
                            subject.place() instanceof Place.InFile place
                                    ? place.shown() + ": " + subject.name()
                                    : subject.name(),
                            NAME_CHARACTERS);
            case SCHEMA, SCRIPT -> Words.abbreviated(subject.name(), NAME_CHARACTERS);
        };
    }

    private void add(List<String> lines, Problem problem) {
        String place =
                problem.subject().kind() == Subject.Kind.SCRIPT
                        ? problem.place().shown() + ": "
                        : "";
        String level = problem.level().name().toLowerCase(Locale.ROOT);
        lines.addAll(
                Words.wrapped(
                        place
                                + level
                                + " ["
                                + problem.rule().id()
                                + "] "
                                + problem.sentence()
                                + "; "
                                + problem.remedy(),
                        "  ",
                        layout.columns()));
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        long statements = report.subjects(Subject.Kind.STATEMENT);
        long scripts = report.subjects(Subject.Kind.SCRIPT);
        if (report.subjects(Subject.Kind.SCHEMA) > 0) {
            parts.add(Words.count(statements, "statement", "statements"));
        }
        if (scripts > 0) {
            parts.add(Words.count(scripts, "SQL file", "SQL files"));
        }
        return "%s: %s, %s; checked %s"
                .formatted(
                        report.isPassed() ? "Passed" : "Failed",
                        Words.count(report.problems(Level.ERROR), "error", "errors"),
                        Words.count(report.problems(Level.WARNING), "warning", "warnings"),
                        String.join(" and ", parts));
    }
}
