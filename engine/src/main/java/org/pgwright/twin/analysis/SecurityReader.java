package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.Source.Base;
import org.pgwright.twin.analysis.TreeValue.Node;
import org.pgwright.twin.analysis.TreeValue.Token;

import java.util.Map;
import java.util.Set;

/** Reads the conditions of row security as if they stood in the statement. */
final class SecurityReader {
    /** {@code CmdType}. */
    private static final int UPDATE = 2;

    private static final int DELETE = 4;

    /** The level in which a policy's condition stands: a query of its table alone. */
    private static final Node LEVEL = new Node("QUERY", Map.of("commandType", new Token("1")));

    private final PolicySource policies;
    private final ConditionReader conditions;
    private final OutputReader outputs;

    SecurityReader(PolicySource policies, ConditionReader conditions, OutputReader outputs) {
        this.policies = policies;
        this.conditions = conditions;
        this.outputs = outputs;
    }

    /**
     * @param query that mentions the table
     * @param index of the mention in its range table
     */
    void read(Mention mention, Node query, int index) {
        long command = query.number("commandType");
        boolean target = query.index("resultRelation") == index;
        if (target && command == QueryForm.INSERT) {
            return;
        }
        read(mention, 'r');
        if (target && command == UPDATE) {
            read(mention, 'w');
        } else if (target && command == DELETE) {
            read(mention, 'd');
        }
    }

    private void read(Mention mention, char command) {
        Relation relation = mention.relation();
        for (TreeValue condition : policies.conditions(relation.oid(), relation.name(), command)) {
            Scope scope = new Scope(LEVEL, null, false, false);
            scope.sources().put(1, new Base(mention));
            conditions.read(scope, condition, Set.of());
            outputs.readExpression(condition, scope);
        }
    }
}
