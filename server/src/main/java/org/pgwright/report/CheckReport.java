package org.pgwright.report;

import org.pgwright.gate.Level;
import org.pgwright.gate.Problem;
import org.pgwright.gate.Subject;

import java.util.List;

/**
 * What a check looked at and found.
 *
 * @param version of pgwright
 * @param subjects all that was looked at
 * @param problems in the order of the subjects
 * @param notes what else the user should know, in sentences without a full stop
 */
public record CheckReport(
        String version, List<Subject> subjects, List<Problem> problems, List<String> notes) {
    public CheckReport {
        subjects = List.copyOf(subjects);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Whether nothing failed it. */
    public boolean isPassed() {
        return problems(Level.ERROR) == 0;
    }

    /** How many problems of a level there are. */
    public long problems(Level level) {
        return problems.stream().filter(problem -> problem.level() == level).count();
    }

    /** What was found about a subject. */
    List<Problem> problemsOf(Subject subject) {
        return problems.stream().filter(problem -> problem.subject().equals(subject)).toList();
    }

    /** How many things of a kind were looked at. */
    long subjects(Subject.Kind kind) {
        return subjects.stream().filter(subject -> subject.kind() == kind).count();
    }
}
