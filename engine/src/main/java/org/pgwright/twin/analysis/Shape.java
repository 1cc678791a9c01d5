package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.List;

/**
 * What has been read of a statement.
 *
 * @param mentions of tables, in all levels
 * @param uses what its parameters are for
 */
record Shape(Node query, List<Mention> mentions, List<ParameterUse> uses) {
    Shape {
        mentions = List.copyOf(mentions);
        uses = List.copyOf(uses);
    }
}
