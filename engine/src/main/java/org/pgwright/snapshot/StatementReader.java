package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Workload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the workload from pg_stat_statements, with our own statements left out. */
final class StatementReader {
    /** What the server shows in place of texts that the role may not see. */
    private static final String HIDDEN = "<insufficient privilege>";

    /** What our own transactions consist of beside signed queries. */
    private static final Set<String> TRANSACTION_CONTROL =
            Set.of("BEGIN", "SET", "SAVEPOINT", "ROLLBACK", "RELEASE", "COMMIT");

    private static final int LONGEST_TEXT = 1_000_000;
    private static final int SHOWN_LENGTH = 500;
    private static final double NANOS_A_MILLI = 1e6;

    private final ReadTransaction transaction;
    private final SnapshotRequest request;
    private final String ownRole;
    private final Gaps gaps;

    /** Those that run pgwright, or did. */
    private final Set<String> ourRoles = new HashSet<>();

    private final List<Unused> unused = new ArrayList<>();

    private final Map<Key, Statement> statements = new LinkedHashMap<>();
    private final List<Workload.Skipped> skipped = new ArrayList<>();
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
        unused.stream().filter(this::isOfOthers).forEach(other -> skipped.add(other.skipped));
        List<Statement> wanted = statements.values().stream().filter(this::isWanted).toList();
        return new Workload(wanted, skipped);
    }

    private boolean isWanted(Statement statement) {
        return statement.calls() >= request.minimumCalls()
                && statement.totalTime().compareTo(request.minimumTime()) >= 0;
    }

    private void add(Row row) throws SQLException {
        String text = row.textOrNull("text");
        if (text == null) {
            skipped.add(new Workload.Skipped("", "the server has lost its text"));
        } else if (text.equals(HIDDEN)) {
            hidden++;
        } else if (text.contains(Query.SIGNATURE)) {
            String role = row.textOrNull("role");
            if (role != null) {
                ourRoles.add(role);
            }
        } else {
            add(row, text);
        }
    }

    private void add(Row row, String shown) throws SQLException {
        String role = row.textOrNull("role");
        String reason = unusable(shown);
        if (reason != null) {
            // normalised: the server keeps a utility statement's values, passwords among them
            Workload.Skipped other =
                    new Workload.Skipped(shortened(NormalizedText.of(shown)), reason);
            unused.add(new Unused(role, StatementText.firstKeyword(shown), other));
            return;
        }
        // executions of a prepared statement are shown under the text of its PREPARE
        String text = StatementText.mended(StatementText.plannablePart(shown).orElse(shown));
        String hash = NormalizedText.hash(text);
        Statement statement =
                new Statement(
                        text,
                        hash,
                        row.numberOrNull("query_id"),
                        row.number("calls"),
                        Duration.ofNanos(Math.round(row.real("total_millis") * NANOS_A_MILLI)),
                        isCursor(shown) ? -1 : row.number("rows"),
                        role,
                        NoWorkload.SUBJECT);
        statements.merge(new Key(hash, role), statement, StatementReader::merged);
    }

    private boolean isOfOthers(Unused other) {
        return other.role == null
                || !ourRoles.contains(other.role)
                || !TRANSACTION_CONTROL.contains(other.keyword);
    }

    /** What a cursor returns is counted under its FETCH. */
    private static boolean isCursor(String shown) {
        return StatementText.firstKeyword(shown).equals("DECLARE");
    }

    /** The text and queryid of the dearer one, which comes first. */
    private static Statement merged(Statement first, Statement other) {
        return new Statement(
                first.text(),
                first.hash(),
                first.queryId(),
                first.calls() + other.calls(),
                first.totalTime().plus(other.totalTime()),
                first.rows() < 0 || other.rows() < 0 ? -1 : first.rows() + other.rows(),
                first.role(),
                first.source());
    }

    private static @Nullable String unusable(String text) {
        if (text.length() > LONGEST_TEXT) {
            return "longer than a million characters";
        }
        if (StatementText.plannablePart(text).isEmpty()) {
            return StatementText.utilityKind(text);
        }
        return StatementText.isSingle(text) ? null : "cut off, or more than one statement";
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + " ...";
    }

    private record Unused(@Nullable String role, String keyword, Workload.Skipped skipped) {}

    private record Key(String hash, @Nullable String role) {}
}
