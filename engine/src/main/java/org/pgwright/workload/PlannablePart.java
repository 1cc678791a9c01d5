package org.pgwright.workload;

import java.util.List;
import java.util.Optional;

/** Finds the query that a statement without a plan of its own runs or prepares. */
final class PlannablePart {
    private final String sql;
    private final List<Token> tokens;

    private PlannablePart(String sql) {
        this.sql = sql;
        this.tokens = SqlLexer.significantTokens(sql);
    }

    static Optional<String> of(String sql) {
        if (StatementText.isPlannable(sql)) {
            return Optional.of(sql);
        }
        PlannablePart part = new PlannablePart(sql);
        return switch (StatementText.firstKeyword(sql)) {
            case "PREPARE" -> part.between(part.after("as"), part.tokens.size());
            case "DECLARE" -> part.between(part.after("for"), part.tokens.size());
            case "CREATE" -> part.between(part.queryOfNewTable(), part.endBeforeData());
            case "COPY" -> part.between(part.copiedQuery(), part.closing());
            default -> Optional.empty();
        };
    }

    private Optional<String> between(int from, int to) {
        if (from < 0 || from >= to || to > tokens.size()) {
            return Optional.empty();
        }
        String part = sql.substring(tokens.get(from).start(), tokens.get(to - 1).end());
        return StatementText.isPlannable(part) ? Optional.of(part) : Optional.empty();
    }

    /** The index of the token after the keyword outside of parentheses; -1 without one. */
    private int after(String keyword) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.isWord(keyword)) {
                return i + 1;
            }
        }
        return -1;
    }

    private int queryOfNewTable() {
        for (int i = 1; i < Math.min(4, tokens.size()); i++) {
            if (tokens.get(i).isWord("table")) {
                return after("as");
            }
        }
        return -1;
    }

    /** CREATE TABLE ... AS may end in WITH [NO] DATA. */
    private int endBeforeData() {
        int end = tokens.size();
        while (end > 0 && tokens.get(end - 1).is(";")) {
            end--;
        }
        if (end > 2 && tokens.get(end - 1).isWord("data")) {
            boolean without = tokens.get(end - 2).isWord("no");
            int with = end - (without ? 3 : 2);
            return tokens.get(with).isWord("with") ? with : end;
        }
        return end;
    }

    private int copiedQuery() {
        return tokens.size() > 1 && tokens.get(1).is("(") ? 2 : -1;
    }

    /** The index of the parenthesis that closes the one after COPY; -1 without one. */
    private int closing() {
        int depth = 0;
        for (int i = 1; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
