package org.pgwright.report.migration;

import org.jspecify.annotations.Nullable;
import org.pgwright.ddl.IndexStatement.Create;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An index that a framework's own call can express: of columns with usual names, with no more than
 * an operator class and an order each, and perhaps a condition.
 *
 * @param predicate in SQL; null for none
 */
record IndexShape(String method, List<Key> keys, @Nullable String predicate) {
    private static final Pattern USUAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> ORDERS = Set.of("asc", "desc");

    IndexShape {
        keys = List.copyOf(keys);
    }

    /**
     * A column.
     *
     * @param operatorClass null for the usual one
     */
    record Key(String column, @Nullable String operatorClass, boolean isDescending) {}

    /** Whether frameworks can write a name without doubt. */
    static boolean isUsual(String name) {
        return USUAL.matcher(name).matches();
    }

    /** That of a statement; empty for one with expressions, INCLUDE or anything else. */
    static Optional<IndexShape> of(Create create) {
        return Optional.ofNullable(new Reader(create.tail()).shape());
    }

    private static final class Reader {
        private final String sql;
        private final List<Token> tokens;
        private int next;

        private Reader(String sql) {
            this.sql = sql;
            this.tokens = SqlLexer.significantTokens(sql);
        }

        private @Nullable IndexShape shape() {
            String method = skipWord("using") ? usualName() : "btree";
            List<Key> keys = keys();
            if (method == null || keys == null) {
                return null;
            }
            if (next == tokens.size()) {
                return new IndexShape(method, keys, null);
            }
            return skipWord("where") && next < tokens.size()
                    ? new IndexShape(method, keys, sql.substring(tokens.get(next).start()))
                    : null;
        }

        private @Nullable List<Key> keys() {
            List<Key> keys = new ArrayList<>();
            if (!skip("(")) {
                return null;
            }
            do {
                Key key = key();
                if (key == null) {
                    return null;
                }
                keys.add(key);
            } while (skip(","));
            return skip(")") ? keys : null;
        }

        private @Nullable Key key() {
            String column = usualName();
            if (column == null) {
                return null;
            }
            boolean hasClass =
                    next < tokens.size()
                            && tokens.get(next).kind() == Token.Kind.WORD
                            && ORDERS.stream().noneMatch(tokens.get(next)::isWord);
            String operatorClass = hasClass ? usualName() : null;
            boolean isDescending = skipWord("desc");
            skipWord("asc");
            boolean ends = next < tokens.size() && (isAt(",") || isAt(")"));
            return ends ? new Key(column, operatorClass, isDescending) : null;
        }

        private @Nullable String usualName() {
            String name = next < tokens.size() ? tokens.get(next).asName() : null;
            if (name == null || !isUsual(name)) {
                return null;
            }
            next++;
            return name;
        }

        private boolean isAt(String symbol) {
            return next < tokens.size() && tokens.get(next).is(symbol);
        }

        private boolean skip(String symbol) {
            boolean is = isAt(symbol);
            next += is ? 1 : 0;
            return is;
        }

        private boolean skipWord(String word) {
            boolean is = next < tokens.size() && tokens.get(next).isWord(word);
            next += is ? 1 : 0;
            return is;
        }
    }
}
