package org.pgwright.tuning.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.collector.RelationLookup;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.ObjectName;
import org.pgwright.ddl.ObjectStatement;
import org.pgwright.ddl.StatisticsStatement;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.IndexScript;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;

import java.util.ArrayList;
import java.util.List;

/** Makes proposals of statements that somebody wrote, for a database that has what they name. */
final class ScriptProposals {
    static final String REASON = "from a file of SQL";

    private final ConnectionSettings settings;

    ScriptProposals(ConnectionSettings settings) {
        this.settings = settings;
    }

    /**
     * Those of statements, in their order.
     *
     * @throws PgwrightException USAGE if one names what is not there, or cannot be done safely
     */
    List<Proposal> of(List<ObjectStatement> statements) {
        List<Proposal> proposals = new ArrayList<>();
        try (TargetReader reader = TargetReader.open(settings);
                ReadTransaction transaction = reader.begin()) {
            for (ObjectStatement statement : statements) {
                proposals.addAll(of(transaction, statement));
            }
        }
        return proposals;
    }

    private static List<Proposal> of(ReadTransaction transaction, ObjectStatement statement) {
        return switch (statement) {
            case IndexStatement index -> ofIndex(transaction, index);
            case StatisticsStatement statistics -> new ScriptStatistics(transaction).of(statistics);
        };
    }

    private static List<Proposal> ofIndex(ReadTransaction transaction, IndexStatement statement) {
        return switch (statement) {
            case IndexStatement.Create create -> List.of(created(transaction, create));
            case IndexStatement.Drop drop -> dropped(transaction, drop);
            case IndexStatement.Reindex reindex ->
                    List.of(existing(transaction, Action.REINDEX, reindex.index()));
            case IndexStatement.Attach attach ->
                    throw new PgwrightException(
                            ErrorCode.USAGE,
                            "the file attaches " + attach.part().shown() + " to another index",
                            "leave in it the CREATE INDEX on the partitioned table only; pgwright"
                                    + " makes and attaches those of the partitions");
        };
    }

    private static Proposal created(ReadTransaction transaction, IndexStatement.Create create) {
        if (create.isOnly()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the file makes an index ON ONLY " + create.table().shown(),
                    "leave ONLY out; pgwright makes and attaches those of the partitions");
        }
        QualifiedName table = ScriptNames.table(transaction, create.table());
        return new Proposal(
                Action.CREATE,
                table,
                IndexScript.name(create),
                create.concurrently(IndexScript.name(create), table),
                new Proposal.Form(IndexScript.method(create), List.of(), List.of(), null),
                REASON,
                Prediction.NONE);
    }

    private static List<Proposal> dropped(ReadTransaction transaction, IndexStatement.Drop drop) {
        if (drop.isCascade()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the file drops indexes with CASCADE, which can drop much more",
                    "leave CASCADE out");
        }
        return drop.indexes().stream()
                .map(index -> existing(transaction, Action.DROP, index))
                .toList();
    }

    private static Proposal existing(ReadTransaction transaction, Action action, ObjectName index) {
        RelationLookup.Found found = ScriptNames.found(transaction, index);
        if (found.definition() == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE, index.shown() + " is no index", "name an index in the file");
        }
        return new Proposal(
                action,
                found.table(),
                found.name().name(),
                found.definition(),
                new Proposal.Form(
                        IndexStatement.read(found.definition())
                                .filter(IndexStatement.Create.class::isInstance)
                                .map(IndexStatement.Create.class::cast)
                                .map(IndexScript::method)
                                .orElse("other"),
                        List.of(),
                        List.of(),
                        null),
                REASON,
                Prediction.NONE);
    }
}
