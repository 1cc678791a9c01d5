package org.pgwright.advisor.analysis;

import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.TableReference;
import org.pgwright.workload.Statement;

import java.util.List;

/**
 * A statement that can be advised on.
 *
 * @param number its place among the advised statements, from 0
 * @param statement the first of those that it stands for
 * @param calls of all that it stands for: the same statement run by several roles is one
 * @param references to the user's tables
 * @param texts what to plan; shares add up to 1
 */
public record AdvisedStatement(
        int number,
        Statement statement,
        double calls,
        List<TableReference> references,
        List<PlannableStatement> texts) {
    public AdvisedStatement {
        references = List.copyOf(references);
        texts = List.copyOf(texts);
    }
}
