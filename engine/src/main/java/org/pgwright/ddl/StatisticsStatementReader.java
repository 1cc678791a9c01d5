package org.pgwright.ddl;

import org.jspecify.annotations.Nullable;
import org.pgwright.ddl.StatisticsStatement.Create;
import org.pgwright.ddl.StatisticsStatement.Drop;
import org.pgwright.workload.Token;

import java.util.List;
import java.util.Optional;

/**
 * Reads statements about extended statistics token by token (manual: CREATE STATISTICS, DROP
 * STATISTICS). Never throws on any text.
 */
final class StatisticsStatementReader {
    private final StatementTokens tokens;

    StatisticsStatementReader(String sql) {
        this.tokens = new StatementTokens(sql);
    }

    Optional<StatisticsStatement> read() {
        if (tokens.skip("create", "statistics")) {
            return Optional.ofNullable(create());
        }
        return Optional.ofNullable(tokens.skip("drop", "statistics") ? drop() : null);
    }

    private @Nullable Create create() {
        boolean ifNotExists = tokens.skip("if", "not", "exists");
        boolean isNamed = !tokens.isAt("on") && !tokens.isSymbolAt(0, "(");
        ObjectName name = isNamed ? tokens.name() : null;
        if (isNamed == (name == null) || (ifNotExists && !isNamed)) {
            return null;
        }
        String body = body();
        ObjectName table = body == null || !tokens.skip("from") ? null : tokens.name();
        return body != null && table != null && tokens.isAtEnd()
                ? new Create(ifNotExists, name, body, table)
                : null;
    }

    /** {@code (kinds) ON list}, up to the FROM that is in no parentheses. */
    private @Nullable String body() {
        int begin = tokens.position();
        if (tokens.isSymbolAt(0, "(") && !skipParentheses()) {
            return null;
        }
        if (!tokens.skip("on")) {
            return null;
        }
        int list = tokens.position();
        while (!tokens.isAtEnd() && !tokens.isAt("from")) {
            if (!skipParentheses()) {
                return null;
            }
        }
        return tokens.position() == list ? null : tokens.textSince(begin);
    }

    /** Goes past a token, and past all that is in it if it opens parentheses; false if never. */
    private boolean skipParentheses() {
        int depth = 0;
        do {
            Token token = tokens.take();
            if (token == null) {
                return false;
            }
            depth += token.is("(") ? 1 : 0;
            depth -= token.is(")") ? 1 : 0;
        } while (depth > 0);
        return depth == 0;
    }

    private @Nullable Drop drop() {
        boolean ifExists = tokens.skip("if", "exists");
        List<ObjectName> names = tokens.names();
        Boolean cascade = tokens.cascadeAtEnd();
        return names.isEmpty() || cascade == null ? null : new Drop(ifExists, names, cascade);
    }
}
