package org.pgwright.advisor;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.workload.Workload.Skipped;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which indexes to make, and what that changes.
 *
 * <p>Costs are the planner's, in units of {@code seq_page_cost}.
 *
 * @param statements how many were advised on
 * @param skipped those that could not be, each with its reason
 * @param writes what they pay for the recommended indexes
 * @param recommendations by priority, the one that gains most first
 * @param changes what to do with existing indexes once the recommended ones are there; not in the
 *     costs
 * @param rejected candidates and drops that one may have expected, each with what spoke against it;
 *     bounded
 * @param queries what each advised statement costs, those first that are costliest afterwards
 * @param usedIndexes existing indexes that plans of the statements use
 * @param limited whether an index that would help did not fit the budget
 * @param frontier what could be had for fewer bytes, from nothing to all; empty where not asked for
 * @param statisticsObjects extended statistics to make beside the indexes, those that concern most
 *     first; not in the costs
 */
public record Advice(
        int statements,
        List<Skipped> skipped,
        WorkloadCost cost,
        WriteCost writes,
        List<Recommendation> recommendations,
        List<IndexChange> changes,
        List<Rejected> rejected,
        List<QueryCost> queries,
        Set<QualifiedName> usedIndexes,
        boolean limited,
        List<FrontierPoint> frontier,
        List<StatisticsObject> statisticsObjects,
        Statistics statistics) {
    public Advice {
        skipped = List.copyOf(skipped);
        recommendations = List.copyOf(recommendations);
        changes = List.copyOf(changes);
        rejected = List.copyOf(rejected);
        queries = List.copyOf(queries);
        usedIndexes = Set.copyOf(usedIndexes);
        frontier = List.copyOf(frontier);
        statisticsObjects = List.copyOf(statisticsObjects);
    }

    /** The same with extended statistics. */
    Advice with(List<StatisticsObject> objects) {
        return new Advice(
                statements,
                skipped,
                cost,
                writes,
                recommendations,
                changes,
                rejected,
                queries,
                usedIndexes,
                limited,
                frontier,
                objects,
                statistics);
    }

    /**
     * The same with what is to be done to existing indexes.
     *
     * @param kept drops that one may have expected, each with what spoke against it
     * @param whatIfCalls plans that the planner made in all
     */
    Advice with(List<IndexChange> existing, List<Rejected> kept, long whatIfCalls) {
        return new Advice(
                statements,
                skipped,
                cost,
                writes,
                recommendations,
                existing,
                Stream.concat(rejected.stream(), kept.stream()).toList(),
                queries,
                usedIndexes,
                limited,
                frontier,
                statisticsObjects,
                statistics.withCalls(whatIfCalls));
    }

    /** The sum over the statements of calls times plan cost, as it is and with all indexes made. */
    public record WorkloadCost(double before, double after) {
        /** What is left of the cost, 1 where there is none. */
        public double ratio() {
            return before > 0 ? after / before : 1;
        }
    }

    /**
     * What the workload's writes cost to their tables, beside finding the rows.
     *
     * @param before as it is; 0 where nothing is known to be written
     * @param added for all recommended indexes together
     */
    public record WriteCost(double before, double added) {
        /** The share by which writes become dearer, 0 where there are none. */
        public double overhead() {
            return before > 0 ? added / before : 0;
        }
    }

    /**
     * An index to make.
     *
     * @param priority from 1
     * @param name at most 63 bytes, free in the table's schema
     * @param definition one statement that says what is made; on a partitioned table PostgreSQL
     *     refuses CONCURRENTLY, so that it blocks writes there
     * @param statements what to run, one by one outside a transaction: never blocks writes for long
     * @param size estimated
     * @param gain the weighted cost that making it saves beside those of higher priority
     * @param upkeep the weighted cost that writes are estimated to pay for it, not in {@code gain}
     * @param writeOverhead the same as a share of what writes to its table cost without it
     * @param reason in words
     * @param queries that use it, the most gained first
     */
    public record Recommendation(
            int priority,
            IndexDefinition index,
            String name,
            String definition,
            List<String> statements,
            Bytes size,
            double gain,
            double upkeep,
            double writeOverhead,
            String reason,
            List<QueryCost> queries) {
        public Recommendation {
            statements = List.copyOf(statements);
            queries = List.copyOf(queries);
        }
    }

    /**
     * Extended statistics to make (manual, CREATE STATISTICS): they take next to no room and
     * nothing of writes, and have the planner choose other plans.
     *
     * @param columns two, in the table's order
     * @param kinds {@code dependencies} or {@code ndistinct} or both, as the statements need them
     * @param name at most 63 bytes, free in the table's schema
     * @param definition one statement that makes it; ANALYZE of the table fills it
     * @param reason in words
     * @param queries whose plans change, those that cost most first
     */
    public record StatisticsObject(
            QualifiedName table,
            List<String> columns,
            List<String> kinds,
            String name,
            String definition,
            String reason,
            List<Replanned> queries) {
        public StatisticsObject {
            columns = List.copyOf(columns);
            kinds = List.copyOf(kinds);
            queries = List.copyOf(queries);
        }
    }

    /**
     * A statement that is planned otherwise once the planner knows how columns hang together.
     *
     * @param hash of the normalised text
     * @param pattern its text
     * @param rowsBefore that the planner expects of the table, or groups, as it is
     * @param rowsAfter the same once it knows
     * @param costBefore of one call with all recommended indexes, as the planner counts by wrong
     *     estimates
     * @param costAfter the same by better ones, mostly higher
     */
    public record Replanned(
            String hash,
            String pattern,
            double calls,
            double rowsBefore,
            double rowsAfter,
            double costBefore,
            double costAfter) {
        /** By what factor the estimate is off, at least 1. */
        public double factor() {
            double less = Math.max(1, Math.min(rowsBefore, rowsAfter));
            return Math.max(1, Math.max(rowsBefore, rowsAfter) / less);
        }
    }

    /**
     * What a statement costs.
     *
     * @param hash of the normalised text
     * @param pattern its text
     * @param costBefore of one call, as it is
     * @param costAfter of one call, with all recommended indexes
     * @param doubt why it may not get faster although it costs less, in words; null where nothing
     *     speaks for that
     */
    public record QueryCost(
            String hash,
            String pattern,
            double calls,
            double costBefore,
            double costAfter,
            @Nullable String doubt) {}

    /**
     * An index that is not recommended, where the definition names no index, or an existing one
     * that is not to be dropped or built anew.
     */
    public record Rejected(String definition, String reason) {}

    /**
     * What the advice took.
     *
     * @param whatIfCalls plans that the planner made
     * @param cacheHits plans that it did not have to make
     * @param candidates indexes that were tried
     * @param lowerBound what workload, writes and storage together would cost at least with the
     *     best choice among the same candidates
     * @param gap the share by which the best choice could be lower at most, 0 to 1
     * @param cutShort whether the search was ended before it had found nothing better to try
     */
    public record Statistics(
            long whatIfCalls,
            long cacheHits,
            int candidates,
            double lowerBound,
            double gap,
            boolean cutShort) {
        Statistics withCalls(long calls) {
            return new Statistics(calls, cacheHits, candidates, lowerBound, gap, cutShort);
        }
    }

    /**
     * What a set of indexes is worth.
     *
     * @param bytes of all of them, estimated
     * @param cost of the workload with them
     * @param upkeep the weighted cost that writes pay for them
     * @param definitions of the indexes, without names
     */
    public record FrontierPoint(long bytes, double cost, double upkeep, List<String> definitions) {
        public FrontierPoint {
            definitions = List.copyOf(definitions);
        }
    }
}
