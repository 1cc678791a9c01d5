package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.advisor.existing.Suspect;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.Finding;
import org.pgwright.findings.IndexShape;
import org.pgwright.findings.SchemaFindings;
import org.pgwright.maintenance.Verdict.Cause;
import org.pgwright.maintenance.Verdict.Needless;
import org.pgwright.maintenance.Verdict.Stays;
import org.pgwright.workload.Statement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides which indexes of a database nothing needs, as far as that can be told without plans.
 *
 * <p>The rules are in docs/retirement.md. Indexes of extensions are not spoken of, parts of a
 * partitioned table's index only through it.
 */
public final class Retirements {
    private static final Pattern REMAINS = Pattern.compile(".*_cc(?:new|old)\\d*");

    private final CatalogLookup lookup;
    private final Map<QualifiedName, String> decided;
    private final UseJudge uses;
    private final Duties duties;
    private final Map<QualifiedName, Finding> findings = new HashMap<>();

    private Retirements(
            CatalogLookup lookup,
            Map<QualifiedName, String> decided,
            UseJudge uses,
            Duties duties) {
        this.lookup = lookup;
        this.decided = decided;
        this.uses = uses;
        this.duties = duties;
        for (Finding finding : SchemaFindings.of(lookup.catalog())) {
            if (finding.index() != null && finding.kind() != Finding.Kind.UNUSED_INDEX) {
                findings.put(finding.index(), finding);
            }
        }
    }

    /**
     * What is known beside the catalog.
     *
     * @param decided what is to become of some indexes, in words
     * @param leftOut tables that are not spoken of
     */
    public record Known(
            KnownUse use,
            List<Statement> statements,
            Map<QualifiedName, String> decided,
            Set<QualifiedName> leftOut,
            Instant now) {
        public Known {
            statements = List.copyOf(statements);
            decided = Map.copyOf(decided);
            leftOut = Set.copyOf(leftOut);
        }
    }

    /**
     * The verdicts: on needless ones the surest first, of each kind the largest, then the others.
     */
    public static List<Verdict> of(CatalogLookup lookup, Known known) {
        Retirements retirements =
                new Retirements(
                        lookup,
                        known.decided(),
                        new UseJudge(lookup, known.use(), known.now()),
                        new Duties(lookup, ConflictTargets.of(known.statements())));
        List<Verdict> all =
                lookup.catalog().indexes().stream()
                        .filter(index -> IndexShape.isReported(lookup, index))
                        .filter(index -> !known.leftOut().contains(index.table()))
                        .map(retirements::verdict)
                        .sorted(retirements.largestFirst())
                        .toList();
        return Stream.concat(
                        all.stream()
                                .flatMap(v -> v instanceof Needless n ? Stream.of(n) : Stream.of())
                                .sorted(Comparator.comparing(n -> n.suspect().ground())),
                        all.stream().filter(Stays.class::isInstance))
                .toList();
    }

    private Comparator<Verdict> largestFirst() {
        return Comparator.comparingLong((Verdict v) -> -IndexShape.pages(lookup, v.index()))
                .thenComparing(verdict -> verdict.index().name());
    }

    private Verdict verdict(Index index) {
        String decision = decided.get(index.name());
        if (decision != null) {
            return Stays.because(index, Cause.DECIDED, decision);
        }
        if (!index.valid()) {
            return invalid(index);
        }
        Finding finding = findings.get(index.name());
        Index other = finding == null ? null : other(finding);
        Ground ground = ground(finding, other);
        Optional<String> need = duties.of(index, ground);
        if (need.isPresent()) {
            return Stays.because(index, Cause.NEEDED, need.get());
        }
        if (other == null) {
            return unused(index);
        }
        String othersDecision = decided.get(other.name());
        return othersDecision == null
                ? doubled(index, ground, other)
                : Stays.because(
                        index,
                        Cause.DECIDED,
                        "of %s, which serves in its stead: %s"
                                .formatted(other.name().shown(), othersDecision));
    }

    private static Ground ground(@Nullable Finding finding, @Nullable Index other) {
        if (finding == null || other == null) {
            return Ground.UNUSED;
        }
        return finding.kind() == Finding.Kind.DUPLICATE_INDEX ? Ground.DUPLICATE : Ground.REDUNDANT;
    }

    private @Nullable Index other(Finding finding) {
        return finding.other() == null ? null : lookup.index(finding.other()).orElse(null);
    }

    private Needless doubled(Index index, Ground ground, Index other) {
        return new Needless(new Suspect(index, ground, other, ""), duties.goingOn(index, other));
    }

    private Verdict unused(Index index) {
        return switch (uses.of(index)) {
            case UseVerdict.Unused(String reason, List<String> doubts) -> {
                List<String> remarks = new ArrayList<>(doubts);
                if (index.keys().stream().anyMatch(key -> key.column() == null)) {
                    remarks.add("the planner's statistics of its expression go with it");
                }
                yield new Needless(new Suspect(index, Ground.UNUSED, null, reason), remarks);
            }
            case UseVerdict.Used used ->
                    new Stays(index, Cause.USED, used.reason(), used.last(), List.of());
            case UseVerdict.Unwatched unwatched ->
                    Stays.because(index, Cause.UNWATCHED, unwatched.reason());
            case UseVerdict.NotKnown notKnown ->
                    Stays.because(index, Cause.NOT_KNOWN, notKnown.reason());
        };
    }

    private Verdict invalid(Index index) {
        Index.State state = index.state();
        boolean remains = REMAINS.matcher(index.name().name()).matches();
        if (index.partitioned()) {
            return Stays.because(
                    index,
                    Cause.NEEDED,
                    "it is invalid, as not every partition has its part of it");
        }
        if (state == null || state.maintained()) {
            return Stays.because(
                    index,
                    Cause.NOT_KNOWN,
                    "it is invalid, but may be being built: a session was at work on the table's"
                            + " indexes");
        }
        if (!remains && IndexShape.isBoundToMoreThanQueries(index)) {
            return Stays.because(
                    index,
                    Cause.NEEDED,
                    "it is invalid, but is to keep its values unique: build it anew, or drop it by"
                            + " hand");
        }
        return new Needless(
                new Suspect(
                        index,
                        Ground.INVALID,
                        null,
                        remains
                                ? "left behind by a REINDEX CONCURRENTLY: no query can use it, and"
                                        + " every write pays for it"
                                : "a build of it failed: no query can use it, and every write pays"
                                        + " for it"),
                List.of());
    }
}
