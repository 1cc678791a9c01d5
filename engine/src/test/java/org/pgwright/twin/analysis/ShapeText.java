package org.pgwright.twin.analysis;

import org.pgwright.catalog.Identifier;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Join;
import org.pgwright.planner.TableReference.Predicate;
import org.pgwright.planner.TableReference.SortKey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes references as a person would note them:
 *
 * <pre>
 * orders where status = $1 (equal), or qty in (in) join customer_id = customers.id
 *   sort placed_at desc group code read id, status
 * </pre>
 *
 * <p>A second mention of a table is called {@code orders#1}, by its id.
 */
final class ShapeText {
    private final List<TableReference> references;

    private ShapeText(List<TableReference> references) {
        this.references = references;
    }

    static String of(List<TableReference> references) {
        ShapeText text = new ShapeText(references);
        return String.join("\n", references.stream().map(text::line).toList());
    }

    private String line(TableReference reference) {
        List<String> parts = new ArrayList<>();
        parts.add((reference.modified() ? "changes " : "") + name(reference));
        part(parts, "where", predicates(reference));
        part(parts, "join", reference.joins().stream().map(this::join).toList());
        part(parts, "sort", reference.sort().stream().map(ShapeText::key).toList());
        part(parts, "group", reference.group());
        part(parts, "read", reference.output());
        return String.join(" ", parts);
    }

    private static void part(List<String> parts, String word, List<String> items) {
        if (!items.isEmpty()) {
            parts.add(word + " " + String.join(", ", items));
        }
    }

    private String name(TableReference reference) {
        String name =
                reference.table().schema().equals("public")
                        ? reference.table().name()
                        : reference.table().shown();
        Map<Integer, String> same = new TreeMap<>();
        for (TableReference other : references) {
            if (other.table().equals(reference.table())) {
                same.put(other.id(), name);
            }
        }
        boolean first = same.keySet().iterator().next() == reference.id();
        return first ? name : name + "#" + reference.id();
    }

    /** Conditions that narrow no column are noted elsewhere, as those of a partial index. */
    private static List<String> predicates(TableReference reference) {
        return reference.predicates().stream()
                .filter(predicate -> !predicate.symbol().isEmpty())
                .map(predicate -> predicate(reference, predicate))
                .distinct()
                .toList();
    }

    private static String predicate(TableReference reference, Predicate predicate) {
        boolean expression =
                reference.expressions().stream()
                        .anyMatch(known -> known.sql().equals(predicate.column()));
        return (predicate.alternative() ? "or " : "")
                + (expression ? predicate.column() : Identifier.shown(predicate.column()))
                + " "
                + predicate.symbol()
                + (predicate.parameter() == null ? "" : " $" + predicate.parameter())
                + " ("
                + predicate.operator().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + ")";
    }

    private String join(Join join) {
        for (TableReference other : references) {
            if (other.id() == join.otherId()) {
                return join.column()
                        + " "
                        + join.symbol()
                        + " "
                        + name(other)
                        + "."
                        + join.otherColumn();
            }
        }
        throw new AssertionError("the join's mention does not exist: " + join);
    }

    private static String key(SortKey key) {
        return key.column()
                + (key.descending() ? " desc" : "")
                + (key.nullsFirst() == key.descending()
                        ? ""
                        : key.nullsFirst() ? " nulls first" : " nulls last");
    }
}
