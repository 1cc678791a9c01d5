package org.pgwright.tuning;

import org.pgwright.advisor.analysis.PreparedWorkload;
import org.pgwright.advisor.cost.PlannedStatement;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.findings.Finding;
import org.pgwright.findings.SchemaFindings;
import org.pgwright.gate.Baseline;
import org.pgwright.gate.Observation;
import org.pgwright.gate.Place;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;
import org.pgwright.planner.Progress;
import org.pgwright.snapshot.SchemaFingerprint;
import org.pgwright.twin.Twin;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Plans statements on a twin, with the indexes that there are, and notes what comes of it. */
final class PlannedState {
    private final CatalogLookup lookup;
    private final Twin twin;
    private final Function<Statement, Optional<Place>> places;
    private final Map<String, Baseline.Query> planned = new LinkedHashMap<>();
    private final Map<String, Observation.Unplanned> unplanned = new LinkedHashMap<>();
    private final Map<String, Place> placed = new HashMap<>();

    PlannedState(Catalog catalog, Twin twin, Function<Statement, Optional<Place>> places) {
        this.lookup = new CatalogLookup(catalog);
        this.twin = twin;
        this.places = places;
    }

    Observation of(List<Statement> statements, Progress progress) {
        int done = 0;
        for (Statement statement : statements) {
            plan(statement);
            progress.step("Planning statements", ++done, statements.size());
        }
        planned.keySet().forEach(unplanned::remove);
        List<Finding> findings =
                SchemaFindings.of(lookup.catalog()).stream()
                        .filter(finding -> finding.index() != null)
                        .toList();
        return new Observation(state(), List.copyOf(unplanned.values()), findings, placed);
    }

    /** One that several roles run counts as what it costs the dearest. */
    private void plan(Statement statement) {
        places.apply(statement).ifPresent(place -> placed.put(statement.hash(), place));
        Workload alone = new Workload(List.of(statement), List.of());
        PlannedWorkload plans =
                PlannedWorkload.plan(
                        PreparedWorkload.prepare(lookup, alone, twin, Progress.NONE),
                        twin,
                        Progress.NONE);
        for (PlannedStatement one : plans.statements()) {
            planned.merge(
                    statement.hash(),
                    query(statement, one),
                    (first, other) -> other.cost() > first.cost() ? other : first);
        }
        for (Workload.Skipped skipped : plans.skipped()) {
            unplanned.putIfAbsent(
                    statement.hash(),
                    new Observation.Unplanned(
                            statement.hash(), statement.text(), skipped.reason()));
        }
    }

    private Baseline.Query query(Statement statement, PlannedStatement plans) {
        Set<String> indexes = new TreeSet<>();
        Map<String, Set<QualifiedName>> scans = new TreeMap<>();
        for (Plan plan : plans.plans()) {
            plan.visit(
                    node -> {
                        if (node.index() instanceof IndexName.Existing(QualifiedName name)) {
                            indexes.add(wholeIndex(name).shown());
                        }
                        if (node.type().equals("Seq Scan") && node.relation() != null) {
                            QualifiedName table = node.relation();
                            scans.computeIfAbsent(wholeTable(table).shown(), t -> new TreeSet<>())
                                    .add(table);
                        }
                    });
        }
        List<Baseline.Scan> scanned = new ArrayList<>();
        scans.forEach((table, leaves) -> scanned.add(new Baseline.Scan(table, rows(leaves))));
        return new Baseline.Query(
                statement.hash(), statement.text(), plans.cost(), List.copyOf(indexes), scanned);
    }

    /** Partitions come and go; the partitioned index stays. */
    private QualifiedName wholeIndex(QualifiedName name) {
        QualifiedName whole = name;
        Optional<Index> index = lookup.index(name);
        while (index.isPresent() && index.get().parent() != null) {
            whole = Objects.requireNonNull(index.get().parent());
            index = lookup.index(whole);
        }
        return whole;
    }

    private QualifiedName wholeTable(QualifiedName name) {
        List<QualifiedName> above = lookup.partitionAncestorsOf(name);
        return above.isEmpty() ? name : above.getLast();
    }

    private long rows(Set<QualifiedName> tables) {
        double rows = 0;
        for (QualifiedName name : tables) {
            rows += lookup.table(name).map(lookup::ownRowsOf).orElse(0.0);
        }
        return Math.round(rows);
    }

    private Baseline state() {
        Catalog catalog = lookup.catalog();
        return new Baseline(
                twin.major(),
                SchemaFingerprint.of(catalog),
                List.copyOf(planned.values()),
                catalog.indexes().stream()
                        .filter(this::isUsers)
                        .map(
                                index ->
                                        new Baseline.KnownIndex(
                                                index.name().shown(),
                                                index.table().shown(),
                                                index.definition(),
                                                index.valid()))
                        .toList(),
                SchemaFindings.foreignKeysWithoutIndex(catalog).stream()
                        .map(
                                key ->
                                        new Baseline.ForeignKey(
                                                key.table().shown(),
                                                key.columns(),
                                                Objects.requireNonNull(key.other()).shown()))
                        .toList());
    }

    private boolean isUsers(Index index) {
        boolean isOfExtension =
                index.extension() != null
                        || lookup.table(index.table()).map(Table::extension).isPresent();
        return !isOfExtension && index.parent() == null;
    }
}
