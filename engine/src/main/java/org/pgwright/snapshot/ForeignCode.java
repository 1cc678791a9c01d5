package org.pgwright.snapshot;

import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows the tables that cannot be read without running code that is not PostgreSQL's own: planning
 * any query runs the functions of a table's index expressions, index predicates and statistics
 * expressions, with the rights of whoever asks.
 */
final class ForeignCode {
    /** A call of a function, or an operator, of another schema than pg_catalog. */
    private static final Pattern CALL =
            Pattern.compile("(\\.\\s*(\"[^\"]*\"|[^\\s().\"]+)\\s*\\()|(OPERATOR\\s*\\()");

    private final Set<QualifiedName> tables = new HashSet<>();

    ForeignCode(List<Index> indexes, List<ExtendedStatistics> statistics) {
        indexes.stream().filter(ForeignCode::isRunBy).forEach(index -> tables.add(index.table()));
        statistics.stream()
                .filter(object -> CALL.matcher(object.definition()).find())
                .forEach(object -> tables.add(object.table()));
    }

    boolean isRunBy(QualifiedName table) {
        return tables.contains(table);
    }

    private static boolean isRunBy(Index index) {
        String predicate = index.predicate();
        return (predicate != null && CALL.matcher(predicate).find())
                || index.keys().stream()
                        .filter(key -> key.column() == null)
                        .anyMatch(key -> CALL.matcher(key.expression()).find());
    }
}
