package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.StatisticsStatement;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Courses to extended statistics of a table. A partitioned table has them itself, and none of its
 * partitions has a part of them.
 */
final class StatisticsCourse {
    private StatisticsCourse() {}

    /**
     * That statistics exist, and that the planner has something from them.
     *
     * @param isAnalyzed whether the table was analyzed since, or is not to be
     */
    record Make(
            QualifiedName name,
            QualifiedName table,
            StatisticsStatement.Create definition,
            BooleanSupplier isAnalyzed)
            implements Course {
        @Override
        public Optional<Step> next(TableTree tree) {
            if (tree.statistics().isEmpty()) {
                return Optional.of(Step.createStatistics(definition, name, table));
            }
            return isAnalyzed.getAsBoolean() ? Optional.empty() : Optional.of(Step.analyze(table));
        }
    }

    /** That they do not exist. */
    record Unmake(QualifiedName name, QualifiedName table) implements Course {
        @Override
        public Optional<Step> next(TableTree tree) {
            return tree.statistics().map(there -> Step.dropStatistics(name, table));
        }
    }
}
