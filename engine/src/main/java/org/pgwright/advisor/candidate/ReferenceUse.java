package org.pgwright.advisor.candidate;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a mention of a table asks of it, reduced to the columns that a B-tree can serve.
 *
 * @param telling columns compared with one value, those that most statements share first
 * @param flags columns compared with one value of few
 * @param lists columns compared with several values
 * @param ranges columns with a lower or upper bound
 * @param alternatives columns of OR branches
 * @param joins for each other mention the columns compared with its columns
 * @param sort what ORDER BY asks, empty where a column of it cannot be indexed
 * @param group columns of GROUP BY or DISTINCT, empty where one cannot be indexed
 * @param extremes columns whose minimum or maximum is asked for
 * @param foreignKeys of several columns, all of them used by the mention
 */
record ReferenceUse(
        AdvisedStatement statement,
        QualifiedName table,
        List<String> telling,
        List<String> flags,
        List<String> lists,
        List<String> ranges,
        List<String> alternatives,
        List<List<String>> joins,
        List<IndexDefinition.Key> sort,
        List<String> group,
        List<String> extremes,
        List<List<String>> foreignKeys) {
    /** A wider key is hardly ever better, and never small. */
    static final int MAX_KEYS = 5;

    /** Up to so many columns every order of them is tried. */
    private static final int MAX_PERMUTED = 3;

    /** The columns compared with one value, in the order that most statements share. */
    List<String> equal() {
        return Stream.concat(telling.stream(), flags.stream()).toList();
    }

    /**
     * The orders worth trying for the columns compared with one value; never none. Flags stand
     * behind columns that tell more, or are left out.
     */
    List<List<IndexDefinition.Key>> equalityOrders() {
        if (telling.isEmpty()) {
            return orders(flags);
        }
        List<List<IndexDefinition.Key>> orders = new ArrayList<>();
        for (List<IndexDefinition.Key> order : orders(telling)) {
            orders.add(Stream.concat(order.stream(), keys(flags).stream()).toList());
        }
        if (!flags.isEmpty()) {
            orders.addAll(orders(telling));
        }
        return orders;
    }

    private static List<List<IndexDefinition.Key>> orders(List<String> columns) {
        if (columns.isEmpty()) {
            return List.of(List.of());
        }
        List<List<IndexDefinition.Key>> orders = new ArrayList<>();
        if (columns.size() <= MAX_PERMUTED) {
            permute(List.of(), columns, orders);
            return orders;
        }
        // Every column leads once; behind it the order is the common one.
        for (String leading : columns) {
            List<String> rest = columns.stream().filter(c -> !c.equals(leading)).toList();
            orders.add(keys(Stream.concat(Stream.of(leading), rest.stream()).toList()));
        }
        return orders;
    }

    private static void permute(
            List<String> chosen, List<String> rest, List<List<IndexDefinition.Key>> orders) {
        if (rest.isEmpty()) {
            orders.add(keys(chosen));
        }
        for (String next : rest) {
            permute(
                    Stream.concat(chosen.stream(), Stream.of(next)).toList(),
                    rest.stream().filter(c -> !c.equals(next)).toList(),
                    orders);
        }
    }

    /** The one order of them that most statements share. */
    List<IndexDefinition.Key> commonEquality() {
        return keys(equal());
    }

    static List<IndexDefinition.Key> keys(List<String> columns) {
        return columns.stream().map(IndexDefinition.Key::ascending).toList();
    }

    static List<IndexDefinition.Key> key(String column) {
        return List.of(IndexDefinition.Key.ascending(column));
    }

    /** The index on these keys in a row, each column once; none where there is no key. */
    @SafeVarargs
    final Stream<IndexDefinition> index(List<IndexDefinition.Key>... parts) {
        Set<String> seen = new HashSet<>();
        List<IndexDefinition.Key> keys = new ArrayList<>();
        for (List<IndexDefinition.Key> part : parts) {
            for (IndexDefinition.Key key : part) {
                if (keys.size() < MAX_KEYS && seen.add(key.column())) {
                    keys.add(key);
                }
            }
        }
        return keys.isEmpty()
                ? Stream.empty()
                : Stream.of(new IndexDefinition(table, "btree", keys, List.of(), null));
    }
}
