package org.pgwright.report.migration;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.report.AdviceFile;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;

import java.util.List;

/**
 * An index to make, to drop or to build anew, or statistics to make or to drop.
 *
 * @param object what it is
 * @param index its name
 * @param createStatement what makes it, or brings it back; empty where nobody knows
 * @param gain the weighted plan cost that statements are spared
 * @param statements that do what is wanted, in their order; empty where only {@code
 *     createStatement} is known
 * @param isPlainCreatePartitioned whether a statement without CONCURRENTLY is for a partitioned
 *     table, and not just as the server prints it
 */
public record WantedIndex(
        ChangedObject object,
        Action action,
        QualifiedName table,
        String index,
        String createStatement,
        String reason,
        double gain,
        List<String> statements,
        boolean isPlainCreatePartitioned) {
    public WantedIndex {
        statements = List.copyOf(statements);
    }

    /** That of a file of advice. */
    public static WantedIndex of(AdviceFile.Recommended recommended) {
        Proposal proposal = recommended.proposal();
        return new WantedIndex(
                proposal.object(),
                proposal.action(),
                proposal.table(),
                proposal.index(),
                proposal.createStatement(),
                proposal.reason(),
                proposal.prediction().gain(),
                recommended.statements(),
                true);
    }

    /**
     * That of a strategy.
     *
     * @param action what is wanted of it
     */
    public static WantedIndex of(KnownStrategy strategy, Action action) {
        Source source = strategy.standing().source();
        return new WantedIndex(
                strategy.object(),
                action,
                strategy.table(),
                strategy.index(),
                strategy.createStatement(),
                strategy.reason(),
                strategy.prediction().gain(),
                List.of(),
                action == Action.CREATE || source == Source.ADVICE || source == Source.FILE);
    }

    /** The index or the statistics, with the schema. */
    public QualifiedName qualifiedIndex() {
        return new QualifiedName(table.schema(), index);
    }
}
