package org.pgwright.report;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * The JSON form of index advice; its fields and their order are those of the document.
 *
 * <p>A contract with its readers: fields may be added, never changed or taken away, and readers
 * ignore what they do not know.
 */
record AdviceDocument(
        int version,
        DatabasePart database,
        WorkloadPart workload,
        CostPart cost,
        WritesPart writes,
        List<RecommendationPart> recommendations,
        List<FindingPart> findings,
        List<RejectedPart> rejected,
        List<GapPart> gaps,
        List<String> notes,
        List<FrontierPart> frontier,
        StatisticsPart statistics,
        List<TablePart> tables,
        List<StatisticsObjectPart> extendedStatistics) {
    /** Of this contract, not of pgwright. */
    static final int VERSION = 1;

    record DatabasePart(
            String name,
            String serverVersion,
            long sizeBytes,
            String systemIdentifier,
            String schemaFingerprint,
            String takenAt) {}

    record WorkloadPart(int statements, List<SkippedPart> skipped, List<QueryPart> queries) {}

    record SkippedPart(String query, String reason) {}

    record CostPart(double before, double after, double ratio) {}

    /**
     * @param before what writes cost to their tables as it is, in the unit of all costs
     * @param added for all recommended indexes
     */
    record WritesPart(double before, double added, double overheadPercent) {}

    /**
     * An index to make, or one to drop or to build anew.
     *
     * @param bytes what it takes: of one to make, estimated; of another, as it is
     * @param gain the weighted cost that statements are spared; below zero where they pay more
     * @param upkeep the weighted cost that writes pay for it; below zero where they are spared it
     * @param kind why an existing index is to be changed, null for one to make
     * @param other the index that serves in the stead of one to drop, null for none
     * @param bytesFreed of an existing index
     * @param undo what brings a dropped index back
     */
    record RecommendationPart(
            String action,
            int priority,
            String table,
            String name,
            String definition,
            String method,
            List<String> columns,
            List<String> include,
            @Nullable String predicate,
            long bytes,
            String reason,
            List<QueryPart> queries,
            List<String> statements,
            double gain,
            double upkeep,
            double writeOverheadPercent,
            @Nullable String kind,
            @Nullable String other,
            long bytesFreed,
            List<String> undo) {}

    /**
     * Extended statistics to make.
     *
     * @param kinds of CREATE STATISTICS
     * @param queries whose plans change
     * @param statements that make and fill it
     */
    record StatisticsObjectPart(
            String table,
            String name,
            List<String> columns,
            List<String> kinds,
            String definition,
            String reason,
            List<ReplannedPart> queries,
            List<String> statements) {}

    /**
     * @param rowsBefore that the planner expects of the table, or groups, as it is
     * @param rowsAfter the same with the statistics
     * @param costBefore of one call by wrong estimates
     * @param costAfter the same by better ones, mostly higher
     */
    record ReplannedPart(
            String hash,
            double rowsBefore,
            double rowsAfter,
            double costBefore,
            double costAfter,
            double calls,
            String query) {}

    /**
     * @param doubt why it may not get faster although it costs less, null for no reason
     */
    record QueryPart(
            String hash,
            double costBefore,
            double costAfter,
            double calls,
            String query,
            @Nullable String doubt) {}

    record FindingPart(
            String kind,
            String table,
            List<String> columns,
            @Nullable String index,
            @Nullable String other,
            String detail) {}

    record RejectedPart(String definition, String reason) {}

    record GapPart(String subject, String effect, String remedy) {}

    /**
     * What indexes of so many bytes would do at best, as far as it was found out.
     *
     * @param cost of the workload with them
     * @param gain the cost that they spare it
     * @param upkeep the cost that writes pay for them
     * @param indexes their definitions, without names
     */
    record FrontierPart(
            long bytes, double cost, double gain, double upkeep, List<String> indexes) {}

    /**
     * @param lowerBound of what workload, writes and storage together cost with any choice among
     *     the same candidates
     * @param gap the share by which the best choice could be lower at most
     * @param cutShort whether a deadline or Ctrl-C ended the search
     */
    record StatisticsPart(
            long elapsedMillis,
            long whatIfCalls,
            long cacheHits,
            int candidates,
            double lowerBound,
            double gap,
            boolean cutShort) {}

    /**
     * What a table was like whose indexes are recommended.
     *
     * @param columns their types, by name
     * @param indexes the definitions of those that were valid, by name
     */
    record TablePart(String table, Map<String, String> columns, Map<String, String> indexes) {}
}
