package org.pgwright.ddl;

import org.jspecify.annotations.Nullable;
import org.pgwright.ddl.IndexStatement.Attach;
import org.pgwright.ddl.IndexStatement.Create;
import org.pgwright.ddl.IndexStatement.Drop;
import org.pgwright.ddl.IndexStatement.Reindex;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads statements about indexes token by token (manual: CREATE INDEX, DROP INDEX, REINDEX, ALTER
 * INDEX). Never throws on any text.
 */
final class IndexStatementReader {
    private final String sql;
    private final List<Token> tokens;
    private int next;

    IndexStatementReader(String sql) {
        this.sql = StatementText.withoutTrailingSemicolon(sql);
        this.tokens =
                StatementText.isSingle(sql) ? SqlLexer.significantTokens(this.sql) : List.of();
    }

    Optional<IndexStatement> read() {
        if (skip("create")) {
            return Optional.ofNullable(create());
        }
        if (skip("drop")) {
            return Optional.ofNullable(drop());
        }
        if (skip("reindex")) {
            return Optional.ofNullable(reindex());
        }
        return Optional.ofNullable(skip("alter") ? attach() : null);
    }

    private @Nullable Create create() {
        boolean unique = skip("unique");
        if (!skip("index")) {
            return null;
        }
        boolean concurrently = skip("concurrently");
        boolean ifNotExists = skip("if", "not", "exists");
        String name = isAt("on") ? null : word();
        if (!skip("on")) {
            return null;
        }
        boolean only = skip("only");
        ObjectName table = name();
        if (table == null || next >= tokens.size() || !isBody()) {
            return null;
        }
        String tail = sql.substring(tokens.get(next).start());
        return new Create(unique, concurrently, ifNotExists, name, only, table, tail);
    }

    /** {@code (...} or {@code USING method (...}. */
    private boolean isBody() {
        int at = tokens.get(next).isWord("using") ? next + 2 : next;
        return at < tokens.size() && tokens.get(at).is("(");
    }

    private @Nullable Drop drop() {
        if (!skip("index")) {
            return null;
        }
        boolean concurrently = skip("concurrently");
        boolean ifExists = skip("if", "exists");
        List<ObjectName> indexes = new ArrayList<>();
        do {
            ObjectName index = name();
            if (index == null) {
                return null;
            }
            indexes.add(index);
        } while (skipComma());
        boolean cascade = skip("cascade");
        boolean ended = cascade || skip("restrict") || next == tokens.size();
        return ended && next == tokens.size()
                ? new Drop(concurrently, ifExists, indexes, cascade)
                : null;
    }

    private @Nullable Reindex reindex() {
        boolean concurrently = options();
        if (!skip("index")) {
            return null;
        }
        concurrently |= skip("concurrently");
        ObjectName index = name();
        return index != null && next == tokens.size() ? new Reindex(concurrently, index) : null;
    }

    /** {@code (CONCURRENTLY, VERBOSE)}: whether it is concurrent. */
    private boolean options() {
        boolean concurrently = false;
        if (next < tokens.size() && tokens.get(next).is("(")) {
            while (next < tokens.size() && !tokens.get(next).is(")")) {
                concurrently |= tokens.get(next).isWord("concurrently") && !isOff(next + 1);
                next++;
            }
            next++;
        }
        return concurrently;
    }

    private boolean isOff(int at) {
        return at < tokens.size()
                && (tokens.get(at).isWord("off")
                        || tokens.get(at).isWord("false")
                        || tokens.get(at).text().equals("0"));
    }

    private @Nullable Attach attach() {
        if (!skip("index")) {
            return null;
        }
        skip("if", "exists");
        ObjectName index = name();
        if (index == null || !skip("attach", "partition")) {
            return null;
        }
        ObjectName part = name();
        return part != null && next == tokens.size() ? new Attach(index, part) : null;
    }

    private @Nullable ObjectName name() {
        String first = word();
        if (first == null || next >= tokens.size() || !tokens.get(next).is(".")) {
            return first == null ? null : new ObjectName(null, first);
        }
        next++;
        String second = word();
        return second == null ? null : new ObjectName(first, second);
    }

    private @Nullable String word() {
        if (next >= tokens.size()) {
            return null;
        }
        String name = tokens.get(next).asName();
        next += name == null ? 0 : 1;
        return name;
    }

    private boolean isAt(String word) {
        return next < tokens.size() && tokens.get(next).isWord(word);
    }

    private boolean skipComma() {
        boolean comma = next < tokens.size() && tokens.get(next).is(",");
        next += comma ? 1 : 0;
        return comma;
    }

    /** Goes past these words if all of them follow. */
    private boolean skip(String... words) {
        for (int i = 0; i < words.length; i++) {
            int at = next + i;
            if (at >= tokens.size() || !tokens.get(at).isWord(words[i])) {
                return false;
            }
        }
        next += words.length;
        return true;
    }
}
