package org.pgwright.ddl;

import org.jspecify.annotations.Nullable;
import org.pgwright.ddl.IndexStatement.Attach;
import org.pgwright.ddl.IndexStatement.Create;
import org.pgwright.ddl.IndexStatement.Drop;
import org.pgwright.ddl.IndexStatement.Reindex;
import org.pgwright.workload.Token;

import java.util.List;
import java.util.Optional;

/**
 * Reads statements about indexes token by token (manual: CREATE INDEX, DROP INDEX, REINDEX, ALTER
 * INDEX). Never throws on any text.
 */
final class IndexStatementReader {
    private final StatementTokens tokens;

    IndexStatementReader(String sql) {
        this.tokens = new StatementTokens(sql);
    }

    Optional<IndexStatement> read() {
        if (tokens.skip("create")) {
            return Optional.ofNullable(create());
        }
        if (tokens.skip("drop")) {
            return Optional.ofNullable(drop());
        }
        if (tokens.skip("reindex")) {
            return Optional.ofNullable(reindex());
        }
        return Optional.ofNullable(tokens.skip("alter") ? attach() : null);
    }

    private @Nullable Create create() {
        boolean unique = tokens.skip("unique");
        if (!tokens.skip("index")) {
            return null;
        }
        boolean concurrently = tokens.skip("concurrently");
        boolean ifNotExists = tokens.skip("if", "not", "exists");
        String name = tokens.isAt("on") ? null : tokens.word();
        if (!tokens.skip("on")) {
            return null;
        }
        boolean only = tokens.skip("only");
        ObjectName table = tokens.name();
        return table != null && isBody()
                ? new Create(unique, concurrently, ifNotExists, name, only, table, tokens.rest())
                : null;
    }

    /** {@code (...} or {@code USING method (...}. */
    private boolean isBody() {
        return tokens.isSymbolAt(tokens.isAt("using") ? 2 : 0, "(");
    }

    private @Nullable Drop drop() {
        if (!tokens.skip("index")) {
            return null;
        }
        boolean concurrently = tokens.skip("concurrently");
        boolean ifExists = tokens.skip("if", "exists");
        List<ObjectName> indexes = tokens.names();
        Boolean cascade = tokens.cascadeAtEnd();
        return indexes.isEmpty() || cascade == null
                ? null
                : new Drop(concurrently, ifExists, indexes, cascade);
    }

    private @Nullable Reindex reindex() {
        boolean concurrently = options();
        if (!tokens.skip("index")) {
            return null;
        }
        concurrently |= tokens.skip("concurrently");
        ObjectName index = tokens.name();
        return index != null && tokens.isAtEnd() ? new Reindex(concurrently, index) : null;
    }

    /** {@code (CONCURRENTLY, VERBOSE)}: whether it is concurrent. */
    private boolean options() {
        boolean concurrently = false;
        if (tokens.skipSymbol("(")) {
            while (!tokens.isAtEnd() && !tokens.skipSymbol(")")) {
                Token option = tokens.take();
                concurrently |= option != null && option.isWord("concurrently") && !isOff();
            }
        }
        return concurrently;
    }

    private boolean isOff() {
        Token token = tokens.peek();
        return token != null
                && (token.isWord("off") || token.isWord("false") || token.text().equals("0"));
    }

    private @Nullable Attach attach() {
        if (!tokens.skip("index")) {
            return null;
        }
        tokens.skip("if", "exists");
        ObjectName index = tokens.name();
        if (index == null || !tokens.skip("attach", "partition")) {
            return null;
        }
        ObjectName part = tokens.name();
        return part != null && tokens.isAtEnd() ? new Attach(index, part) : null;
    }
}
