package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.PlanLines;
import org.pgwright.rehearsal.Draw;
import org.pgwright.rehearsal.Finding;
import org.pgwright.rehearsal.NotRun;
import org.pgwright.rehearsal.Rehearsal;
import org.pgwright.rehearsal.RehearsedIndex;
import org.pgwright.rehearsal.RehearsedStatement;
import org.pgwright.rehearsal.Runs;
import org.pgwright.rehearsal.Span;

import java.util.List;

/** A rehearsal as programs read it. */
record RehearsalDocument(
        String copy,
        boolean complete,
        boolean stopped,
        boolean kept,
        long faster,
        long slower,
        long failing,
        double beforeMillis,
        double afterMillis,
        List<IndexPart> indexes,
        List<StatementPart> statements,
        List<NotRun> notRun,
        long elsewhere) {
    static RehearsalDocument of(Rehearsal rehearsal) {
        return new RehearsalDocument(
                rehearsal.copy(),
                rehearsal.isComplete(),
                rehearsal.isStopped(),
                rehearsal.isKept(),
                rehearsal.count(Finding.FASTER),
                rehearsal.count(Finding.SLOWER),
                rehearsal.count(Finding.FAILS),
                rehearsal.beforeMillis(),
                rehearsal.afterMillis(),
                rehearsal.indexes().stream().map(index -> part(rehearsal, index)).toList(),
                rehearsal.statements().stream().map(RehearsalDocument::part).toList(),
                rehearsal.notRun(),
                rehearsal.elsewhere());
    }

    /** The hashes of the statements whose plans read an index, after or before. */
    static List<String> usedBy(Rehearsal rehearsal, RehearsedIndex index) {
        return rehearsal.statements().stream()
                .filter(one -> one.uses().stream().anyMatch(index.names()::contains))
                .map(RehearsedStatement::hash)
                .toList();
    }

    private static IndexPart part(Rehearsal rehearsal, RehearsedIndex index) {
        RehearsedIndex.Built built = index.built();
        return new IndexPart(
                index.strategy(),
                index.action().label(),
                index.object().label(),
                index.index().schema(),
                index.index().name(),
                index.table().name(),
                built.isAsWanted(),
                built.sentence(),
                built.took() == null ? null : built.took().toMillis(),
                built.bytes(),
                index.prediction().bytes(),
                index.prediction().writeOverheadPercent(),
                usedBy(rehearsal, index),
                index.takenBack().isSettled(),
                index.takenBack().sentence());
    }

    private static StatementPart part(RehearsedStatement one) {
        boolean isFailing = one.finding() == Finding.FAILS;
        return new StatementPart(
                one.hash(),
                one.text(),
                one.calls(),
                one.finding().label(),
                one.isWrite(),
                side(one.before()),
                isFailing ? null : side(one.after()),
                isFailing ? null : one.ratio(),
                one.promise().ratio(),
                one.isWrite() ? one.promise().writePercent() : null,
                one.isPlanChanged(),
                List.copyOf(one.uses()),
                one.draws().stream().map(RehearsalDocument::part).toList());
    }

    private static SidePart side(Span span) {
        return new SidePart(
                span.millis(),
                span.fastest(),
                span.slowest(),
                span.isAtLeast(),
                span.rows(),
                span.blocks());
    }

    private static DrawPart part(Draw draw) {
        return new DrawPart(draw.share(), runs(draw.before()), runs(draw.after()));
    }

    private static RunsPart runs(Runs runs) {
        return switch (runs) {
            case Runs.Measured measured ->
                    new RunsPart(
                            measured.millis(), PlanLines.of(measured.plan().masked()), null, null);
            case Runs.TimedOut late ->
                    new RunsPart(List.of(), List.of(), late.limit().toMillis(), null);
            case Runs.Failed failed -> new RunsPart(List.of(), List.of(), null, failed.reason());
        };
    }

    record IndexPart(
            @Nullable String strategy,
            String action,
            String object,
            String schema,
            String index,
            String table,
            boolean asWanted,
            String message,
            @Nullable Long tookMillis,
            @Nullable Long bytes,
            long promisedBytes,
            double promisedWritePercent,
            List<String> usedBy,
            boolean settled,
            String afterwards) {}

    record StatementPart(
            String hash,
            String text,
            double calls,
            String finding,
            boolean write,
            SidePart before,
            @Nullable SidePart after,
            @Nullable Double measuredRatio,
            @Nullable Double promisedRatio,
            @Nullable Double promisedWritePercent,
            boolean planChanged,
            List<String> uses,
            List<DrawPart> draws) {}

    record SidePart(
            double millis,
            double fastestMillis,
            double slowestMillis,
            boolean atLeast,
            double rows,
            double blocks) {}

    record DrawPart(double share, RunsPart before, RunsPart after) {}

    record RunsPart(
            List<Double> millis,
            List<String> plan,
            @Nullable Long timedOutAfterMillis,
            @Nullable String error) {}
}
