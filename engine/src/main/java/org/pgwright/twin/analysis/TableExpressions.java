package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.Source.Derived;
import org.pgwright.twin.analysis.Source.Opaque;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds the levels of common table expressions, each of which is read once. */
final class TableExpressions {
    /** {@code CTEMaterialize}. */
    private static final int MATERIALIZED = 1;

    private final Consumer<Scope> reader;

    /**
     * @param reader reads a new level
     */
    TableExpressions(Consumer<Scope> reader) {
        this.reader = reader;
    }

    /** What a range table entry that names one stands for. */
    Source source(Scope scope, Node entry) {
        Scope home = scope.up(entry.number("ctelevelsup"));
        for (Node expression : home.query().nodes("cteList")) {
            Node query = expression.node("ctequery");
            if (query != null && expression.word("ctename").equals(entry.word("ctename"))) {
                return new Derived(level(home, expression, query), isInlined(expression, query));
            }
        }
        return Opaque.OPAQUE;
    }

    /** Those of a level that change rows, which run whether or not they are named. */
    List<Scope> changing(Scope scope) {
        List<Scope> changing = new ArrayList<>();
        for (Node expression : scope.query().nodes("cteList")) {
            Node query = expression.node("ctequery");
            if (query != null && !QueryForm.isSelect(query)) {
                changing.add(level(scope, expression, query));
            }
        }
        return changing;
    }

    private static boolean isInlined(Node expression, Node query) {
        return QueryForm.isSelect(query)
                && expression.number("ctematerialized") != MATERIALIZED
                && !expression.flag("cterecursive")
                && expression.number("cterefcount") == 1;
    }

    private Scope level(Scope home, Node expression, Node query) {
        String name = expression.word("ctename");
        @Nullable Scope known = home.tableExpressions().get(name);
        if (known != null) {
            return known;
        }
        Scope inner = new Scope(query, home, false, expression.flag("cterecursive"));
        // Known before it is read: a recursive one refers to itself.
        home.tableExpressions().put(name, inner);
        reader.accept(inner);
        return inner;
    }
}
