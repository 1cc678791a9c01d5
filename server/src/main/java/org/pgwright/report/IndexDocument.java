package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.findings.Finding;
import org.pgwright.observation.IndexDuty;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.KnownFinding;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * An index as programs read it.
 *
 * @param neededFor beside queries and constraints
 */
record IndexDocument(
        String database,
        String schema,
        String table,
        String name,
        String definition,
        boolean unique,
        boolean primary,
        boolean constraint,
        boolean valid,
        boolean ours,
        List<String> neededFor,
        @Nullable String duplicateOf,
        @Nullable String redundantWith,
        @Nullable Boolean dropRecommended,
        @Nullable String dropReason,
        List<String> findings,
        @Nullable Long bytes,
        @Nullable Long growthBytes,
        @Nullable String growthSince,
        @Nullable Long bloatBytes,
        @Nullable Double bloatPercent,
        @Nullable String bloatMissing,
        long scans,
        long rowsRead,
        long rowsFetched,
        long tableRows,
        long tableWrites,
        String watchedSince,
        boolean complete) {
    /**
     * The document of an index.
     *
     * @param all what is wrong, of this index and others
     */
    static IndexDocument of(IndexFigures index, List<KnownFinding> all) {
        List<KnownFinding> own = all.stream().filter(known -> known.isOf(index)).toList();
        IndexFigures.Drop drop = index.drop();
        Instant grownSince = index.size().grownSince();
        return new IndexDocument(
                index.databaseName(),
                index.table().schema(),
                index.table().name(),
                index.name(),
                index.definition(),
                index.flags().isUnique(),
                index.flags().isPrimary(),
                index.flags().isConstraint(),
                index.flags().isValid(),
                index.key().isOurs(),
                index.flags().duties().stream().sorted().map(IndexDuty::name).toList(),
                other(own, Finding.Kind.DUPLICATE_INDEX),
                other(own, Finding.Kind.REDUNDANT_INDEX),
                drop == null ? null : drop.isRecommended(),
                drop == null ? null : drop.reason(),
                own.stream().map(known -> known.finding().detail()).toList(),
                index.bytes(),
                index.size().growthBytes(),
                grownSince == null ? null : grownSince.toString(),
                index.size().bloatBytes(),
                SizeWords.bloatPercent(index.size()),
                SizeWords.missing(index.size()),
                index.scans(),
                index.rowsRead(),
                index.rowsFetched(),
                index.tableRows(),
                index.tableWrites(),
                index.watchedSince().toString(),
                !index.isIncomplete());
    }

    private static @Nullable String other(List<KnownFinding> own, Finding.Kind kind) {
        return own.stream()
                .map(known -> known.otherOf(kind))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
