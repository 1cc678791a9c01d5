package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The choice as plain numbers: what plans each statement has, and what options take. */
final class SelectionModel {
    private final Evaluation evaluation;
    private final StatementCosts costs;
    private final Limits limits;
    private final List<PlanTable> tables = new ArrayList<>();
    private final BitSet options = new BitSet();
    private double[] price = {};
    private long[] bytes = {};
    private double[] upkeep = {};

    /** By option: those that are taken in its place, and those in whose place it is taken. */
    private List<BitSet> inPlace = new ArrayList<>();

    private List<BitSet> standsIn = new ArrayList<>();
    private List<BitSet> servers = new ArrayList<>();
    private List<BitSet> statementsByOption = List.of();
    private List<BitSet> bundles = List.of();

    SelectionModel(Evaluation evaluation, StatementCosts costs, Limits limits) {
        this.evaluation = evaluation;
        this.costs = costs;
        this.limits = limits;
        for (int statement : evaluation.statements()) {
            tables.add(
                    new PlanTable(costs.statement(statement).calls(), costs.costBefore(statement)));
        }
    }

    /**
     * Lets further options be chosen; one is taken in the place of those that it serves as well.
     */
    void admit(BitSet further) {
        options.or(further);
        price = Arrays.copyOf(price, options.length());
        bytes = Arrays.copyOf(bytes, options.length());
        upkeep = Arrays.copyOf(upkeep, options.length());
        inPlace.addAll(Likeness.empty(options.length() - inPlace.size()));
        standsIn.addAll(Likeness.empty(options.length() - standsIn.size()));
        for (int o = further.nextSetBit(0); o >= 0; o = further.nextSetBit(o + 1)) {
            price[o] = evaluation.priceOf(o);
            bytes[o] = evaluation.option(o).bytes();
            upkeep[o] = evaluation.option(o).upkeep();
        }
        servers = Likeness.empty(options.length());
        for (int o = options.nextSetBit(0); o >= 0; o = options.nextSetBit(o + 1)) {
            int from = o;
            servers.get(o).or(evaluation.serversOf(o));
            servers.get(o).and(options);
            servers.get(o).stream().forEach(to -> standIn(from, to));
        }
        refresh();
    }

    /** Has one option taken in the place of another. */
    void standIn(int from, int to) {
        inPlace.get(from).set(to);
        standsIn.get(to).set(from);
    }

    /** Takes up what the planner was asked meanwhile. */
    void refresh() {
        for (int place = 0; place < tables.size(); place++) {
            tables.get(place).learn(costs.asked(evaluation.statements().get(place)));
        }
        index();
    }

    /** Corrects what is taken for what by a set that was costed. */
    void correct(Standing standing) {
        Likeness set = likeness(standing.options());
        for (int place = 0; place < tables.size(); place++) {
            tables.get(place).correct(set, standing.cost(place));
        }
    }

    Likeness likeness(BitSet set) {
        return Likeness.of(set, inPlace, standsIn);
    }

    private void index() {
        Set<BitSet> needed = new LinkedHashSet<>();
        List<BitSet> places = Likeness.empty(price.length);
        for (int place = 0; place < tables.size(); place++) {
            PlanTable table = tables.get(place);
            for (int i = 0; i < table.size() - 1; i++) {
                BitSet needs = table.plan(i).needed();
                if (PlanTree.isSubset(needs, options)) {
                    needed.add(needs);
                    for (int o = needs.nextSetBit(0); o >= 0; o = needs.nextSetBit(o + 1)) {
                        places.get(o).set(place);
                    }
                }
            }
        }
        options.stream().mapToObj(Evaluation::only).forEach(needed::add);
        statementsByOption = places;
        bundles = List.copyOf(needed);
    }

    List<PlanTable> tables() {
        return tables;
    }

    BitSet options() {
        return (BitSet) options.clone();
    }

    Limits limits() {
        return limits;
    }

    /** All ids of options are below. */
    int ids() {
        return price.length;
    }

    /** What having an option costs. */
    double price(int option) {
        return price[option];
    }

    long bytes(int option) {
        return bytes[option];
    }

    double upkeep(int option) {
        return upkeep[option];
    }

    /** What plans need, and each option alone, each set of options once. */
    List<BitSet> bundles() {
        return bundles;
    }

    /** The places of the statements that have a plan with one of some options. */
    BitSet touched(BitSet some) {
        BitSet touched = new BitSet();
        for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
            touched.or(statementsByOption.get(i));
        }
        return touched;
    }

    /** A set without those of its options that others of it serve as well. */
    BitSet lean(BitSet set) {
        BitSet lean = (BitSet) set.clone();
        for (int o = set.nextSetBit(0); o >= 0; o = set.nextSetBit(o + 1)) {
            if (servers.get(o).intersects(lean)) {
                lean.clear(o);
            }
        }
        return lean;
    }

    boolean fits(int count, long itsBytes, double itsUpkeep) {
        return count <= limits.maxOptions()
                && itsBytes <= limits.maxBytes()
                && itsUpkeep <= limits.maxUpkeep();
    }

    /** Options on the same table as another, with it. */
    BitSet onTableOf(int option) {
        BitSet same = new BitSet();
        QualifiedName table = evaluation.option(option).index().definition().table();
        options.stream()
                .filter(o -> evaluation.option(o).index().definition().table().equals(table))
                .forEach(same::set);
        return same;
    }
}
