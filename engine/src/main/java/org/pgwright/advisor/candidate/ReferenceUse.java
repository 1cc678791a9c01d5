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
 * What a mention of a table asks of it, reduced to keys that an index can have.
 *
 * @param telling compared with one value, those that most statements share first
 * @param flags compared with one value of few
 * @param lists compared with several values
 * @param ranges with a lower or upper bound
 * @param alternatives of OR branches
 * @param joins for each other mention what is compared with its columns
 * @param sort what ORDER BY asks, empty where a part of it cannot be indexed
 * @param group of GROUP BY or DISTINCT, empty where one cannot be indexed
 * @param extremes whose minimum or maximum is asked for
 * @param foreignKeys of several columns, all of them used by the mention
 * @param searches what access methods other than B-trees can look up
 * @param conditions that the rows of its indexes all satisfy, so that nothing else asks for them;
 *     empty where the indexes hold every row
 */
record ReferenceUse(
        AdvisedStatement statement,
        QualifiedName table,
        List<IndexDefinition.Key> telling,
        List<IndexDefinition.Key> flags,
        List<IndexDefinition.Key> lists,
        List<IndexDefinition.Key> ranges,
        List<IndexDefinition.Key> alternatives,
        List<List<IndexDefinition.Key>> joins,
        List<IndexDefinition.Key> sort,
        List<IndexDefinition.Key> group,
        List<IndexDefinition.Key> extremes,
        List<List<IndexDefinition.Key>> foreignKeys,
        List<Search> searches,
        List<String> conditions) {
    /** A wider key is hardly ever better, and never small. */
    static final int MAX_KEYS = 5;

    /** Up to so many columns every order of them is tried. */
    private static final int MAX_PERMUTED = 3;

    /**
     * A key by which an access method other than a B-tree finds the rows of a condition.
     *
     * @param alone whether it is worth an index by itself; otherwise a B-tree does the same better,
     *     and it only narrows what other keys find
     */
    record Search(String method, IndexDefinition.Key key, boolean alone) {}

    /** What is compared with one value, in the order that most statements share. */
    List<IndexDefinition.Key> equal() {
        return joined(telling, flags);
    }

    /** Whether an index could have a key at all. */
    boolean hasKeys() {
        return Stream.of(telling, flags, lists, ranges, joins, sort, group, extremes)
                .anyMatch(keys -> !keys.isEmpty());
    }

    /**
     * The orders worth trying for what is compared with one value; never none. Flags stand behind
     * columns that tell more, or are left out.
     */
    List<List<IndexDefinition.Key>> equalityOrders() {
        if (telling.isEmpty()) {
            return orders(flags);
        }
        List<List<IndexDefinition.Key>> orders = new ArrayList<>();
        for (List<IndexDefinition.Key> order : orders(telling)) {
            orders.add(joined(order, flags));
        }
        if (!flags.isEmpty()) {
            orders.addAll(orders(telling));
        }
        return orders;
    }

    private static List<List<IndexDefinition.Key>> orders(List<IndexDefinition.Key> keys) {
        if (keys.isEmpty()) {
            return List.of(List.of());
        }
        List<List<IndexDefinition.Key>> orders = new ArrayList<>();
        if (keys.size() <= MAX_PERMUTED) {
            permute(List.of(), keys, orders);
            return orders;
        }
        // Every one leads once; behind it the order is the common one.
        for (IndexDefinition.Key leading : keys) {
            orders.add(joined(List.of(leading), without(keys, leading)));
        }
        return orders;
    }

    private static void permute(
            List<IndexDefinition.Key> chosen,
            List<IndexDefinition.Key> rest,
            List<List<IndexDefinition.Key>> orders) {
        if (rest.isEmpty()) {
            orders.add(chosen);
        }
        for (IndexDefinition.Key next : rest) {
            permute(joined(chosen, List.of(next)), without(rest, next), orders);
        }
    }

    private static List<IndexDefinition.Key> joined(
            List<IndexDefinition.Key> first, List<IndexDefinition.Key> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static List<IndexDefinition.Key> without(
            List<IndexDefinition.Key> keys, IndexDefinition.Key key) {
        return keys.stream().filter(other -> !other.equals(key)).toList();
    }

    /** The B-tree on these keys in a row, each once; none where there is no key. */
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
        return keys.isEmpty() ? Stream.empty() : Stream.of(index("btree", keys));
    }

    /** The B-tree on one key. */
    Stream<IndexDefinition> index(IndexDefinition.Key key) {
        return index(List.of(key));
    }

    /** An index of any access method. */
    IndexDefinition index(String method, List<IndexDefinition.Key> keys) {
        return new IndexDefinition(table, method, keys, List.of(), conditions);
    }
}
