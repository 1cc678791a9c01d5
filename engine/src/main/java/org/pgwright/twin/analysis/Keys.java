package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Stable;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds what an index could have as its key to serve an expression: the column that it is, or the
 * expression itself where it is immutable and of one mention's columns.
 */
final class Keys {
    /** Longer ones are computed, not searched by; an index on one would help nobody. */
    private static final int MAX_CHARACTERS = 200;

    /** What can be no key: values, and what is known only when rows have been put together. */
    private static final Set<String> NO_KEYS = Set.of("CONST", "PARAM", "SUBLINK", "AGGREF");

    private final ServerCatalog catalog;
    private final Values values;
    private final ConstantText constants;

    Keys(ServerCatalog catalog, Values values, ConstantText constants) {
        this.catalog = catalog;
        this.values = values;
        this.constants = constants;
    }

    List<Reach> trace(TreeValue expression, Scope scope) {
        return scope.trace(expression, this::expressions);
    }

    private List<Reach> expressions(Node node, Scope scope) {
        if (NO_KEYS.contains(node.tag())) {
            return List.of();
        }
        List<Reach> reached = new ArrayList<>();
        for (Mention mention : MentionFinder.of(values.of(node).own(), scope)) {
            @Nullable Written written =
                    ExpressionText.of(
                            node, scope, mention, catalog, constants, Exactness.IMMUTABLE);
            if (written != null
                    && written.sql().length() <= MAX_CHARACTERS
                    && written.holdsBelowJoins()) {
                reached.add(reach(node, mention, written.within(false)));
            }
        }
        return reached;
    }

    /** Tells mentions of an expression that could be a key of theirs if it were immutable. */
    void refuse(TreeValue expression, Place place) {
        Value value = values.of(expression);
        if (!(expression instanceof Node node)
                || NO_KEYS.contains(node.tag())
                || !value.isStable()
                || value.isVolatile()
                || value.isNested()) {
            return;
        }
        for (Mention mention : MentionFinder.of(value.own(), place.scope())) {
            @Nullable Written written =
                    ExpressionText.of(
                            node, place.scope(), mention, catalog, constants, Exactness.STABLE);
            if (written != null
                    && written.sql().length() <= MAX_CHARACTERS
                    && written.pushable()
                    && written.holdsBelowJoins()
                    && !place.unfiltered().contains(written.entry())) {
                Stable.Part part = value.isMoment() ? Stable.Part.AGE : Stable.Part.KEY;
                mention.refuse(part, written.within(false));
            }
        }
    }

    private Reach reach(Node node, Mention mention, Written written) {
        long type = ExpressionType.of(node);
        mention.know(
                new TableReference.Expression(
                        written.sql(),
                        catalog.types().form(type).sql(),
                        written.columns().stream()
                                .map(number -> mention.column(number).name())
                                .toList(),
                        written.builtIn()));
        return new Reach(
                mention,
                new Relation.Column(written.sql(), type, ExpressionType.collation(node)),
                written.entry(),
                0,
                written.pushable(),
                written.pullable());
    }
}
