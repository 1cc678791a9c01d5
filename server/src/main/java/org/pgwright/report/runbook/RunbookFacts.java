package org.pgwright.report.runbook;

import org.pgwright.report.Span;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.InstanceStatus;
import org.pgwright.repository.figures.KnownFinding;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.TableFigures;
import org.pgwright.repository.proof.PastChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Policy;

import java.util.List;
import java.util.Map;

/**
 * What the repository knows of a database, for its runbook.
 *
 * @param status of its instance
 * @param settings of the primary, with their units
 * @param activity what is known of queries, tables and indexes
 * @param decisions strategies and changes
 * @param repository options that lead to the repository; none where it is in its usual place
 */
public record RunbookFacts(
        Span span,
        String database,
        InstanceStatus status,
        Map<String, String> settings,
        Activity activity,
        Decisions decisions,
        List<String> repository) {
    public RunbookFacts {
        settings = Map.copyOf(settings);
        repository = List.copyOf(repository);
    }

    /**
     * What runs, and on what.
     *
     * @param queries the dearest first
     * @param tables the largest first
     */
    public record Activity(
            List<QueryFigures> queries,
            List<TableFigures> tables,
            List<IndexFigures> indexes,
            List<KnownFinding> findings) {
        public Activity {
            queries = List.copyOf(queries);
            tables = List.copyOf(tables);
            indexes = List.copyOf(indexes);
            findings = List.copyOf(findings);
        }
    }

    /**
     * What is wanted and what was done.
     *
     * @param open strategies that somebody has to decide on, or that are approved
     * @param changes the last one first
     * @param revocable strategies whose change can be rolled back
     */
    public record Decisions(
            Policy policy,
            List<KnownStrategy> open,
            List<PastChange> changes,
            List<KnownStrategy> revocable) {
        public Decisions {
            open = List.copyOf(open);
            changes = List.copyOf(changes);
            revocable = List.copyOf(revocable);
        }
    }
}
