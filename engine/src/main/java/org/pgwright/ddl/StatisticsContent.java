package org.pgwright.ddl;

import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What extended statistics are of.
 *
 * @param kinds as in the manual, CREATE STATISTICS: {@code ndistinct}, {@code dependencies}, {@code
 *     mcv}; none where the statement leaves them to the server
 * @param items columns, and expressions in SQL, in order
 */
public record StatisticsContent(Set<String> kinds, List<Item> items) {
    private static final Set<String> ALL = Set.of("ndistinct", "dependencies", "mcv");

    public StatisticsContent {
        kinds = Set.copyOf(kinds);
        items = List.copyOf(items);
    }

    /**
     * A column or an expression.
     *
     * @param text the column's name, or SQL
     */
    public record Item(String text, boolean isColumn) {}

    /** That of a body, {@code (kinds) ON list}. */
    static StatisticsContent of(String body) {
        List<Token> tokens = SqlLexer.significantTokens(body);
        int on = 0;
        Set<String> kinds = new TreeSet<>();
        while (on < tokens.size() && !tokens.get(on).isWord("on")) {
            String kind = tokens.get(on).asName();
            if (kind != null) {
                kinds.add(kind);
            }
            on++;
        }
        List<Item> items =
                split(tokens.subList(Math.min(on + 1, tokens.size()), tokens.size())).stream()
                        .map(item -> item(body, item))
                        .toList();
        return new StatisticsContent(kinds, items);
    }

    /** The names of the columns. */
    private Set<String> columns() {
        return items.stream().filter(Item::isColumn).map(Item::text).collect(Collectors.toSet());
    }

    private long expressions() {
        return items.stream().filter(item -> !item.isColumn()).count();
    }

    /** At the commas that are in no parentheses. */
    private static List<List<Token>> split(List<Token> tokens) {
        List<List<Token>> parts = new ArrayList<>();
        List<Token> part = new ArrayList<>();
        int depth = 0;
        for (Token token : tokens) {
            depth += token.is("(") ? 1 : 0;
            depth -= token.is(")") ? 1 : 0;
            if (depth == 0 && token.is(",")) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(token);
            }
        }
        parts.add(part);
        return parts.stream().filter(one -> !one.isEmpty()).toList();
    }

    /** A column may be in parentheses, too. */
    private static Item item(String body, List<Token> tokens) {
        List<Token> inner = tokens;
        while (inner.size() > 2 && inner.getFirst().is("(") && inner.getLast().is(")")) {
            inner = inner.subList(1, inner.size() - 1);
        }
        String name = inner.size() == 1 ? inner.getFirst().asName() : null;
        return name == null
                ? new Item(body.substring(tokens.getFirst().start(), tokens.getLast().end()), false)
                : new Item(name, true);
    }

    /**
     * Whether a server would keep the same: the same kinds and columns, in whatever order, and as
     * many expressions, which it writes in its own way.
     */
    public boolean isLike(StatisticsContent other) {
        return keptKinds().equals(other.keptKinds())
                && columns().equals(other.columns())
                && expressions() == other.expressions();
    }

    /** An expression alone has statistics of its own kind. */
    private Set<String> keptKinds() {
        return kinds.isEmpty() && items.size() > 1 ? ALL : kinds;
    }
}
