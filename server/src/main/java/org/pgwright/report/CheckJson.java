package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.gate.Level;
import org.pgwright.gate.Place;
import org.pgwright.gate.Problem;
import org.pgwright.gate.Subject;

import java.util.List;
import java.util.Locale;

/** What a check found, for programs. */
final class CheckJson {
    private static final int VERSION = 1;

    private CheckJson() {}

    private record Document(
            int version,
            String pgwright,
            boolean passed,
            long errors,
            long warnings,
            Checked checked,
            List<Found> problems,
            List<String> notes) {}

    private record Checked(long statements, long scripts) {}

    /** A problem; its place is a file with a line, or a name. */
    private record Found(
            String rule,
            String level,
            String kind,
            String subject,
            @Nullable String file,
            @Nullable Integer line,
            @Nullable String name,
            String sentence,
            String remedy,
            String fingerprint) {
        static Found of(Problem problem) {
            Place.InFile file = problem.place() instanceof Place.InFile in ? in : null;
            return new Found(
                    problem.rule().id(),
                    problem.level().name().toLowerCase(Locale.ROOT),
                    problem.subject().kind().label(),
                    problem.subject().name(),
                    file == null ? null : file.file(),
                    file == null ? null : file.line(),
                    problem.place() instanceof Place.InDatabase(String name) ? name : null,
                    problem.sentence(),
                    problem.remedy(),
                    problem.fingerprint());
        }
    }

    static String render(CheckReport report) {
        return Json.of(
                new Document(
                        VERSION,
                        report.version(),
                        report.isPassed(),
                        report.problems(Level.ERROR),
                        report.problems(Level.WARNING),
                        new Checked(
                                report.subjects(Subject.Kind.STATEMENT),
                                report.subjects(Subject.Kind.SCRIPT)),
                        report.problems().stream().map(Found::of).toList(),
                        report.notes()));
    }
}
