package org.pgwright.gate.script;

import org.pgwright.gate.Level;
import org.pgwright.gate.Place;
import org.pgwright.gate.Problem;
import org.pgwright.gate.Rule;
import org.pgwright.gate.Subject;
import org.pgwright.workload.SqlScript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what an SQL file does to indexes that stops applications, fails, or leaves remains.
 *
 * <p>Reads the file's text alone: runs nothing, asks no database, follows no {@code \i}, and looks
 * into no strings, so not into the bodies of DO and of functions. Never throws on any text.
 */
public final class ScriptCheck {
    /** Comments are told of with the statement that follows them: the last ones need one, too. */
    private static final String END = "\n;SELECT";

    private final String file;
    private final Subject subject;
    private final ScriptState state = new ScriptState();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();

    private ScriptCheck(String file) {
        this.file = file;
        this.subject = Subject.script(file);
    }

    /**
     * The problems of a file that nobody chose to ignore, by line.
     *
     * @param file its name, for reports
     * @param text what it holds
     */
    public static List<Problem> of(String file, String text) {
        List<SqlScript.Statement> statements = new ArrayList<>();
        for (SqlScript.Part part : SqlScript.parts(text + END)) {
            switch (part) {
                case SqlScript.Statement statement -> statements.add(statement);
                case SqlScript.MetaCommand ignored -> {}
            }
        }
        ScriptCheck check = new ScriptCheck(file);
        Suppressions suppressions = Suppressions.of(statements);
        for (SqlScript.Statement statement : statements) {
            ScriptStatement read = new ScriptStatement(statement.text());
            check.state.foresee(read);
            new StatementRules(read, check.state)
                    .each(
                            (rule, sentence, remedy) -> {
                                if (!suppressions.ignores(statement, rule) && !check.isSaid(rule)) {
                                    check.add(statement, rule, sentence, remedy);
                                }
                            });
            check.state.follow(read);
        }
        return List.copyOf(check.problems);
    }

    /** Once a file is enough for a timeout: the same remedy mends all. */
    private boolean isSaid(Rule rule) {
        return rule == Rule.NO_LOCK_TIMEOUT && problems.stream().anyMatch(p -> p.rule() == rule);
    }

    private void add(SqlScript.Statement statement, Rule rule, String sentence, String remedy) {
        String words = new ScriptStatement(statement.text()).words();
        int time = seen.merge(rule.id() + " " + words, 1, Integer::sum);
        String key = file + " " + words + (time == 1 ? "" : " " + time);
        Level level = rule.level();
        Place place = new Place.InFile(file, statement.line());
        problems.add(new Problem(rule, level, subject, place, key, sentence, remedy));
    }
}
