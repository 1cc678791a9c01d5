package org.pgwright.gate.script;

import org.pgwright.gate.Rule;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.SqlScript;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file's comments say to ignore: {@code -- pgwright-ignore RULE, RULE} before a statement,
 * in it, or behind it on its last line; without a rule, all of them. {@code squawk-ignore} says the
 * same, and {@code -- pgwright-ignore-file RULE} is for all of the file, wherever it stands before
 * a statement.
 */
final class Suppressions {
    private static final Pattern COMMENT =
            Pattern.compile("\\s*(?:pgwright|squawk)-ignore(-file)?(?![\\w-])(.*)", Pattern.DOTALL);

    private static final Pattern SEPARATOR = Pattern.compile("[\\s,:]+");
    private static final String ALL = "";

    private final Set<String> ofFile = new HashSet<>();
    private final IdentityHashMap<SqlScript.Statement, Set<String>> ofStatements =
            new IdentityHashMap<>();

    private Suppressions() {}

    static Suppressions of(List<SqlScript.Statement> statements) {
        Suppressions suppressions = new Suppressions();
        SqlScript.Statement previous = null;
        for (SqlScript.Statement statement : statements) {
            for (SqlScript.Comment comment : statement.comments()) {
                suppressions.read(
                        comment.text(),
                        previous != null && comment.line() <= lastLine(previous)
                                ? previous
                                : statement);
            }
            SqlLexer.tokens(statement.text()).stream()
                    .filter(token -> token.kind() == Token.Kind.COMMENT)
                    .filter(token -> token.text().startsWith("--"))
                    .forEach(token -> suppressions.read(token.text().substring(2), statement));
            previous = statement;
        }
        return suppressions;
    }

    private static int lastLine(SqlScript.Statement statement) {
        return statement.line() + (int) statement.text().chars().filter(c -> c == '\n').count();
    }

    private void read(String comment, SqlScript.Statement statement) {
        Matcher matcher = COMMENT.matcher(comment);
        if (matcher.matches()) {
            Set<String> rules =
                    matcher.group(1) == null
                            ? ofStatements.computeIfAbsent(statement, s -> new HashSet<>())
                            : ofFile;
            rules.addAll(rules(matcher.group(2)));
        }
    }

    private static List<String> rules(String text) {
        List<String> rules = new ArrayList<>();
        for (String rule : SEPARATOR.split(text.strip())) {
            if (!rule.isEmpty()) {
                rules.add(rule);
            }
        }
        return rules.isEmpty() ? List.of(ALL) : rules;
    }

    boolean ignores(SqlScript.Statement statement, Rule rule) {
        Set<String> own = ofStatements.getOrDefault(statement, Set.of());
        return has(ofFile, rule) || has(own, rule);
    }

    private static boolean has(Set<String> rules, Rule rule) {
        return rules.contains(ALL) || rules.contains(rule.id());
    }
}
