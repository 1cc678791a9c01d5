package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Index;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which statements say {@code ON CONFLICT (columns)}, for which the server looks for a unique index
 * on these columns (manual, INSERT: inference). A name without schema is taken for any schema's.
 */
final class ConflictTargets {
    private final List<Target> targets;

    private record Target(
            String hash, @Nullable String schema, String table, Set<String> columns) {}

    private ConflictTargets(List<Target> targets) {
        this.targets = targets;
    }

    static ConflictTargets of(List<Statement> statements) {
        List<Target> targets = new ArrayList<>();
        for (Statement statement : statements) {
            Target target = read(statement);
            if (target != null) {
                targets.add(target);
            }
        }
        return new ConflictTargets(targets);
    }

    /** The hashes of statements that may infer it. */
    List<String> inferring(Index index) {
        Set<String> columns = new HashSet<>();
        for (Index.Key key : index.keys()) {
            if (key.column() == null) {
                return List.of();
            }
            columns.add(key.column());
        }
        return targets.stream()
                .filter(t -> t.columns().equals(columns))
                .filter(t -> t.table().equals(index.table().name()))
                .filter(t -> t.schema() == null || t.schema().equals(index.table().schema()))
                .map(Target::hash)
                .distinct()
                .sorted()
                .toList();
    }

    private static @Nullable Target read(Statement statement) {
        List<Token> tokens = SqlLexer.significantTokens(statement.text());
        int at = after(tokens, 0, "insert", "into");
        String first = at < 0 ? null : name(tokens, at);
        if (first == null) {
            return null;
        }
        boolean qualified = at + 1 < tokens.size() && tokens.get(at + 1).is(".");
        String second = qualified ? name(tokens, at + 2) : null;
        Set<String> columns = columns(tokens, after(tokens, at, "on", "conflict"));
        if (columns.isEmpty()) {
            return null;
        }
        return second == null
                ? new Target(statement.hash(), null, first, columns)
                : new Target(statement.hash(), first, second, columns);
    }

    /** Where two words in a row end; below zero if they are not there. */
    private static int after(List<Token> tokens, int from, String first, String second) {
        if (from < 0) {
            return -1;
        }
        for (int i = from; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord(first) && tokens.get(i + 1).isWord(second)) {
                return i + 2;
            }
        }
        return -1;
    }

    /** Those in parentheses; none where there are expressions among them. */
    private static Set<String> columns(List<Token> tokens, int from) {
        if (from < 0 || from >= tokens.size() || !tokens.get(from).is("(")) {
            return Set.of();
        }
        Set<String> columns = new HashSet<>();
        for (int i = from + 1; i < tokens.size() && !tokens.get(i).is(")"); i++) {
            String name = name(tokens, i);
            if (name != null) {
                columns.add(name);
            } else if (!tokens.get(i).is(",")) {
                return Set.of();
            }
        }
        return columns;
    }

    private static @Nullable String name(List<Token> tokens, int at) {
        return at < tokens.size() ? tokens.get(at).asName() : null;
    }
}
