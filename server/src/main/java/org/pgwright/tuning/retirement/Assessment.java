package org.pgwright.tuning.retirement;

import org.pgwright.advisor.Retirement;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Effect;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.embedded.PostgresInstallations;
import org.pgwright.maintenance.KnownUse;
import org.pgwright.maintenance.Retirements;
import org.pgwright.maintenance.Verdict;
import org.pgwright.maintenance.Verdict.Cause;
import org.pgwright.maintenance.Verdict.Needless;
import org.pgwright.maintenance.Verdict.Stays;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.RetirementReport;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.tuning.Sampling;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Finds the indexes of one database that nothing needs; only reads its server. */
final class Assessment {
    private static final int SHORT_HASH = 8;

    private final PostgresInstallations installations;
    private final Path cache;
    private final Progress progress;
    private final BooleanSupplier enough;

    /**
     * @param installations to run the twin with
     * @param cache of {@link org.pgwright.embedded.CacheFolder}
     * @param enough whether to try no more
     */
    Assessment(
            PostgresInstallations installations,
            Path cache,
            Progress progress,
            BooleanSupplier enough) {
        this.installations = installations;
        this.cache = cache;
        this.progress = progress;
        this.enough = enough;
    }

    /**
     * A database, and what is known of it.
     *
     * @param snapshot without samples, with all statements that are known
     * @param unused for how long nothing may have used an index
     * @param isAsked whether somebody asked for that time, which holds for those that pgwright made
     *     then, too
     */
    record Case(
            ConnectionSettings settings,
            Snapshot snapshot,
            RetirementFacts facts,
            Duration unused,
            boolean isAsked,
            Instant now) {
        int servers() {
            return facts.servers() == null ? 0 : facts.servers().watched();
        }

        private Retirements.Known known() {
            return new Retirements.Known(
                    new KnownUse(
                            facts.servers(),
                            facts.uses(),
                            isAsked ? List.of() : facts.made(),
                            unused),
                    snapshot.workload().statements(),
                    facts.decided(now),
                    facts.ownTables(),
                    now);
        }
    }

    /** What became of the indexes, and how much was known of statements. */
    record Tried(List<RetirementReport.Drop> drops, List<Stays> kept, int statements, int skipped) {
        Tried {
            drops = List.copyOf(drops);
            kept = List.copyOf(kept);
        }
    }

    RetirementReport of(Case one) {
        CatalogLookup lookup = new CatalogLookup(one.snapshot().catalog());
        List<Verdict> verdicts = Retirements.of(lookup, one.known());
        Tried tried = tried(one, lookup, verdicts);
        return new RetirementReport(
                new RetirementReport.Subject(
                        one.snapshot().catalog().database().name(),
                        one.now(),
                        one.unused(),
                        one.servers(),
                        verdicts.size(),
                        tried.statements(),
                        tried.skipped()),
                tried.drops(),
                tried.kept(),
                RetirementNotes.of(one, tried),
                null);
    }

    private Tried tried(Case one, CatalogLookup lookup, List<Verdict> verdicts) {
        List<Stays> kept = new ArrayList<>();
        List<Needless> suspected = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            switch (verdict) {
                case Stays stays -> kept.add(stays);
                case Needless needless -> suspected.add(needless);
            }
        }
        if (suspected.isEmpty()) {
            return new Tried(List.of(), kept, one.snapshot().workload().statements().size(), 0);
        }
        LastLook look = LastLook.at(one, lookup);
        Map<QualifiedName, Needless> needless = new LinkedHashMap<>();
        for (Needless found : suspected) {
            Optional<Stays> unsure = look.unsure(found);
            unsure.ifPresentOrElse(kept::add, () -> needless.put(found.index().name(), found));
        }
        Retirement retirement = withoutThem(one, List.copyOf(needless.values()));
        retirement.kept().forEach(still -> kept.add(stays(still)));
        return new Tried(
                retirement.drops().stream().map(change -> drop(look, change, needless)).toList(),
                kept,
                retirement.statements(),
                retirement.skipped().size());
    }

    private static RetirementReport.Drop drop(
            LastLook look, IndexChange change, Map<QualifiedName, Needless> needless) {
        Restoration back = look.restoration(change.index());
        Needless found = needless.get(change.index().name());
        return new RetirementReport.Drop(
                change, found == null ? List.of() : found.remarks(), back.statement(), back.lost());
    }

    private Retirement withoutThem(Case one, List<Needless> needless) {
        Snapshot snapshot = one.snapshot();
        if (needless.isEmpty()) {
            int known = snapshot.workload().statements().size();
            return new Retirement(List.of(), List.of(), known, List.of());
        }
        TwinOptions options =
                new TwinOptions(installations.ofMajor(snapshot.catalog().server().major()), cache);
        try (Twin twin =
                Twin.build(
                        snapshot.catalog(), snapshot.workload().statements(), options, progress)) {
            Snapshot complete = Sampling.complete(snapshot, twin, one.settings(), progress);
            return Retirement.of(
                    new CatalogLookup(complete.catalog()),
                    complete.workload(),
                    needless.stream().map(Needless::suspect).toList(),
                    new Retirement.Seams(twin, twin),
                    new Retirement.Asked(progress, enough));
        }
    }

    private static Stays stays(IndexChange.Kept kept) {
        List<Effect> effects = kept.effects();
        String query =
                effects.isEmpty()
                        ? ""
                        : " (query %s)".formatted(shortHash(effects.getFirst().hash()));
        return new Stays(
                kept.index(),
                kept.isTried() ? Cause.PLAN : Cause.NOT_KNOWN,
                kept.reason() + query,
                null,
                effects);
    }

    private static String shortHash(String hash) {
        return hash.substring(0, Math.min(SHORT_HASH, hash.length()));
    }
}
