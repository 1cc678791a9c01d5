package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.Source.Alias;
import org.pgwright.twin.analysis.Source.Base;
import org.pgwright.twin.analysis.Source.Derived;
import org.pgwright.twin.analysis.Source.Opaque;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the mentions that columns come from, whatever queries between do to them. */
final class MentionFinder {
    private final Set<Mention> mentions = new LinkedHashSet<>();

    /** What a query makes of a column may be used any number of times: each is read once. */
    private final Set<Node> read = Collections.newSetFromMap(new IdentityHashMap<>());

    private MentionFinder() {}

    /**
     * @param columns of the scope's own level
     */
    static Set<Mention> of(List<Node> columns, Scope scope) {
        MentionFinder finder = new MentionFinder();
        columns.forEach(column -> finder.readColumn(column, scope));
        return finder.mentions;
    }

    private void readColumn(Node variable, Scope scope) {
        int column = variable.index("varattno");
        if (column <= 0 || variable.index("varlevelsup") != 0) {
            return;
        }
        switch (scope.source(variable.index("varno"))) {
            case Base base -> mentions.add(base.mention());
            case Alias alias when column <= alias.expressions().size() ->
                    read(alias.expressions().get(column - 1), scope);
            case Alias alias -> {}
            case Derived derived ->
                    derived.scope()
                            .outputs(column)
                            .forEach(output -> read(output, derived.scope()));
            case Opaque opaque -> {}
        }
    }

    private void read(TreeValue expression, Scope scope) {
        if (!(expression instanceof Node node) || node.is("QUERY") || !read.add(node)) {
            return;
        }
        if (node.is("VAR")) {
            readColumn(node, scope);
        } else {
            node.eachChild(child -> read(child, scope));
        }
    }
}
