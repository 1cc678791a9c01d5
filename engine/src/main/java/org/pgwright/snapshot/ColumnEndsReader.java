package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.ColumnEnds;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ExplainJson;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the smallest and largest values of columns, each by two look-ups in an index; a column
 * whose plan is anything else is left out.
 */
final class ColumnEndsReader {
    private static final Set<String> LOOK_UPS =
            Set.of("Result", "Limit", "Index Scan", "Index Only Scan");

    private static final int MOST_NAMED = 10;

    private final ReadTransaction transaction;
    private final Gaps gaps;
    private final List<EndsCandidates.Column> failed = new ArrayList<>();

    ColumnEndsReader(ReadTransaction transaction, Gaps gaps) {
        this.transaction = transaction;
        this.gaps = gaps;
    }

    /** The ends of as many columns as fit in {@link Deadlines#ALL_COLUMN_ENDS}. */
    List<ColumnEnds> ends(Collection<EndsCandidates.Column> columns) {
        if (columns.isEmpty()) {
            return List.of();
        }
        List<ColumnEnds> all = transaction.giveBackLocks(() -> readAll(columns));
        if (!failed.isEmpty()) {
            gaps.add(
                    shown(),
                    "the smallest and largest values are unknown: conditions beyond the histogram"
                            + " are estimated from it alone",
                    "none is needed; if the server was busy, take the snapshot again");
        }
        return all;
    }

    private List<ColumnEnds> readAll(Collection<EndsCandidates.Column> columns) {
        transaction.each("snapshot.index_lookups_only", Deadlines.COLUMN_ENDS, row -> {});
        long end = System.nanoTime() + Deadlines.ALL_COLUMN_ENDS.duration().toNanos();
        List<ColumnEnds> all = new ArrayList<>();
        for (EndsCandidates.Column column : columns) {
            if (System.nanoTime() - end > 0) {
                failed.add(column);
            } else {
                ColumnEnds ends = read(column);
                if (ends != null) {
                    all.add(ends);
                }
            }
        }
        return all;
    }

    private @Nullable ColumnEnds read(EndsCandidates.Column column) {
        return switch (transaction.attempt(() -> lookUp(column))) {
            case Attempt.Done<List<ColumnEnds>>(List<ColumnEnds> found) ->
                    found.isEmpty() ? null : found.getFirst();
            case Attempt.Failed<List<ColumnEnds>> failure -> {
                failed.add(column);
                yield null;
            }
        };
    }

    /** Empty where the table is, or where the column cannot be looked up in an index. */
    private List<ColumnEnds> lookUp(EndsCandidates.Column column) {
        Map<String, String> names =
                Map.of(
                        "schema", column.table().schema(),
                        "table", column.table().name(),
                        "column", column.name());
        if (!isLookUp(query("snapshot.column_ends_plan", names))) {
            return List.of();
        }
        List<ColumnEnds> ends = new ArrayList<>();
        transaction.each(
                query("snapshot.column_ends", names),
                Deadlines.COLUMN_ENDS,
                row -> {
                    String minimum = row.textOrNull("minimum");
                    String maximum = row.textOrNull("maximum");
                    if (minimum != null && maximum != null) {
                        ends.add(new ColumnEnds(column.table(), column.name(), minimum, maximum));
                    }
                });
        return ends;
    }

    private boolean isLookUp(Query explain) {
        List<String> json =
                transaction.rows(explain, Deadlines.COLUMN_ENDS, row -> row.text("QUERY PLAN"));
        Plan plan = new ExplainJson(new AsWritten()).read(String.join("\n", json));
        List<String> others = new ArrayList<>();
        plan.visit(
                node -> {
                    if (!LOOK_UPS.contains(node.type())) {
                        others.add(node.type());
                    }
                });
        return others.isEmpty();
    }

    private Query query(String name, Map<String, String> names) {
        return Query.named(name, transaction.major()).withNames(names);
    }

    private String shown() {
        String named =
                failed.stream()
                        .limit(MOST_NAMED)
                        .map(column -> column.table().shown() + "." + column.name())
                        .collect(Collectors.joining(", "));
        int more = failed.size() - MOST_NAMED;
        return more > 0 ? named + " and " + more + " other columns" : named;
    }

    /** Only the types of nodes matter here. */
    private static final class AsWritten implements ExplainJson.Names {
        @Override
        public QualifiedName relation(@Nullable String schema, String name) {
            return new QualifiedName(schema == null ? "" : schema, name);
        }

        @Override
        public Plan.IndexName index(@Nullable QualifiedName relation, String name) {
            return new Plan.IndexName.Existing(new QualifiedName("", name));
        }
    }
}
