package org.pgwright.planner;

import org.pgwright.workload.Statement;

import java.util.List;

/** Says what a statement means, from the server's own analysed parse tree. */
public interface StatementAnalyzer {
    /** Never throws for a statement that cannot be analysed: that is an answer. */
    Analysis analyze(Statement statement);

    /** The answer. */
    sealed interface Analysis {
        /**
         * @param tables every reference to a table, in all levels of the statement
         * @param texts what to plan for it; shares add up to 1
         */
        record Analyzed(
                Statement statement, List<TableReference> tables, List<PlannableStatement> texts)
                implements Analysis {
            public Analyzed {
                tables = List.copyOf(tables);
                texts = List.copyOf(texts);
            }
        }

        /** The statement cannot be advised on, for a reason in words. */
        record Rejected(Statement statement, String reason) implements Analysis {}
    }
}
