package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.Source.Alias;
import org.pgwright.twin.analysis.Source.Base;
import org.pgwright.twin.analysis.Source.Derived;
import org.pgwright.twin.analysis.Source.Opaque;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads all levels of a query tree into mentions of tables.
 *
 * <p>A level is read in this order: what it reads from, its conditions, its order, the columns that
 * it uses. Levels below are read when a level first meets them.
 */
final class ShapeReader {
    /** {@code RTEKind} of PostgreSQL's {@code parsenodes.h}; 9 is new in 18. */
    private static final int RELATION = 0;

    private static final int SUBQUERY = 1;
    private static final int JOIN = 2;
    private static final int TABLE_EXPRESSION = 6;
    private static final int GROUP = 9;

    /** {@code JoinType}. */
    private static final int LEFT = 1;

    private static final int FULL = 2;
    private static final int RIGHT = 3;

    /** More than this is no statement that a person or a mapper wrote. */
    private static final int MAX_MENTIONS = 1_000;

    private final ServerCatalog catalog;
    private final List<Mention> mentions = new ArrayList<>();
    private final Set<Scope> unread = new HashSet<>();
    private final Equalities equalities = new Equalities();
    private final TableExpressions tableExpressions = new TableExpressions(this::read);
    private final SecurityReader security;
    private final Scope statement;
    private final ConditionReader conditions;
    private final ParameterReader parameters;
    private final OutputReader outputs;
    private final OrderReader orders;

    private ShapeReader(
            Node query, ServerCatalog catalog, PolicySource policies, ConstantText constants) {
        this.catalog = catalog;
        this.statement = new Scope(query, null, false, false);
        Values values = new Values(catalog);
        ConditionText texts = new ConditionText(catalog, values, constants);
        Keys keys = new Keys(catalog, values, constants);
        ComparisonReader comparisons =
                new ComparisonReader(catalog, values, keys, equalities, texts);
        this.conditions = new ConditionReader(this, values, keys, texts, comparisons);
        this.orders = new OrderReader(catalog, keys);
        this.parameters = new ParameterReader(catalog, values, keys);
        this.outputs = new OutputReader(this, parameters);
        this.security = new SecurityReader(policies, conditions, outputs);
    }

    /**
     * What a statement asks of which tables, and what its parameters are for.
     *
     * @param constants writes the statement's constants
     */
    static Shape read(
            Node query, ServerCatalog catalog, PolicySource policies, ConstantText constants) {
        ShapeReader reader = new ShapeReader(query, catalog, policies, constants);
        reader.read(reader.statement);
        reader.outputs.demandAll(reader.statement);
        reader.equalities.spread();
        return new Shape(query, reader.mentions, reader.parameters.uses());
    }

    private void read(Scope scope) {
        Node query = scope.query();
        if (query.has("utilityStmt")) {
            throw new TreeFormatException("the statement is a utility command");
        }
        tableExpressions.changing(scope).forEach(outputs::demandAll);
        List<JoinCondition> joined = new ArrayList<>();
        Node tree = query.node("jointree");
        if (tree != null) {
            tree.nodes("fromlist").forEach(item -> enter(scope, item, joined));
        }
        enterArms(scope);
        enterTarget(scope);
        joined.forEach(join -> conditions.read(scope, join.condition(), join.unfiltered()));
        if (tree != null) {
            conditions.read(scope, tree.value("quals"), Set.of());
        }
        conditions.read(scope, query.value("mergeJoinCondition"), Set.of());
        if (query.has("groupClause") && !query.has("groupingSets")) {
            conditions.readGroups(scope, query.value("havingQual"));
        }
        orders.read(scope);
        outputs.read(scope);
    }

    /**
     * An ON condition.
     *
     * @param unfiltered entries whose rows it does not remove
     */
    private record JoinCondition(TreeValue condition, Set<Integer> unfiltered) {}

    /** Enters a FROM item; returns the entries that it holds. */
    private Set<Integer> enter(Scope scope, Node item, List<JoinCondition> joined) {
        Set<Integer> entries = new HashSet<>();
        if (item.is("RANGETBLREF")) {
            enterEntry(scope, item.index("rtindex"));
            entries.add(item.index("rtindex"));
            return entries;
        }
        Set<Integer> left = enter(scope, side(item, "larg"), joined);
        Set<Integer> right = enter(scope, side(item, "rarg"), joined);
        entries.addAll(left);
        entries.addAll(right);
        if (item.has("rtindex") && item.index("rtindex") > 0) {
            enterEntry(scope, item.index("rtindex"));
        }
        Set<Integer> unfiltered = new HashSet<>();
        int type = item.index("jointype");
        if (type == LEFT || type == FULL) {
            scope.nullable().addAll(right);
            unfiltered.addAll(left);
        }
        if (type == RIGHT || type == FULL) {
            scope.nullable().addAll(left);
            unfiltered.addAll(right);
        }
        joined.add(new JoinCondition(item.value("quals"), unfiltered));
        return entries;
    }

    /** The arms of UNION, INTERSECT and EXCEPT are no FROM items. */
    private void enterArms(Scope scope) {
        Node operation = scope.query().node("setOperations");
        if (operation != null) {
            List<Integer> arms = new ArrayList<>();
            QueryForm.collectArms(operation, arms);
            arms.forEach(arm -> enterEntry(scope, arm));
        }
    }

    private static Node side(Node join, String field) {
        Node side = join.node(field);
        if (side == null) {
            throw new TreeFormatException("a join lacks a side");
        }
        return side;
    }

    private void enterTarget(Scope scope) {
        Node query = scope.query();
        int target = Math.max(query.index("resultRelation"), query.index("mergeTargetRelation"));
        if (target == 0) {
            return;
        }
        enterEntry(scope, target);
        modify(scope.source(target));
    }

    private static void modify(Source source) {
        if (source instanceof Base base) {
            base.mention().modify();
        } else if (source instanceof Derived view) {
            view.scope().sources().values().forEach(ShapeReader::modify);
        }
    }

    /** An entry of the range table becomes a source of the level, once. */
    private void enterEntry(Scope scope, int index) {
        if (scope.sources().containsKey(index)) {
            return;
        }
        List<Node> table = scope.query().nodes("rtable");
        if (index < 1 || index > table.size()) {
            throw new TreeFormatException("the tree lacks range table entry " + index);
        }
        Source source = source(scope, table.get(index - 1));
        // Known before it is read: an arm of a recursive query refers to itself.
        scope.sources().put(index, source);
        if (source instanceof Derived derived && unread.remove(derived.scope())) {
            read(derived.scope());
        }
        // What a view reads is its owner's to see.
        if (source instanceof Base base && scope.root() == statement) {
            security.read(base.mention(), scope.query(), index);
        }
        enterGroups(scope, table);
    }

    /** From 18 the grouped expressions are an entry that no FROM item names. */
    private static void enterGroups(Scope scope, List<Node> table) {
        if (!scope.query().flag("hasGroupRTE")) {
            return;
        }
        for (int i = 0; i < table.size(); i++) {
            if (table.get(i).index("rtekind") == GROUP) {
                scope.sources().put(i + 1, new Alias(table.get(i).items("groupexprs")));
            }
        }
    }

    private Source source(Scope scope, Node entry) {
        return switch (entry.index("rtekind")) {
            case RELATION -> relation(entry);
            case SUBQUERY -> derived(entry.node("subquery"), scope);
            case JOIN -> new Alias(entry.items("joinaliasvars"));
            case TABLE_EXPRESSION -> tableExpressions.source(scope, entry);
            default -> Opaque.OPAQUE;
        };
    }

    private Source relation(Node entry) {
        Relation relation = catalog.relation(entry.number("relid"));
        if (relation.isView()) {
            // A view's rule sees nothing of the level that names the view.
            return derived(catalog.view(entry.number("relid")), null);
        }
        return relation.isIndexable() ? new Base(mention(relation)) : Opaque.OPAQUE;
    }

    private Mention mention(Relation relation) {
        if (mentions.size() >= MAX_MENTIONS) {
            throw new TreeFormatException("it names more than " + MAX_MENTIONS + " tables");
        }
        Mention mention = new Mention(mentions.size(), relation);
        mentions.add(mention);
        return mention;
    }

    private Source derived(@Nullable Node query, @Nullable Scope outer) {
        if (query == null) {
            return Opaque.OPAQUE;
        }
        Scope inner = new Scope(query, outer, false, false);
        unread.add(inner);
        return new Derived(inner, true);
    }

    /** The level of a query in an expression. */
    Scope sublink(Scope scope, Node link, boolean semiJoined) {
        Node query = link.node("subselect");
        if (query == null) {
            throw new TreeFormatException("a sublink lacks its query");
        }
        Scope known = scope.sublinks().get(query);
        if (known == null) {
            known = new Scope(query, scope, semiJoined, false);
            scope.sublinks().put(query, known);
            read(known);
        }
        return known;
    }
}
