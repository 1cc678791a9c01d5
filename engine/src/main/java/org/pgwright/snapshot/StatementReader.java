package org.pgwright.snapshot;

import org.pgwright.catalog.Identifier;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.workload.ObservedStatements;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the workload from pg_stat_statements, with our own statements left out. */
final class StatementReader {
    /** What the server shows in place of texts that the role may not see. */
    private static final String HIDDEN = "<insufficient privilege>";

    private static final double NANOS_A_MILLI = 1e6;

    private final ReadTransaction transaction;
    private final SnapshotRequest request;
    private final String ownRole;
    private final Gaps gaps;

    /** Those that run pgwright, or did. */
    private final Set<String> ourRoles = new HashSet<>();

    private final ObservedStatements statements = new ObservedStatements(NoWorkload.SUBJECT);
    private int hidden;

    /**
     * @param ownRole that reads: its transaction control is ours
     */
    StatementReader(
            ReadTransaction transaction, SnapshotRequest request, String ownRole, Gaps gaps) {
        this.transaction = transaction;
        this.ownRole = ownRole;
        ourRoles.add(ownRole);
        this.request = request;
        this.gaps = gaps;
    }

    /** The statements of this database, distinct by hash and role, the dearest first. */
    Workload workload() {
        List<Query> queries =
                transaction.rows("snapshot.statements_extension", Deadlines.CATALOG, this::query);
        if (queries.isEmpty()) {
            missing("the extension is not installed in this database", NoWorkload.INSTALL);
            return Workload.NONE;
        }
        return switch (transaction.attempt(() -> read(queries.getFirst()))) {
            case Attempt.Done<Workload>(Workload workload) -> workload;
            case Attempt.Failed<Workload>(var failure) -> {
                missing(why(failure), remedy(failure));
                yield Workload.NONE;
            }
        };
    }

    private Query query(Row row) throws SQLException {
        String version = row.text("version");
        boolean old = version.matches("1\\.[0-7]");
        String name = old ? "snapshot.statements_before_1_8" : "snapshot.statements";
        return Query.named(name, transaction.major())
                .withNames(Map.of("schema", row.text("schema")));
    }

    private void missing(String why, String remedy) {
        gaps.add(NoWorkload.SUBJECT, "what the database runs is unknown: " + why, remedy);
    }

    private static String why(PgwrightException failure) {
        return ServerFailure.isUnconvertible(failure)
                ? "the view holds a statement, perhaps of another database, in an encoding that"
                        + " cannot be converted, and fails as a whole"
                : String.valueOf(failure.getMessage());
    }

    private String remedy(PgwrightException failure) {
        if (ServerFailure.isUnconvertible(failure)) {
            return NoWorkload.FORGET;
        }
        return switch (ServerFailure.state(failure)) {
            case NOT_ALLOWED -> NoWorkload.allow(ownRole);
            case NOT_IN_STATE -> NoWorkload.PRELOAD;
            case null, default -> NoWorkload.NAME_FILES;
        };
    }

    private Workload read(Query query) {
        transaction.each(query, Deadlines.STATEMENTS, this::add);
        if (hidden > 0) {
            gaps.add(
                    NoWorkload.SUBJECT,
                    "the texts of " + hidden + " statements of other roles are hidden",
                    "GRANT pg_read_all_stats TO " + Identifier.shown(ownRole));
        }
        return statements.workload(this::isWanted, ourRoles);
    }

    private boolean isWanted(Statement statement) {
        return statement.calls() >= request.minimumCalls()
                && statement.totalTime().compareTo(request.minimumTime()) >= 0;
    }

    private void add(Row row) throws SQLException {
        String text = row.textOrNull("text");
        if (text == null) {
            statements.skip(new Workload.Skipped("", "the server has lost its text"));
        } else if (text.equals(HIDDEN)) {
            hidden++;
        } else if (text.contains(Query.SIGNATURE)) {
            String role = row.textOrNull("role");
            if (role != null) {
                ourRoles.add(role);
            }
        } else {
            statements.add(
                    new ObservedStatements.Observed(
                            text,
                            row.textOrNull("role"),
                            row.numberOrNull("query_id"),
                            row.number("calls"),
                            Duration.ofNanos(Math.round(row.real("total_millis") * NANOS_A_MILLI)),
                            row.number("rows")));
        }
    }
}
