package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The choice as plain numbers: what plans each statement has, and what options take. */
final class SelectionModel {
    private final Evaluation evaluation;
    private final StatementCosts costs;
    private final Limits limits;

    /**
     * Whether no chosen option may serve all that another does. Where bytes are given, a narrow
     * index beside a wide one that begins with it may be the best that they can be spent on.
     */
    private final boolean tidy;

    private final List<PlanTable> tables = new ArrayList<>();
    private final BitSet options = new BitSet();
    private double[] price = {};
    private long[] bytes = {};
    private double[] upkeep = {};

    /** By option: those that are taken in its place, and those in whose place it is taken. */
    private List<BitSet> inPlace = new ArrayList<>();

    private List<BitSet> standsIn = new ArrayList<>();

    /** By option: those that serve all that it does, and those of which it serves all. */
    private List<BitSet> servers = new ArrayList<>();

    private List<BitSet> served = new ArrayList<>();
    private List<BitSet> statementsByOption = List.of();
    private List<Bundle> bundles = List.of();
    private final Map<QualifiedName, BitSet> byTable = new HashMap<>();

    /** The places of the statements of which something new is known. */
    private final BitSet fresh = new BitSet();

    /**
     * Options that a plan needs together.
     *
     * @param places of the statements that have a plan with one of them
     */
    record Bundle(BitSet options, BitSet places) {}

    SelectionModel(Evaluation evaluation, StatementCosts costs, Limits limits) {
        this.evaluation = evaluation;
        this.costs = costs;
        this.limits = limits;
        this.tidy = limits.maxBytes() == Long.MAX_VALUE;
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
            upkeep[o] = evaluation.option(o).parts().always();
            byTable.computeIfAbsent(tableOf(o), table -> new BitSet()).set(o);
        }
        servers = Likeness.empty(options.length());
        served = Likeness.empty(options.length());
        for (int o = options.nextSetBit(0); o >= 0; o = options.nextSetBit(o + 1)) {
            int from = o;
            servers.get(o).or(evaluation.serversOf(o));
            servers.get(o).and(options);
            servers.get(o).stream().forEach(to -> standIn(from, to));
            if (!tidy) {
                servers.get(o).clear();
            }
            servers.get(o).stream().forEach(to -> served.get(to).set(from));
        }
        learn();
        index();
        freshen(further);
    }

    /** What may use these, or what they are taken in the place of, is looked at again. */
    private void freshen(BitSet some) {
        fresh.or(touched(some));
        some.stream().forEach(option -> fresh.or(touched(standsIn.get(option))));
    }

    /** Has one option taken in the place of another. */
    void standIn(int from, int to) {
        inPlace.get(from).set(to);
        standsIn.get(to).set(from);
        if (from < statementsByOption.size()) {
            fresh.or(statementsByOption.get(from));
        }
    }

    /** Takes up what the planner was asked meanwhile. */
    void refresh() {
        if (learn()) {
            index();
        }
    }

    private boolean learn() {
        boolean learnt = false;
        for (int place = 0; place < tables.size(); place++) {
            if (tables.get(place).learn(costs.asked(evaluation.statements().get(place)))) {
                fresh.set(place);
                learnt = true;
            }
        }
        return learnt;
    }

    /** Corrects what is taken for what by a set that was costed. */
    void correct(Standing standing) {
        Likeness set = likeness(standing.options());
        for (int place = 0; place < tables.size(); place++) {
            if (tables.get(place).correct(set, standing.cost(place))) {
                fresh.set(place);
            }
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
        bundles = needed.stream().map(some -> new Bundle(some, touched(some))).toList();
    }

    /**
     * The places of the statements of which something new is known since this was last asked
     * (don't-look bits: Bentley, "Fast Algorithms for Geometric Traveling Salesman Problems",
     * 1992). All of them where there are limits: what changes one statement then changes what room
     * the others have.
     */
    BitSet takeFresh() {
        BitSet taken = (BitSet) fresh.clone();
        fresh.clear();
        if (isLimited()) {
            taken.set(0, tables.size());
        }
        return taken;
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

    /** What having an option costs, beside whatever others. */
    double price(int option) {
        return price[option];
    }

    long bytes(int option) {
        return bytes[option];
    }

    /** What writes pay for an option, beside whatever others. */
    double upkeep(int option) {
        return upkeep[option];
    }

    /** What writes pay beside that. */
    EndedUpdates ended() {
        return evaluation.ended();
    }

    /** What plans need, and each option alone, each set of options once. */
    List<Bundle> bundles() {
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

    /** Whether a statement at some places has a plan with an option. */
    boolean touches(int option, BitSet places) {
        return statementsByOption.get(option).intersects(places);
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

    /** The same of a set that is lean with more options. */
    BitSet lean(BitSet set, BitSet further) {
        BitSet lean = (BitSet) set.clone();
        lean.or(further);
        for (int o = further.nextSetBit(0); o >= 0; o = further.nextSetBit(o + 1)) {
            if (!set.get(o)) {
                if (servers.get(o).intersects(lean)) {
                    lean.clear(o);
                } else {
                    lean.andNot(served.get(o));
                }
            }
        }
        return lean;
    }

    boolean isLimited() {
        return !limits.equals(Limits.NONE);
    }

    boolean fits(int count, long itsBytes, double itsUpkeep) {
        return count <= limits.maxOptions()
                && itsBytes <= limits.maxBytes()
                && itsUpkeep <= limits.maxUpkeep();
    }

    /** Options on the same table as another, with it. */
    BitSet onTableOf(int option) {
        return (BitSet) Objects.requireNonNull(byTable.get(tableOf(option))).clone();
    }

    private QualifiedName tableOf(int option) {
        return evaluation.option(option).index().definition().table();
    }
}
