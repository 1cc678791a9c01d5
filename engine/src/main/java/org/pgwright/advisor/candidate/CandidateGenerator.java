package org.pgwright.advisor.candidate;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.WhatIfPlanner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes the candidates of a workload: every {@link CandidateSource}'s for every mention of a table,
 * less those that a rule forbids.
 *
 * <p>Their number is bounded; statements take turns, so that each gets its likeliest ones in.
 */
public final class CandidateGenerator {
    /** Of one statement; the sources yield the likeliest first. */
    private static final int MAX_OF_STATEMENT = 48;

    private final CatalogLookup lookup;
    private final IndexRules rules;
    private final ReferenceReader reader;
    private final CoveringCandidates covering;
    private final Predicate<QualifiedName> admitted;

    private final Map<IndexDefinition, String> refusals = new LinkedHashMap<>();
    private final Set<QualifiedName> refusedTables = new LinkedHashSet<>();

    /**
     * @param workload whose columns decide on the order of keys
     * @param planner asked for how many rows conditions select
     * @param admitted the tables that the user wants advice on
     */
    public CandidateGenerator(
            CatalogLookup lookup,
            List<AdvisedStatement> workload,
            WhatIfPlanner planner,
            Predicate<QualifiedName> admitted) {
        this.lookup = lookup;
        this.rules = new IndexRules(lookup);
        this.reader =
                new ReferenceReader(
                        lookup,
                        new ColumnPopularity(lookup, workload),
                        new PartialIndexRules(lookup, planner));
        this.covering = new CoveringCandidates(lookup);
        this.admitted = admitted;
    }

    /**
     * The candidates for some statements of the workload, those given first served first.
     *
     * @param limit how many at most
     */
    public List<Candidate> generate(List<AdvisedStatement> statements, int limit) {
        Map<IndexDefinition, Set<Integer>> wanted = new LinkedHashMap<>();
        List<List<IndexDefinition>> turns = statements.stream().map(this::ofStatement).toList();
        for (int turn = 0; turn < MAX_OF_STATEMENT; turn++) {
            for (int i = 0; i < turns.size(); i++) {
                if (turn < turns.get(i).size()) {
                    want(turns.get(i).get(turn), statements.get(i), wanted, limit);
                }
            }
        }
        return wanted.entrySet().stream()
                .map(e -> new Candidate(e.getKey(), new TreeSet<>(e.getValue())))
                .toList();
    }

    private static void want(
            IndexDefinition definition,
            AdvisedStatement statement,
            Map<IndexDefinition, Set<Integer>> wanted,
            int limit) {
        if (wanted.size() < limit || wanted.containsKey(definition)) {
            wanted.computeIfAbsent(definition, d -> new TreeSet<>()).add(statement.number());
        }
    }

    /** What was refused so far, each definition once and one definition a refused table. */
    public List<Refusal> refusals() {
        return refusals.entrySet().stream()
                .map(e -> new Refusal(e.getKey(), e.getValue()))
                .toList();
    }

    /** Those that the rules allow, such as merged ones. */
    public List<IndexDefinition> allowed(List<IndexDefinition> definitions) {
        return definitions.stream().filter(d -> rules.refusal(d).isEmpty()).toList();
    }

    private List<IndexDefinition> ofStatement(AdvisedStatement statement) {
        return statement.references().stream()
                .flatMap(reference -> ofReference(statement, reference))
                .distinct()
                .filter(this::isAllowed)
                .limit(MAX_OF_STATEMENT)
                .toList();
    }

    private Stream<IndexDefinition> ofReference(
            AdvisedStatement statement, TableReference reference) {
        return tablesOf(reference).stream()
                .filter(table -> admitted.test(table.name()))
                .flatMap(table -> ofTable(statement, reference, table).stream());
    }

    private List<IndexDefinition> ofTable(
            AdvisedStatement statement, TableReference reference, Table table) {
        List<IndexDefinition> made =
                reader.readAll(statement, reference, table)
                        .flatMap(use -> Stream.concat(ofUse(use), copies(statement, use)))
                        .distinct()
                        .toList();
        String refused = rules.refusal(table).orElse(null);
        if (refused != null) {
            if (!made.isEmpty() && refusedTables.add(table.name())) {
                refusals.put(made.getFirst(), refused);
            }
            return List.of();
        }
        reader.impossible(reference, table)
                .forEach(r -> refusals.putIfAbsent(r.definition(), r.reason()));
        return made;
    }

    private static Stream<IndexDefinition> ofUse(ReferenceUse use) {
        return CandidateSource.of(use).flatMap(source -> source.from(use));
    }

    /**
     * Narrow copies of a table in the order of a join or of groups: read as a whole in the place of
     * the table, even where they find nothing.
     */
    private Stream<IndexDefinition> copies(AdvisedStatement statement, ReferenceUse use) {
        if (!use.conditions().isEmpty()) {
            return Stream.empty();
        }
        return Stream.concat(use.joins().stream(), Stream.of(use.group()))
                .flatMap(keys -> keys.stream().limit(1))
                .distinct()
                .flatMap(use::index)
                .flatMap(first -> covering.of(statement, first).stream())
                .map(Variation::definition);
    }

    /** The table; with those that inherit from it, which an index on it does not reach. */
    private List<Table> tablesOf(TableReference reference) {
        Table table = lookup.table(reference.table()).orElseThrow();
        List<Table> tables = new ArrayList<>(List.of(table));
        if (table.kind() == Table.Kind.TABLE) {
            tables.addAll(lookup.descendantsOf(table.name()));
        }
        return tables;
    }

    private boolean isAllowed(IndexDefinition definition) {
        String refused = rules.refusal(definition).orElse(null);
        if (refused != null) {
            refusals.putIfAbsent(definition, refused);
        }
        return refused == null;
    }
}
