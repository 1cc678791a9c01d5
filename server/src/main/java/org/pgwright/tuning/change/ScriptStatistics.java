package org.pgwright.tuning.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.collector.RelationLookup;
import org.pgwright.ddl.ObjectName;
import org.pgwright.ddl.StatisticsContent;
import org.pgwright.ddl.StatisticsStatement;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;

import java.util.List;

/** Makes proposals of statements about extended statistics that somebody wrote. */
final class ScriptStatistics {
    private final ReadTransaction transaction;

    ScriptStatistics(ReadTransaction transaction) {
        this.transaction = transaction;
    }

    /**
     * Those of a statement.
     *
     * @throws PgwrightException USAGE if it names what is not there, or cannot be done safely
     */
    List<Proposal> of(StatisticsStatement statement) {
        return switch (statement) {
            case StatisticsStatement.Create create -> List.of(created(create));
            case StatisticsStatement.Drop drop -> dropped(drop);
        };
    }

    private Proposal created(StatisticsStatement.Create create) {
        QualifiedName table = ScriptNames.table(transaction, create.table());
        ObjectName name = create.name();
        if (name != null && name.schema() != null && !name.schema().equals(table.schema())) {
            throw elsewhere(name, table);
        }
        QualifiedName statistics = new QualifiedName(table.schema(), create.nameOrUsual());
        return proposal(
                Action.CREATE,
                table,
                statistics.name(),
                create.sql(statistics, table),
                create.content());
    }

    private List<Proposal> dropped(StatisticsStatement.Drop drop) {
        if (drop.isCascade()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the file drops statistics with CASCADE, which can drop much more",
                    "leave CASCADE out");
        }
        return drop.names().stream().map(this::existing).toList();
    }

    private Proposal existing(ObjectName name) {
        RelationLookup.Found found =
                ScriptNames.only(
                        name,
                        RelationLookup.findStatistics(transaction, name.schema(), name.name()));
        if (!found.name().schema().equals(found.table().schema())) {
            throw elsewhere(name, found.table());
        }
        String definition = String.valueOf(found.definition());
        return proposal(
                Action.DROP,
                found.table(),
                found.name().name(),
                definition,
                StatisticsStatement.readCreate(definition).orElseThrow().content());
    }

    private static Proposal proposal(
            Action action,
            QualifiedName table,
            String name,
            String createStatement,
            StatisticsContent content) {
        return new Proposal(
                action,
                table,
                name,
                createStatement,
                new Proposal.Form(
                        Proposal.Form.STATISTICS,
                        content.items().stream().map(StatisticsContent.Item::text).toList(),
                        List.of(),
                        null),
                ScriptProposals.REASON,
                Prediction.NONE);
    }

    private static PgwrightException elsewhere(ObjectName name, QualifiedName table) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the statistics %s are in another schema than their table %s"
                        .formatted(name.shown(), table),
                "pgwright changes those in the schema of their table; do it by hand");
    }
}
