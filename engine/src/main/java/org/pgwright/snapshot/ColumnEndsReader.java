package org.pgwright.snapshot;

import org.pgwright.catalog.ColumnEnds;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;

/**
 * Reads the smallest and largest values of columns, each by two look-ups in an index, of many
 * columns in one statement: each statement takes a place in pg_stat_statements.
 *
 * <p>Other plans are switched off, so that the server takes one only for an index that it may not
 * use yet ({@code indcheckxmin}); the deadline then ends it.
 */
final class ColumnEndsReader {
    /** More would make a statement of ours longer than people read, and hold more locks. */
    private static final int AT_ONCE = 100;

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
        Deque<List<EndsCandidates.Column>> open = new ArrayDeque<>(chunks(columns));
        while (!open.isEmpty()) {
            List<EndsCandidates.Column> chunk = open.pop();
            if (System.nanoTime() - end > 0) {
                failed.addAll(chunk);
            } else {
                switch (transaction.attempt(() -> lookUp(chunk))) {
                    case Attempt.Done<List<ColumnEnds>>(List<ColumnEnds> found) ->
                            all.addAll(found);
                    case Attempt.Failed<List<ColumnEnds>> failure -> halves(chunk, open);
                }
            }
        }
        return all;
    }

    private static List<List<EndsCandidates.Column>> chunks(
            Collection<EndsCandidates.Column> columns) {
        return List.copyOf(columns).stream().gather(Gatherers.windowFixed(AT_ONCE)).toList();
    }

    /** What fails is halved until the columns that fail are found. */
    private void halves(
            List<EndsCandidates.Column> chunk, Deque<List<EndsCandidates.Column>> open) {
        if (chunk.size() == 1) {
            failed.addAll(chunk);
            return;
        }
        int middle = chunk.size() / 2;
        open.push(chunk.subList(middle, chunk.size()));
        open.push(chunk.subList(0, middle));
    }

    /** Without those of columns that hold nothing. */
    private List<ColumnEnds> lookUp(List<EndsCandidates.Column> columns) {
        List<Query> queries = columns.stream().map(this::query).toList();
        Object[] positions = IntStream.range(0, columns.size()).boxed().toArray();
        List<ColumnEnds> ends = new ArrayList<>();
        transaction.each(
                Query.union(queries),
                Deadlines.COLUMN_ENDS,
                row -> {
                    EndsCandidates.Column column = columns.get(row.integer("position"));
                    String minimum = row.textOrNull("minimum");
                    String maximum = row.textOrNull("maximum");
                    if (minimum != null && maximum != null) {
                        ends.add(new ColumnEnds(column.table(), column.name(), minimum, maximum));
                    }
                },
                positions);
        return ends;
    }

    private Query query(EndsCandidates.Column column) {
        return Query.named("snapshot.column_ends", transaction.major())
                .withNames(
                        Map.of(
                                "schema", column.table().schema(),
                                "table", column.table().name(),
                                "column", column.name()));
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
}
